using System.Diagnostics;
using System.Diagnostics.Metrics;
using NatComments.Core.Grains;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Telemetry;

/// <summary>Counts what happens in threads on its way to their readers. Stands before the threads only when somebody wants the numbers.</summary>
internal sealed class MeteredThreads : IThreads, IAsyncDisposable
{
    // Above this a category is what the verdict says; the middle of the scale, whatever the site's policy.
    private const float Named = 0.5f;

    // Spans cost nothing while nobody listens.
    private static readonly ActivitySource Spans = new("NatComments.Threads");

    private readonly IThreads threads;
    private readonly TimeProvider clock;
    private readonly Meter meter = new(Spans.Name);
    private readonly Counter<long> posts;
    private readonly Counter<long> verdicts;
    private readonly Counter<long> decisions;
    private readonly Histogram<double> delay;
    private readonly Counter<long> pages;

    /// <param name="awake">Tells how many threads are in memory here.</param>
    public MeteredThreads(IThreads threads, Func<int> awake, TimeProvider clock)
    {
        (this.threads, this.clock) = (threads, clock);
        posts = meter.CreateCounter<long>("natcomments.posts", "{comment}", "Comments that came in, by what became of them at once.");
        verdicts = meter.CreateCounter<long>("natcomments.verdicts", "{verdict}", "Verdicts by their strongest category.");
        decisions = meter.CreateCounter<long>("natcomments.decisions", "{decision}", "Decisions by who made them, what and why.");
        delay = meter.CreateHistogram<double>("natcomments.decisions.delay", "s", "Time from a post to a moderator's decision on it.");
        pages = meter.CreateCounter<long>("natcomments.pages", "{page}", "First looks for a page, by whether it was ready in memory.");
        meter.CreateObservableGauge("natcomments.threads.awake", awake, "{thread}", "Threads in memory.");
    }

    /// <summary>The threads themselves, or counted when the settings name a collector.</summary>
    public static IThreads Over(IThreads threads, IServiceProvider services) => services.GetRequiredService<ServerOptions>().Telemetry is { Length: > 0 }
        ? new MeteredThreads(threads, () => services.GetRequiredService<LocalThreads>().Awake, services.GetRequiredService<TimeProvider>())
        : threads;

    public event Action<ThreadChange> Changed
    {
        add => threads.Changed += value;
        remove => threads.Changed -= value;
    }

    public async ValueTask<ThreadReply> Ask(ThreadId thread, ThreadCommand command, CancellationToken stop = default)
    {
        using var span = Spans.StartActivity(command.GetType().Name);
        var reply = await threads.Ask(thread, command, stop);
        if (command is PostComment)
        {
            posts.Add(1, new KeyValuePair<string, object?>("outcome", reply.Result is Refused refused ? refused.Code : reply.Comment?.Status.ToString().ToLowerInvariant()));
        }

        if (reply.Result is Accepted accepted)
        {
            foreach (var e in accepted.Events)
            {
                Count(e, reply.Comment);
            }
        }

        return reply;
    }

    public ReadyPage? TryReadyPage(ThreadId thread, PageQuery query)
    {
        var page = threads.TryReadyPage(thread, query);
        pages.Add(1, new KeyValuePair<string, object?>("ready", page is not null));
        return page;
    }

    public ValueTask<PageReply> ReadPage(ThreadId thread, PageQuery query, string? reader, CancellationToken stop = default) => threads.ReadPage(thread, query, reader, stop);

    public ValueTask<IReadOnlyList<CommentView>> ReadComments(ThreadId thread, IReadOnlyList<Guid> ids, string? reader, CancellationToken stop = default) =>
        threads.ReadComments(thread, ids, reader, stop);

    public ValueTask<IReadOnlyList<CommentView>> ReadNewest(ThreadId thread, int limit, CancellationToken stop = default) => threads.ReadNewest(thread, limit, stop);

    public ValueTask<FoundComment?> Find(ThreadId thread, Guid comment, CancellationToken stop = default) => threads.Find(thread, comment, stop);

    public ValueTask<ThreadChange> ReadState(ThreadId thread, CancellationToken stop = default) => threads.ReadState(thread, stop);

    public async ValueTask DisposeAsync()
    {
        if (threads is IAsyncDisposable inner)
        {
            await inner.DisposeAsync();
        }

        meter.Dispose();
    }

    private void Count(ThreadEvent e, CommentState? comment)
    {
        switch (e)
        {
            case CommentScored scored:
                verdicts.Add(1, new KeyValuePair<string, object?>("category", Strongest(scored.Scores)));
                break;
            case CommentDecided { Decision: var decision }:
                var maker = decision.By switch { ByPolicy => "policy", ByModerator => "moderator", _ => "import" };
                decisions.Add(1, new("maker", maker), new("outcome", decision.Outcome.ToString().ToLowerInvariant()), new("reason", decision.Reason));
                if (decision.By is ByModerator && comment is not null)
                {
                    delay.Record((clock.GetUtcNow() - comment.PostedAt).TotalSeconds);
                }

                break;
        }
    }

    private static string Strongest(Scores scores)
    {
        var strongest = Category.Spam;
        for (var category = Category.Spam; category <= Category.Doxxing; category++)
        {
            strongest = scores[category] > scores[strongest] ? category : strongest;
        }

        return scores[strongest] > Named ? strongest.ToString().ToLowerInvariant() : "none";
    }
}
