using NatComments.Core.Activation;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Queue;

/// <summary>What commits change step by step in queues, counters and author indexes is what the whole log folds to.</summary>
public sealed class QueueFoldTests
{
    public static TheoryData<int> Seeds => RandomStory.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Queues_counters_and_author_indexes_equal_the_fold_of_the_log(int seed)
    {
        var story = new Story();
        var random = new RandomCommands(seed, id => story.Thread.Find(id)?.Revision ?? 1);
        var kept = new KeptIndexes();
        for (var i = 0; i < 500; i++)
        {
            var before = Copy(story);
            story.Later(TimeSpan.FromSeconds(random.Random.Next(40))).When(random.Next());
            kept.Take(ThreadCommit.Build(before, story.Last, []));
            if (story.Thread.Mode == ThreadMode.Closed)
            {
                before = Copy(story);
                story.Given(new ChangeThreadState(ThreadMode.Open, Story.Moderator));
                kept.Take(ThreadCommit.Build(before, story.Last, []));
            }
        }

        FoldedIndexes.Of([story.Thread]).Check(kept);
    }

    [Fact]
    public void Many_commands_of_one_commit_change_the_same_as_each_by_itself()
    {
        var story = new Story();
        var before = Copy(story);
        var id = story.GivenHeld();
        story.Given(story.Publish(id)).Given(new ReportComment(id, Story.Baran, "spam", null)).Given(new EscalateComment(id, 1, null, Story.Moderator));
        var kept = new KeptIndexes();

        kept.Take(ThreadCommit.Build(before, story.Log, []));

        FoldedIndexes.Of([story.Thread]).Check(kept);
    }

    [Fact]
    public void The_most_urgent_comes_first_and_of_equals_the_one_that_waits_longest()
    {
        var story = new Story();
        var mild = story.GivenComment(evidence: Posting.With(new() { Abuse = 0.6f }));
        var grave = story.Later(TimeSpan.FromMinutes(1)).GivenComment(evidence: Posting.With(new() { Threat = 0.9f }));
        var later = story.Later(TimeSpan.FromMinutes(1)).GivenComment(evidence: Posting.With(new() { Abuse = 0.6f }));

        var keys = new[] { mild, grave, later }.OrderBy(id => QueueEntry.Of("post-1", story.Comment(id))!.Key, StringComparer.Ordinal);

        Assert.Equal([grave, mild, later], keys);
    }

    [Fact]
    public void An_entry_is_read_again_as_it_was_written_with_its_verdict()
    {
        var story = new Story();
        var entry = QueueEntry.Of("post-1", story.Comment(story.GivenHeld()))!;

        var again = QueueEntry.FromBytes(entry.ToBytes());

        Assert.Equal(entry with { Scores = [] }, again with { Scores = [] });
        Assert.Equal(entry.Scores, again.Scores);
        Assert.Equal(0.7f, again.Verdict()!.Scores.Abuse);
    }

    [Fact]
    public void A_comment_that_waits_for_nobody_has_no_entry()
    {
        var story = new Story();

        Assert.Null(QueueEntry.Of("post-1", story.Comment(story.GivenComment())));
        Assert.Null(QueueEntry.Of("post-1", null));
    }

    private static CommentThread Copy(Story story) =>
        CommentThread.Restore(story.Thread.Id, (story.Thread.Version, story.Thread.PublicVersion), story.Thread.Mode, story.Thread.CopyComments());
}

/// <summary>Index entries and counters as commits leave them.</summary>
internal sealed class KeptIndexes
{
    public Dictionary<(string Index, string Key), string> Entries { get; } = [];

    public Dictionary<string, long> Counters { get; } = [];

    public void Take(Commit commit)
    {
        // Marks for those who follow say that something happened; they are no part of what it folds to.
        foreach (var entry in commit.Entries.Where(entry => entry.Index != ThreadNews.Index))
        {
            if (entry.Value is { } value)
            {
                Entries[(entry.Index, entry.Key)] = System.Text.Encoding.UTF8.GetString(value);
            }
            else
            {
                Assert.True(Entries.Remove((entry.Index, entry.Key)), $"{entry.Index} {entry.Key} is removed and was never there.");
            }
        }

        foreach (var (name, add) in commit.Counters)
        {
            Counters[name] = Counters.GetValueOrDefault(name) + add;
        }
    }
}

/// <summary>Index entries and counters as they follow from whole threads.</summary>
internal sealed class FoldedIndexes
{
    private readonly KeptIndexes _expected = new();

    public static FoldedIndexes Of(IEnumerable<CommentThread> threads)
    {
        var folded = new FoldedIndexes();
        foreach (var thread in threads)
        {
            for (var ordinal = 0; ordinal < thread.Count; ordinal++)
            {
                folded.Add(thread, thread[ordinal]);
            }
        }

        return folded;
    }

    public IEnumerable<string> Counters => _expected.Counters.Keys;

    public void Check(KeptIndexes kept)
    {
        Assert.Equal(_expected.Entries.OrderBy(pair => pair.Key), kept.Entries.OrderBy(pair => pair.Key));
        Assert.Equal(Counted(_expected), Counted(kept));
    }

    private static List<KeyValuePair<string, long>> Counted(KeptIndexes indexes) =>
        [.. indexes.Counters.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    private void Add(CommentThread thread, CommentState comment)
    {
        var article = thread.Id.Article;
        if (comment.IsPublished)
        {
            _expected.Entries[(ThreadCommit.PublishedIndex, ThreadCommit.AuthorKey(article, comment))] = article;
            if (comment.ParentId is { } parent && thread.Find(parent)!.Author is var answered && answered != comment.Author)
            {
                _expected.Entries[(ThreadCommit.RepliesIndex(answered), ThreadCommit.AuthorKey(article, comment))] = article;
            }
        }

        _expected.Entries[(ThreadCommit.AuthorIndex(comment.Author), ThreadCommit.AuthorKey(article, comment))] = article;
        if (QueueEntry.Of(article, comment) is { } entry)
        {
            _expected.Entries[(QueueEntry.IndexOf(entry.Waiting.Queue), entry.Key)] = System.Text.Encoding.UTF8.GetString(entry.ToBytes());
            _expected.Entries[(QueueEntry.AgeIndexOf(entry.Waiting.Queue), entry.AgeKey)] = "";
            Count(QueueEntry.CounterOf(entry.Waiting.Queue), true);
        }

        var (published, rejected) = ThreadCommit.AuthorCounters(comment.Author);
        Count(published, comment.IsPublished);
        Count(rejected, comment.Status == CommentStatus.Rejected);
        Count(ThreadCommit.PublishedCounter(article), comment.IsPublished);
    }

    private void Count(string counter, bool counts) =>
        _expected.Counters[counter] = _expected.Counters.GetValueOrDefault(counter) + (counts ? 1 : 0);
}
