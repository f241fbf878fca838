using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Sites;
using NatComments.Server.Visitors;

namespace NatComments.Server.Privacy;

/// <summary>A visitor's own record on a site: to see, to take along and to erase.</summary>
internal static class OwnRecordEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var me = app.MapApi("/api/v1/sites/{site}/me", "Reader").AllowAnonymous().RequireRateLimiting(RateLimits.Looks);
        me.MapGet("", Read)
            .WithName("readOwnRecord").Refuses(Refusals.InvalidCursor)
            .WithSummary("All that a reader wrote here, newest first");
        me.MapGet("/export", Export)
            .WithName("exportOwnRecord")
            .WithSummary("The same as one file");
        me.MapPost("/feed", RenewFeed)
            .WithName("renewOwnFeed")
            .WithSummary("Another address for the private feed; the last one ends");
        me.MapDelete("", Erase)
            .WithName("eraseOwnRecord")
            .WithSummary("Erase all that a reader wrote here");
    }

    private static async Task<Results<Ok<OwnRecordReply>, Refusal>> Read(
        HttpContext http, FoundSite site, KnownVisitor visitor, OwnRecordReader record,
        [Description("The cursor that the page before gave as next.")] string? after = null) =>
        after is { Length: > 100 } ? new Refusal(Refusals.InvalidCursor) : TypedResults.Ok(await record.Page(http, site.Value, visitor.Author, after));

    private static async Task<Results<Ok<OwnRecordReply>, Refusal>> Export(HttpContext http, FoundSite site, KnownVisitor visitor, OwnRecordReader record) =>
        TypedResults.Ok(await record.Export(http, site.Value, visitor.Author));

    private static async Task<Results<Ok<PrivateFeedReply>, Refusal>> RenewFeed(
        FoundSite site, KnownVisitor visitor, PrivateFeeds feeds, OwnRecordReader record, CancellationToken stop) =>
        TypedResults.Ok(new PrivateFeedReply(record.Feed(site.Value.Id, await feeds.Renew(site.Value.Id, visitor.Author, stop))));

    private static async Task<Results<NoContent, Refusal>> Erase(FoundSite site, KnownVisitor visitor, OwnRecords records, CancellationToken stop)
    {
        await records.Erase(site.Value.Id, visitor.Author, stop);
        return TypedResults.NoContent();
    }
}

/// <summary>Gathers all that is kept of a visitor on a site.</summary>
internal sealed class OwnRecordReader(Names names, OwnRecords records, Statements statements, PrivateFeeds feeds, Messages messages, IOptions<HttpOptions> options)
{
    /// <summary>A page of it.</summary>
    public async Task<OwnRecordReply> Page(HttpContext http, Site site, string author, string? after)
    {
        var (comments, next) = await records.Read(site, author, after, PublicAddress.OwnOrigin(http, options.Value), http.RequestAborted);
        return await Reply(http, site.Id, author, comments, next);
    }

    /// <summary>All of it, to be saved as a file.</summary>
    public async Task<OwnRecordReply> Export(HttpContext http, Site site, string author)
    {
        var all = new List<OwnComment>();
        string? after = null;
        do
        {
            var (comments, next) = await records.Read(site, author, after, PublicAddress.OwnOrigin(http, options.Value), http.RequestAborted);
            all.AddRange(comments);
            after = next;
        }
        while (after is not null);

        http.Response.Headers.ContentDisposition = $"attachment; filename=\"comments-{site.Id}.json\"";
        return await Reply(http, site.Id, author, all, null);
    }

    /// <summary>Where a private feed is.</summary>
    public string Feed(string site, string key) => $"{options.Value.PublicPath}/api/v1/sites/{site}/replies/{key}.atom";

    private async Task<OwnRecordReply> Reply(HttpContext http, string site, string author, IReadOnlyList<OwnComment> comments, string? next) => new(
        author,
        [.. (await names.Held(site, author, http.RequestAborted)).Select(name => Encoding.UTF8.GetString(name.Value))],
        Feed(site, await feeds.Key(site, author, http.RequestAborted)),
        comments,
        next)
    {
        Sanction = await statements.Sanction(site, author, messages.For(http), http.RequestAborted),
    };
}

/// <summary>Where the feed of the replies to a reader is now.</summary>
public sealed record PrivateFeedReply(string Feed);

/// <summary>All that is kept of a reader on a site.</summary>
/// <param name="Names">The names they hold.</param>
/// <param name="Feed">A feed of the replies to them; whoever has the address can read it.</param>
/// <param name="Next">The cursor of the next page, null on the last.</param>
public sealed record OwnRecordReply(string Author, IReadOnlyList<string> Names, string Feed, IReadOnlyList<OwnComment> Comments, string? Next)
{
    /// <summary>What holds against the reader on this site now; null for nothing.</summary>
    public OwnSanctionReply? Sanction { get; init; }
}
