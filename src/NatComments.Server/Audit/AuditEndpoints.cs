using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Audit;

/// <summary>The audit chain of a site: looked through, and exported whole.</summary>
internal sealed class AuditEndpoints(IStore store, AccountStore accounts, ModeratorNames names)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    // 20,000 records looked at for one page: some tens of milliseconds; the cursor goes on from there.
    private const int MaxLooked = 20_000;
    private const int Chunk = 1_000;

    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}/audit").WithTags("Moderator");
        site.MapGet("", Search).Produces<AuditPage>().RequireRole(Role.Auditor).WithSummary("Who decided and changed what, when and why; newest first. ?by= ?what= ?article= ?comment= ?subject= ?from= ?to= ?chain=people");
        site.MapGet("/export", Export).Produces(200, contentType: "application/x-ndjson").RequireRole(Role.Auditor).WithSummary("The whole chain, one record a line, as it is stored; of ?chain=people what concerns the site, and all of it for administrators of the server");
    }

    private async Task Search(HttpContext http, string site, [AsParameters] AuditQuery query)
    {
        var limit = query.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit || query.After is < 1)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"limit is 1 to {MaxLimit}.");
        }

        var partition = Partition(http, site, query.Chain);
        var view = await View(http, site, partition);
        var end = query.After - 1 ?? await store.ReadVersion(partition, AuditLog.Stream, http.RequestAborted);
        var found = new List<AuditRecord>();
        var lowest = Math.Max(0, end - MaxLooked);
        while (end > lowest && found.Count < limit)
        {
            var start = Math.Max(lowest, end - Chunk);
            var read = await store.ReadEvents(partition, AuditLog.Stream, start, (int)(end - start), http.RequestAborted);
            for (var i = read.Count - 1; i >= 0 && found.Count < limit; i--, end--)
            {
                if (view.Of(AuditRecord.FromBytes(read[i])) is { } record && query.Fits(record))
                {
                    found.Add(record);
                }
            }
        }

        var replies = new List<AuditReply>(found.Count);
        foreach (var record in found)
        {
            replies.Add(new(record, await names.Of(record.By)));
        }

        await Wire.Json(http, new AuditPage(replies, end > 0 ? end + 1 : null), AuditWireJson.Default.AuditPage);
    }

    private async Task Export(HttpContext http, string site, string? chain = null)
    {
        var partition = Partition(http, site, chain);
        var view = await View(http, site, partition);
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{site}-audit.ndjson\"";
        var number = 0L;
        while (await store.ReadEvents(partition, AuditLog.Stream, number, Chunk, http.RequestAborted) is { Count: > 0 } read)
        {
            foreach (var stored in read)
            {
                if (view.Stored(stored) is not { } line)
                {
                    continue;
                }

                await http.Response.Body.WriteAsync(line, http.RequestAborted);
                await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
            }

            number += read.Count;
        }
    }

    // The accounts' chain tells of all sites: it is for those who administer this one, and they see what concerns it.
    private static string Partition(HttpContext http, string site, string? chain) =>
        chain is null or "site" ? site
        : chain != "people" ? throw new BadRequestException(Problems.InvalidRequest)
        : http.Account().RoleOn(site) >= Role.Administrator ? Commit.ServerPartition
        : throw new BadRequestException(Problems.RoleMissing);

    private async Task<AuditView> View(HttpContext http, string site, string partition) =>
        partition == site || http.Account().Roles.GetValueOrDefault(Account.EverySite) == Role.Administrator ? AuditView.Everything
        : AuditView.Of(site, await accounts.All(http.RequestAborted));
}

/// <summary>What to look for in an audit chain.</summary>
internal sealed class AuditQuery
{
    public int? Limit { get; set; }

    public long? After { get; set; }

    public string? Chain { get; set; }

    public string? By { get; set; }

    public string? What { get; set; }

    public string? Article { get; set; }

    public Guid? Comment { get; set; }

    public string? Subject { get; set; }

    public DateTimeOffset? From { get; set; }

    public DateTimeOffset? To { get; set; }

    public bool Fits(AuditRecord record) =>
        (By is null || record.By == By || (By == "moderators" && record.By is not (AuditMakers.Policy or AuditMakers.Import or AuditMakers.Author or AuditMakers.Reader)))
        && (What is null || record.What == What)
        && (Article is null || record.Event?.Article == Article)
        && (Comment is null || record.Event?.Comment == Comment)
        && (Subject is null || record.Subject == Subject)
        && !(record.At < From) && !(record.At > To);
}
