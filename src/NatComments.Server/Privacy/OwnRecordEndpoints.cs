using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Sites;
using NatComments.Server.Visitors;

namespace NatComments.Server.Privacy;

/// <summary>A reader's own record on a site: to see, to take along and to erase.</summary>
internal sealed class OwnRecordEndpoints(SiteDirectory sites, Readers readers, Names names, OwnRecords records, Statements statements, PrivateFeeds feeds, Messages messages, Rates rates, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/api/v1/sites/{site}/me").WithTags("Reader");
        me.MapGet("", Read).Produces<OwnRecordReply>().WithSummary("All that a reader wrote here, newest first");
        me.MapGet("/export", Export).Produces<OwnRecordReply>().WithSummary("The same as one file");
        me.MapPost("/feed", RenewFeed).Produces<PrivateFeedReply>().WithSummary("Another address for the private feed; the last one ends");
        me.MapDelete("", Erase).Produces(204).WithSummary("Erase all that a reader wrote here");
    }

    private async Task Read(HttpContext http, string site, string? after = null)
    {
        var (of, author) = (await Known(site), await Author(http, site));
        if (after is { Length: > 100 })
        {
            throw new BadRequestException(Core.Threads.Refusals.InvalidCursor);
        }

        var (comments, next) = await records.Read(of, author, after, PublicAddress.OwnOrigin(http, options), http.RequestAborted);
        await Wire.Json(http, await Reply(site, author, messages.For(http), comments, next, http.RequestAborted), PrivacyJson.Default.OwnRecordReply);
    }

    private async Task Export(HttpContext http, string site) => await WriteExport(http, site, await Author(http, site));

    /// <summary>Answers with all that is kept of an author as one file.</summary>
    public async Task WriteExport(HttpContext http, string site, string author)
    {
        var of = await Known(site);
        var all = new List<OwnComment>();
        string? after = null;
        do
        {
            var (comments, next) = await records.Read(of, author, after, PublicAddress.OwnOrigin(http, options), http.RequestAborted);
            all.AddRange(comments);
            after = next;
        }
        while (after is not null);

        http.Response.Headers.ContentDisposition = $"attachment; filename=\"comments-{site}.json\"";
        await Wire.Json(http, await Reply(site, author, messages.For(http), all, null, http.RequestAborted), PrivacyJson.Default.OwnRecordReply);
    }

    private async Task RenewFeed(HttpContext http, string site)
    {
        var author = await Author(http, site);
        await Wire.Json(http, new PrivateFeedReply(Feed(site, await feeds.Renew(site, author, http.RequestAborted))), PrivacyJson.Default.PrivateFeedReply);
    }

    private string Feed(string site, string key) => $"{options.PublicPath}/api/v1/sites/{site}/replies/{key}.atom";

    private async Task Erase(HttpContext http, string site)
    {
        var author = await Author(http, site);
        await records.Erase(site, author, http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<OwnRecordReply> Reply(string site, string author, Words words, IReadOnlyList<OwnComment> comments, string? next, CancellationToken stop) => new(
        author,
        [.. (await names.Held(site, author)).Select(name => System.Text.Encoding.UTF8.GetString(name.Value))],
        Feed(site, await feeds.Key(site, author, stop)),
        comments,
        next)
    {
        Sanction = await statements.Sanction(site, author, words),
    };

    private async ValueTask<Site> Known(string site) => await sites.Find(site) ?? throw new BadRequestException(Problems.SiteNotFound);

    private async ValueTask<string> Author(HttpContext http, string site)
    {
        await Known(site);
        var reader = await readers.Need(http, site);
        return rates.MayLook(http) ? reader.Author : throw new BadRequestException(Problems.RateLimited);
    }
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
