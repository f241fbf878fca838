using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

/// <summary>
/// Commands that a few readers and moderators could send, drawn from a seed: mostly sensible, sometimes stale, foreign or absurd.
/// </summary>
/// <param name="revisionOf">The revision that whoever asks believes a comment to have.</param>
internal sealed class RandomCommands(int seed, Func<Guid, int> revisionOf)
{
    public static readonly IReadOnlyList<string> Readers = [.. Enumerable.Range(0, 9).Select(i => $"reader-{i}")];

    public static readonly IReadOnlyList<Decider> Moderators =
        [new(Story.Moderator, Role.Moderator), new(Story.Colleague, Role.Editor), new("moderator-3", Role.Editor), new("moderator-4", Role.Administrator)];

    private readonly List<(Guid Id, string Author)> _posted = [];

    public Random Random { get; } = new(seed);

    public ThreadCommand Next()
    {
        if (_posted.Count == 0)
        {
            return Post();
        }

        var (id, author) = _posted[Recent()];
        var reader = Random.Next(4) > 0 ? author : Any(Readers);
        return Random.Next(100) switch
        {
            < 35 => Post(),
            < 45 => Posting.Edit(id, Revision(id), reader, Evidence()),
            < 50 => new WithdrawComment(id, reader),
            < 60 => new ReportComment(id, Any(Readers), Any(Reasons.ForReport), Random.Next(2) == 0 ? "a note" : null),
            < 74 => new LikeComment(id, Any(Readers), Random.Next(3) > 0) { IsWeightless = Random.Next(4) == 0 },
            < 78 => new AppealDecision(id, reader, "a statement"),
            < 89 => Decide(id),
            < 93 => Undo(id),
            < 97 => new EscalateComment(id, Revision(id), null, Any(Moderators).Account),
            _ => new ChangeThreadState((ThreadMode)Random.Next(4), Any(Moderators).Account),
        };
    }

    private PostComment Post()
    {
        var author = Any(Readers);
        Span<byte> bytes = stackalloc byte[16];
        Random.NextBytes(bytes);
        var (id, by) = (new Guid(bytes), author);
        if (_posted.Count > 0 && Random.Next(12) == 0)
        {
            // A retry, or somebody else's id.
            (id, by) = _posted[Recent()];
            author = Random.Next(3) > 0 ? by : author;
        }
        else
        {
            _posted.Add((id, author));
        }

        Guid? parent = _posted.Count > 1 && Random.Next(3) > 0 ? _posted[Recent()].Id : null;
        return Posting.By(author, id, parent, Evidence());
    }

    private DecideComment Decide(Guid id)
    {
        var outcome = Random.Next(2) == 0 ? Outcome.Publish : Outcome.Reject;
        var (by, note) = (Any(Moderators), Random.Next(4) == 0 ? "a note" : null);
        return new(id, Revision(id), outcome, outcome == Outcome.Publish ? Reasons.Clean : Any(Reasons.ForRejection), note, by.Account)
        {
            Role = by.Role,
            Others = Others(by),
            Seen = Random.Next(3) == 0 ? Random.Next(40) : null,
            Again = Random.Next(3) == 0,
        };
    }

    private UndoDecision Undo(Guid id)
    {
        var by = Any(Moderators);
        return new(id, by.Account) { Role = by.Role, Others = Others(by) };
    }

    private static IReadOnlyList<Decider> Others(Decider than) => [.. Moderators.Where(other => other != than)];

    private int Revision(Guid id) => Random.Next(12) == 0 ? Random.Next(4) : revisionOf(id);

    private Evidence Evidence() => Posting.With(
        Random.Next(10) switch
        {
            0 => new Scores { Spam = 0.999f },
            1 => new Scores { Doxxing = 0.8f },
            2 or 3 => new Scores { Abuse = Random.NextSingle(), Threat = Random.NextSingle() / 2 },
            _ => default,
        },
        published: Random.Next(30),
        word: Random.Next(20) == 0 ? ListedWord.Hold : ListedWord.None);

    // Mostly one of the last comments: so that long branches and long stories of one comment come about.
    private int Recent() => Random.Next(4) == 0 ? Random.Next(_posted.Count) : Math.Max(0, _posted.Count - 1 - Random.Next(12));

    private T Any<T>(IReadOnlyList<T> of) => of[Random.Next(of.Count)];
}

/// <summary>A thread after many random commands, and how it came about.</summary>
internal static class RandomStory
{
    public static TheoryData<int> Seeds => [1, 2, 3, 5, 8, 13, 21, 34];

    public static Story Tell(int seed, int commands, Action<Story>? afterEach = null)
    {
        var story = new Story();
        var random = new RandomCommands(seed, id => story.Thread.Find(id)?.Revision ?? 1);
        for (var i = 0; i < commands; i++)
        {
            story.Later(TimeSpan.FromSeconds(random.Random.Next(40)));
            var command = random.Next();
            story.When(command);

            // A closed thread would end the story early.
            if (command is ChangeThreadState)
            {
                story.Later(TimeSpan.FromMinutes(2)).Given(new ChangeThreadState(ThreadMode.Open, Story.Moderator));
            }

            afterEach?.Invoke(story);
        }

        return story;
    }
}
