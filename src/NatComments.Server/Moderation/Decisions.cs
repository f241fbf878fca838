using System.Globalization;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Moderation;

/// <summary>What somebody wants to decide about one comment.</summary>
/// <param name="OnlyWaiting">Not if it was decided meanwhile.</param>
internal sealed record DecisionWanted(ThreadId Thread, Guid Comment, int Revision, Outcome Outcome, string? Reason, string? Note, bool OnlyWaiting = true)
{
    /// <inheritdoc cref="DecideComment.Seen"/>
    public int? Seen { get; init; }

    /// <inheritdoc cref="DecideComment.Again"/>
    public bool Again { get; init; }
}

/// <summary>
/// Carries out what moderators decide: honours the claims of others, gathers what the rules need, asks every thread at once so that comments
/// of one thread share a turn, and gives back the claims on what is done. Each comment is answered for itself.
/// </summary>
internal sealed class Decisions(IStore store, IThreads threads, QueueClaims claims, People people, ModeratorNames names, TimeProvider clock)
{
    /// <summary>500 decisions in one call: what fits a screen many times over, and is answered in about a second.</summary>
    public const int MaxAtOnce = 500;

    // 2,000 comments of one author looked at for what still waits: whoever has more waiting is handled in several calls.
    private const int MaxLooked = 2_000;

    /// <summary>Decides; the results stand in the order of the wishes.</summary>
    public async Task<IReadOnlyList<DecisionResult>> Decide(Account by, string site, IReadOnlyList<DecisionWanted> wanted, CancellationToken stop)
    {
        var held = await claims.Read(site);
        var now = clock.GetUtcNow();
        var role = by.RoleOn(site) ?? Role.Auditor;
        var others = await people.OtherDeciders(by, site, stop);
        var results = await Task.WhenAll(wanted.Select(async wish =>
        {
            if (held.Of(wish.Comment, now) is { } claim && claim.Moderator != by.Id)
            {
                return await ClaimedByAnother(wish.Comment, claim);
            }

            var reason = wish.Reason ?? (wish.Outcome == Outcome.Publish ? Reasons.Clean : Reasons.Other);
            var command = new DecideComment(wish.Comment, wish.Revision, wish.Outcome, reason, wish.Note, by.Id)
            {
                Role = role,
                Others = others,
                OnlyWaiting = wish.OnlyWaiting,
                Seen = wish.Seen,
                Again = wish.Again,
            };
            return await Ask(wish.Thread, command, stop);
        }));
        await Release(site, by, held, [.. wanted.Zip(results).Where(pair => pair.Second.Ok).Select(pair => pair.First.Comment)]);
        return results;
    }

    /// <summary>Takes decisions back, each for itself; the results stand in the order of the comments.</summary>
    /// <param name="find">Gives the thread of a comment.</param>
    public async Task<IReadOnlyList<DecisionResult>> Undo(
        Account by, string site, IReadOnlyList<UndoneComment> undone, Func<UndoneComment, Guid, ValueTask<Result<ThreadId>>> find, CancellationToken stop)
    {
        var role = by.RoleOn(site) ?? Role.Auditor;
        var others = await people.OtherDeciders(by, site, stop);
        return await Task.WhenAll(undone.Select(async comment =>
        {
            var thread = default(ThreadId);
            return (Ids.Read(comment.CommentId).Take(out var id) ?? (await find(comment, id)).Take(out thread)) is { } malformed
                ? Failed(comment.CommentId ?? "", malformed.Code)
                : await Ask(thread, new UndoDecision(id, by.Id) { Role = role, Others = others, Seen = comment.Seen }, stop);
        }));
    }

    /// <summary>Hands comments to an editor: any command about a comment, asked for itself.</summary>
    public async Task<DecisionResult> Ask(ThreadId thread, ThreadCommand command, CancellationToken stop)
    {
        var id = command.Comment!.Value.ToString();
        try
        {
            var reply = await threads.Ask(thread, command, stop);
            var number = reply.Comment?.Standing.DecisionNumber;
            return reply.Result is Refused no ? await Failed(id, no.Code, reply.Comment) : new(id, true, null, null) { DecisionNumber = number };
        }
        catch (StoreUnavailableException e)
        {
            return Failed(id, e.Code);
        }
    }

    /// <summary>A result that says no, with the words of its code.</summary>
    public static DecisionResult Failed(string comment, string code) => new(comment, false, code, Problems.TitleOf(code));

    // Whose decision stands in the way, when it was made and what it is.
    private async Task<DecisionResult> Failed(string id, string code, CommentState? comment)
    {
        var isDecided = code is Refusals.DecidedMeanwhile or Refusals.AlreadyDecided or Refusals.AppealAnswered or Refusals.NotYourDecision;
        if (!isDecided || comment?.Standing is not { Decision: { By: ByModerator by } decision, DecidedAt: { } at, DecisionNumber: var number })
        {
            return Failed(id, code);
        }

        var decided = new StandingDecision(by.Moderator, await names.Of(by.Moderator), at, decision.Outcome, decision.Reason, decision.Note);
        var what = decision.Outcome == Outcome.Publish ? "published" : "rejected";
        var title = string.Create(
            CultureInfo.InvariantCulture, $"{decided.By} {what} this comment at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({decision.Reason}). {Problems.TitleOf(code)}");
        return new(id, false, code, title) { Decided = decided, DecisionNumber = number };
    }

    /// <summary>Gives back claims on comments that are done.</summary>
    public Task Release(string site, Account by, Claims held, IReadOnlyCollection<Guid> done) =>
        done.Any(id => held.Held.TryGetValue(id, out var claim) && claim.Moderator == by.Id) ? claims.Release(site, by.Id, done) : Task.CompletedTask;

    /// <summary>What of an author still waits in a queue, newest first, as it stands now.</summary>
    public async Task<IReadOnlyList<(ThreadId Thread, CommentState Comment)>> WaitingOf(string site, string author, CancellationToken stop)
    {
        var entries = await store.ReadEntries(site, ThreadCommit.AuthorIndex(author), new(MaxLooked, Descending: true), stop);
        var found = await Task.WhenAll(entries.Select(async entry =>
        {
            var thread = ThreadId.FromTrusted(site, System.Text.Encoding.UTF8.GetString(entry.Value));
            return (thread, Comment: (await threads.Find(thread, Guid.ParseExact(entry.Key.AsSpan(entry.Key.Length - 32), "N"), stop))?.Comment);
        }));
        return [.. found.Where(pair => pair.Comment?.Standing.Waiting is not null).Select(pair => (pair.thread, pair.Comment!)).Take(MaxAtOnce)];
    }

    private async Task<DecisionResult> ClaimedByAnother(Guid comment, Claim claim)
    {
        var name = await names.Of(claim.Moderator);
        var title = string.Create(
            CultureInfo.InvariantCulture, $"{name} is working on this comment until {claim.Until.UtcDateTime:HH:mm:ss} UTC. Nothing was changed.");
        return new(comment.ToString(), false, Problems.ClaimedByAnother, title);
    }
}
