using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Moderation;

/// <summary>Who works on what: claims on entries of queues, and who else is there.</summary>
internal static class ClaimEndpoints
{
    // Pages of 200 looked through for entries that nobody holds; 50 moderators with full hands fit.
    private const int MaxPages = 60;

    /// <summary>Maps the endpoints.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapPost("/claims", Claim)
            .WithName("claimEntries").Refuses(Problems.QueueNotFound)
            .RequireRole(Role.Moderator)
            .WithSummary("Take the next entries of a queue that nobody holds; nobody else is given them until the lease ends");
        site.MapGet("/claims", Claims)
            .WithName("listClaims")
            .RequireRole(Role.Auditor).WithSummary("Who holds what now");
        site.MapPut("/claims", Extend)
            .WithName("extendClaims")
            .RequireRole(Role.Moderator).WithSummary("Still at work: all one's claims hold for another lease");
        site.MapDelete("/claims", Release)
            .WithName("releaseClaims").Refuses(Problems.InvalidId)
            .RequireRole(Role.Moderator).WithSummary("Give claims back: those of ?comment=, or all");
        site.MapGet("/presence", Present)
            .WithName("listPresence")
            .RequireRole(Role.Auditor).WithSummary("Who is at work now");
        site.MapPut("/presence", Tell)
            .WithName("tellPresence").Refuses(Problems.InvalidId)
            .RequireRole(Role.Auditor).WithSummary("A sign of life, every half minute: what I look at");
        site.MapDelete("/presence", Leave)
            .WithName("endPresence")
            .RequireRole(Role.Auditor).WithSummary("I am leaving; my claims are given back");
    }

    private static async Task<Results<Ok<ClaimsReply>, Refusal>> Claim(
        HttpContext http, string site, Body<ClaimRequest> body, QueueReader queues, QueueClaims claims, People people, TimeProvider clock, CancellationToken stop)
    {
        var (me, queue, limit) = (http.Account(), body.Value.Queue ?? Queues.Pending, body.Value.Limit ?? 1);
        if (limit is < 1 or > QueueReader.MaxLimit)
        {
            return new Refusal(Problems.InvalidRequest, $"limit is 1 to {QueueReader.MaxLimit}.");
        }

        var decider = new Decider(me.Id, me.RoleOn(site) ?? Role.Auditor);
        var others = await people.OtherDeciders(me, site, stop);
        List<QueueEntry> chosen = [];
        Refusal? refused = null;
        var taken = await claims.Take(site, me.Id, async held =>
        {
            chosen = [];
            string? after = null;
            for (var page = 0; page < MaxPages && chosen.Count < limit; page++)
            {
                if ((refused = (await queues.Entries(site, queue, QueueReader.MaxLimit, after, stop)).Take(out var read)) is not null)
                {
                    break;
                }

                // What the rules would refuse this moderator is not given to them in the first place.
                chosen.AddRange(read.Entries.Where(entry => held.Of(entry.Comment, clock.GetUtcNow()) is null && entry.MayDecide(decider, others)).Take(limit - chosen.Count));
                if ((after = read.Next) is null)
                {
                    break;
                }
            }

            return [.. chosen.Select(entry => entry.Comment)];
        });
        if (refused is not null)
        {
            return refused;
        }

        var given = chosen.Where(entry => taken?.Comments.Contains(entry.Comment) ?? false).ToList();
        return TypedResults.Ok(new ClaimsReply(await queues.Replies(site, given, stop), taken?.Until));
    }

    private static async Task<Ok<List<ClaimReply>>> Claims(HttpContext http, string site, QueueClaims claims, ModeratorNames names, TimeProvider clock)
    {
        var (me, now) = (http.Account().Id, clock.GetUtcNow());
        var replies = new List<ClaimReply>();
        foreach (var claim in (await claims.Read(site)).Held.Values.Where(claim => claim.Until > now).OrderBy(claim => claim.Until))
        {
            replies.Add(new(claim.Comment, claim.Moderator, await names.Of(claim.Moderator), claim.Until, claim.Moderator == me));
        }

        return TypedResults.Ok(replies);
    }

    private static async Task<Ok<LeaseReply>> Extend(HttpContext http, string site, QueueClaims claims) =>
        TypedResults.Ok(new LeaseReply(await claims.Extend(site, http.Account().Id)));

    private static async Task<Results<NoContent, Refusal>> Release(HttpContext http, string site, QueueClaims claims,
        [Description("The ids of the comments to give back, one parameter each; left out: all that one holds.")]
        [FromQuery] string[]? comment = null)
    {
        var ids = (comment ?? []).Select(Ids.Read).ToList();
        if (ids.FirstOrDefault(id => id.Refused is not null).Refused is { } no)
        {
            return no;
        }

        await claims.Release(site, http.Account().Id, ids.Count > 0 ? [.. ids.Select(id => id.Value)] : null);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<List<PresentReply>>> Present(string site, QueueClaims claims, ModeratorNames names)
    {
        var replies = new List<PresentReply>();
        foreach (var seen in await claims.Present(site))
        {
            replies.Add(new(seen.Account, await names.Of(seen.Account), seen.At, seen.Queue, seen.Comment));
        }

        return TypedResults.Ok(replies);
    }

    private static async Task<Results<NoContent, Refusal>> Tell(HttpContext http, string site, Body<PresenceRequest> body, QueueClaims claims)
    {
        if (Ids.Optional(body.Value.CommentId).Take(out var comment) is { } no)
        {
            return no;
        }

        await claims.Seen(site, http.Account().Id, body.Value.Queue is { Length: <= 60 } named ? named : null, comment);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Leave(HttpContext http, string site, QueueClaims claims)
    {
        await claims.Left(site, http.Account().Id);
        return TypedResults.NoContent();
    }
}
