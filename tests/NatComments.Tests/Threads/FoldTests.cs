using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class FoldTests
{
    public static TheoryData<int> Seeds => RandomStory.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_log_alone_as_it_is_stored_gives_the_same_thread_again(int seed)
    {
        var story = RandomStory.Tell(seed, 400);
        var again = new CommentThread(story.Thread.Id);

        foreach (var e in story.Log)
        {
            again.Apply(ThreadJson.Read(ThreadJson.Write(e)));
        }

        SameThread.Check(story.Thread, again);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_must_always_hold_holds_after_every_command(int seed) => RandomStory.Tell(seed, 400, story =>
    {
        var published = 0;
        for (var ordinal = 0; ordinal < story.Thread.Count; ordinal++)
        {
            var comment = story.Thread[ordinal];
            var standing = comment.Standing;
            published += comment.IsPublished ? 1 : 0;
            Assert.True(standing.Status != CommentStatus.Pending || standing.Waiting is not null, "What is pending waits for a person.");
            Assert.True(standing.Status != CommentStatus.Withdrawn || standing.Waiting is null, "What is withdrawn waits for nobody.");
            Assert.True(standing.OpenReports == 0 || standing.Waiting is not null, "An open report waits for a person.");
            Assert.True(standing.Status is CommentStatus.Pending or CommentStatus.Withdrawn || standing.Decision is not null, "Nothing is published or rejected without a decision.");
            Assert.InRange(standing.Waiting?.Priority ?? 0, 0, 999);
            Assert.InRange(standing.Shown, 0, comment.Revision);
            Assert.True(standing.Status != CommentStatus.Published || standing.Shown == comment.Revision, "What is published is shown as it is now.");
            Assert.True(standing.Status is CommentStatus.Published or CommentStatus.Pending || standing.Shown == 0, "What is rejected or withdrawn is shown in no revision.");
            Assert.True(standing.DecisionNumber <= story.Thread.Version && (standing.DecisionNumber == 0 || standing.Decision is not null), "A decision has its event.");
            Assert.Equal(comment.ParentId is { } parent ? story.Comment(parent).Depth + 1 : 0, comment.Depth);
        }

        Assert.Equal(published, story.Thread.PublishedCount);
        Assert.Equal(story.Log.Count, story.Thread.Version);
    });

    [Fact]
    public void The_histories_tell_enough_to_be_worth_something()
    {
        var kinds = Enumerable.Range(1, 6).SelectMany(seed => RandomStory.Tell(seed, 400).Log).Select(e => e.GetType()).ToHashSet();

        Assert.Equal(typeof(ThreadEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ThreadEvent)) && !type.IsAbstract).ToHashSet(), kinds);
    }
}

/// <summary>Two threads are the same in everything that can be told apart from outside.</summary>
internal static class SameThread
{
    public static void Check(CommentThread expected, CommentThread actual)
    {
        Assert.Equal(
            (expected.Version, expected.PublicVersion, expected.Mode, expected.Count, expected.PublishedCount),
            (actual.Version, actual.PublicVersion, actual.Mode, actual.Count, actual.PublishedCount));
        for (var ordinal = 0; ordinal < expected.Count; ordinal++)
        {
            Check(expected[ordinal], actual[ordinal]);
        }

        foreach (var reader in RandomCommands.Readers)
        {
            Assert.Equal(expected.By(reader), actual.By(reader));
            foreach (var sort in Enum.GetValues<PageSort>())
            {
                var (a, b) = (Draft(expected, sort, reader), Draft(actual, sort, reader));
                Assert.Equal(a, b);
            }
        }
    }

    public static void Check(CommentState expected, CommentState actual)
    {
        foreach (var property in typeof(CommentState).GetProperties())
        {
            var (a, b) = (property.GetValue(expected), property.GetValue(actual));
            if (a is IEnumerable<string> set)
            {
                Assert.Equal(set.Order(), ((IEnumerable<string>)b!).Order());
            }
            else if (a is IEnumerable<int> numbers)
            {
                Assert.Equal(numbers, (IEnumerable<int>)b!);
            }
            else
            {
                Assert.True(Equals(a, b), $"{property.Name} of {expected.Id}: {a} is not {b}");
            }
        }
    }

    private static List<(Guid, int)> Draft(CommentThread thread, PageSort sort, string reader) =>
        [.. ThreadView.Draft(thread, new PageQuery(sort, PageQuery.MaxLimit), reader)!.Places.Select(place => (place.Comment.Id, place.Replies))];
}
