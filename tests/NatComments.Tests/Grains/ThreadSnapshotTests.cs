using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

public sealed class ThreadSnapshotTests
{
    public static TheoryData<int> Seeds => RandomStory.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_thread_from_its_snapshot_is_the_thread_replayed_from_its_log(int seed)
    {
        var story = RandomStory.Tell(seed, 500);

        SameThread.Check(story.Thread, Restored(story.Thread));
    }

    [Fact]
    public void A_thread_goes_on_from_its_snapshot_as_if_it_had_never_slept()
    {
        var story = RandomStory.Tell(99, 500);
        var (half, rest) = (new CommentThread(story.Thread.Id), story.Log.Count / 2);
        foreach (var e in story.Log.Take(rest))
        {
            half.Apply(e);
        }

        var woken = Restored(half);
        foreach (var e in story.Log.Skip(rest))
        {
            woken.Apply(e);
        }

        SameThread.Check(story.Thread, woken);
    }

    [Fact]
    public void A_decision_that_came_with_an_import_is_kept_with_its_source()
    {
        var story = new Story();
        var id = story.GivenComment();
        story.Thread.Apply(new CommentDecided { At = story.Now, Id = id, Revision = 1, Decision = new(Outcome.Reject, Reasons.Legal, new ByImport("wxr"), "was in the bin") });

        Assert.Equal(story.Comment(id).Standing, Restored(story.Thread).Find(id)!.Standing);
    }

    [Fact]
    public void A_snapshot_of_another_format_is_ignored()
    {
        var story = RandomStory.Tell(1, 50);
        var bytes = Write(story.Thread);
        BitConverter.TryWriteBytes(bytes, BitConverter.ToInt32(bytes) + 1);

        Assert.Null(ThreadSnapshot.Read(story.Thread.Id, bytes));
    }

    [Fact]
    public void The_longest_thread_is_full_and_its_snapshot_fits_the_store()
    {
        var story = new Story();
        var first = story.Comment(story.GivenHeld());
        var comments = Enumerable.Range(0, ThreadLimits.MaxComments).Select(i => first with
        {
            Id = new Guid(i, 1, 0, new byte[8]),
            ParentId = i == 0 ? null : new Guid(i - 1, 1, 0, new byte[8]),
            Author = $"reader-{i / 3:D20}",
            Events = [(4 * i) + 1, (4 * i) + 2, (4 * i) + 3],
        });
        var thread = CommentThread.Restore(story.Thread.Id, (3L * ThreadLimits.MaxComments, 0), ThreadMode.Open, comments);

        Assert.InRange(Write(thread).LongLength, 1, StoreLimits.MaxValue);
        Assert.Equal(new Refused(Refusals.ThreadFull), ThreadRules.Handle(thread, Posting.By(Story.Ayse, story.NewId()), story.Now));
    }

    private static byte[] Write(CommentThread thread) => ThreadSnapshot.Write((thread.Version, thread.PublicVersion), thread.Mode, thread.CopyComments());

    private static CommentThread Restored(CommentThread thread) => ThreadSnapshot.Read(thread.Id, Write(thread))!;
}
