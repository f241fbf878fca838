using System.Diagnostics;
using System.Diagnostics.Metrics;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;

namespace NatComments.Server.Threads;

/// <summary>
/// Counts the commands of the threads that are active on this silo. Stands before them only when somebody wants the
/// numbers.
/// </summary>
internal sealed class ThreadCalls : IIncomingGrainCallFilter, IDisposable
{
    // Above this a category is what the verdict says; the middle of the scale, whatever the site's policy.
    private const float Named = 0.5f;

    // Spans cost nothing while nobody listens.
    private static readonly ActivitySource Spans = new("NatComments.Threads");

    private readonly Meter _meter = new(Spans.Name);
    private readonly TimeProvider _clock;
    private readonly Counter<long> _posts;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _delay;

    public ThreadCalls(PageCache pages, TimeProvider clock)
    {
        _clock = clock;
        _posts = _meter.CreateCounter<long>(
            "natcomments.posts", "{comment}", "Comments that came in, by what became of them at once.");
        _verdicts = _meter.CreateCounter<long>(
            "natcomments.verdicts", "{verdict}", "Verdicts by their strongest category.");
        _decisions = _meter.CreateCounter<long>(
            "natcomments.decisions", "{decision}", "Decisions by who made them, what and why.");
        _delay = _meter.CreateHistogram<double>(
            "natcomments.decisions.delay", "s", "Time from a post to a moderator's decision on it.");
        _meter.CreateObservableGauge(
            "natcomments.threads.awake", () => pages.CountHere(), "{thread}", "Threads that are active on this silo.");
    }

    /// <summary>Adds it, and has the trace of a request go on in the grains that it asks.</summary>
    public static void Add(ISiloBuilder silo) => silo.AddActivityPropagation().AddIncomingGrainCallFilter<ThreadCalls>();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IThreadGrain || context.MethodName != nameof(IThreadGrain.Ask)
            || context.Request.GetArgument(0) is not ThreadCommand command)
        {
            await context.Invoke();
            return;
        }

        using var span = Spans.StartActivity(command.GetType().Name);
        await context.Invoke();
        if (context.Result is ThreadReply reply)
        {
            Count(command, reply);
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Count(ThreadCommand command, ThreadReply reply)
    {
        if (command is PostComment)
        {
            var outcome = reply.Result is Refused refused ? refused.Code : reply.Comment?.Status.ToString().ToLowerInvariant();
            _posts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        }

        if (reply.Result is Accepted accepted)
        {
            foreach (var e in accepted.Events)
            {
                Count(e, reply.Comment);
            }
        }
    }

    private void Count(ThreadEvent e, CommentState? comment)
    {
        switch (e)
        {
            case CommentScored scored:
                _verdicts.Add(1, new KeyValuePair<string, object?>("category", Strongest(scored.Scores)));
                break;
            case CommentDecided { Decision: var decision }:
                var maker = decision.By switch { ByPolicy => "policy", ByModerator => "moderator", _ => "import" };
                var outcome = decision.Outcome.ToString().ToLowerInvariant();
                _decisions.Add(1, new("maker", maker), new("outcome", outcome), new("reason", decision.Reason));
                if (decision.By is ByModerator && comment is not null)
                {
                    _delay.Record((_clock.GetUtcNow() - comment.PostedAt).TotalSeconds);
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
