using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Configuration;
using NatComments.Server.Http;

namespace NatComments.Server.Audit;

/// <summary>The audit chain of a site: looked through, and exported whole.</summary>
internal static partial class AuditEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    // 20,000 records looked at for one page: some tens of milliseconds; the cursor goes on from there.
    private const int MaxLooked = 20_000;
    private const int Chunk = 1_000;

    /// <summary>Adds the audit chains.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddFeatureOptions<AuditOptions>().AddJson(AuditWireJson.Default).AddSingleton<AuditLog>().AddHostedService<AuditHeads>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var site = app.MapApi("/api/v1/sites/{site}/audit", "Moderator").RequireRole(Role.Auditor);
        site.MapGet("", Search)
            .WithName("searchAudit")
            .WithSummary("Who decided and changed what, when and why; newest first");
        site.MapGet("/export", Export)
            .WithName("exportAudit").Refuses(Problems.InvalidRequest)
            .Produces<string>(200, "application/x-ndjson")
            .WithSummary("The whole chain, one record a line, as it is stored")
            .WithDescription("Of chain=people what concerns the site, and all of it for administrators of the server.");
    }

    private static async Task<Results<Ok<AuditPage>, Refusal>> Search(
        string site, [AsParameters] AuditQuery query, ClaimsPrincipal user, IStore store, AccountStore accounts,
        ModeratorNames names, CancellationToken stop)
    {
        var limit = query.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit || query.After is < 1)
        {
            return new Refusal(Problems.InvalidRequest, $"limit is 1 to {MaxLimit}.");
        }

        if (Partition(user.Account(), site, query.Chain).Take(out var partition) is { } refused)
        {
            return refused;
        }

        var view = await View(user.Account(), site, partition!, accounts, stop);
        var end = query.After - 1 ?? await store.ReadVersion(partition!, AuditLog.Stream, stop);
        var found = new List<AuditRecord>();
        var lowest = Math.Max(0, end - MaxLooked);
        while (end > lowest && found.Count < limit)
        {
            var start = Math.Max(lowest, end - Chunk);
            var read = await store.ReadEvents(partition!, AuditLog.Stream, start, (int)(end - start), stop);
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
            replies.Add(new(record, await names.Of(record.By, stop)));
        }

        return TypedResults.Ok(new AuditPage(replies, end > 0 ? end + 1 : null));
    }

    private static async Task<Results<PushStreamHttpResult, Refusal>> Export(
        string site, ClaimsPrincipal user, HttpResponse response, IStore store, AccountStore accounts,
        ILoggerFactory logs, CancellationToken stop,
        [Description("site: what happened on the site. people: what happened to accounts; for administrators.")]
        [AllowedValues("site", "people")] string? chain = null)
    {
        if (Partition(user.Account(), site, chain).Take(out var partition) is { } refused)
        {
            return refused;
        }

        var view = await View(user.Account(), site, partition!, accounts, stop);
        Exported(logs.CreateLogger(typeof(AuditEndpoints).FullName!), chain ?? "site", site, user.Account().Id);
        response.Headers.ContentDisposition = $"attachment; filename=\"{site}-audit.ndjson\"";
        return TypedResults.Stream(
            body => Write(body, partition!, view, store, stop), contentType: "application/x-ndjson");
    }

    [LoggerMessage(1605, LogLevel.Information, "The audit chain {Chain} is exported for {Site} by {Account}")]
    private static partial void Exported(ILogger log, string chain, string site, string account);

    private static async Task Write(
        Stream body, string partition, AuditView view, IStore store, CancellationToken stop)
    {
        var newLine = "\n"u8.ToArray();
        var number = 0L;
        while (await store.ReadEvents(partition, AuditLog.Stream, number, Chunk, stop) is { Count: > 0 } read)
        {
            foreach (var line in read.Select(view.Stored).OfType<byte[]>())
            {
                await body.WriteAsync(line, stop);
                await body.WriteAsync(newLine, stop);
            }

            number += read.Count;
        }
    }

    // The accounts' chain tells of all sites: it is for those who administer this one, and they see what concerns it.
    private static Result<string> Partition(Account account, string site, string? chain) =>
        chain is null or "site" ? site
        : chain != "people" ? new Refusal(Problems.InvalidRequest)
        : account.RoleOn(site) >= Role.Administrator ? Commit.ServerPartition
        : new Refusal(Problems.RoleMissing);

    private static async Task<AuditView> View(
        Account account, string site, string partition, AccountStore accounts, CancellationToken stop) =>
        partition == site || account.Roles.GetValueOrDefault(Account.EverySite) == Role.Administrator
            ? AuditView.Everything
            : AuditView.Of(site, await accounts.All(stop));
}

/// <summary>What to look for in an audit chain.</summary>
internal sealed class AuditQuery
{
    [Description("How many records at most.")]
    [Range(1, 500)]
    [DefaultValue(50)]
    public int? Limit { get; set; }

    [Description("The cursor that the page before gave as next.")]
    [Range(1L, long.MaxValue)]
    public long? After { get; set; }

    [Description("site: what happened on the site. people: what happened to accounts; for administrators.")]
    [AllowedValues("site", "people")]
    [DefaultValue("site")]
    public string? Chain { get; set; }

    [Description("Who did it: an account's id, policy, import, author, reader; moderators for any account.")]
    public string? By { get; set; }

    [Description("What was done, as the records say it: comment-decided, settings-changed, ….")]
    public string? What { get; set; }

    [Description("The id of the article that it was done to.")]
    public string? Article { get; set; }

    [Description("The id of the comment that it was done to.")]
    public Guid? Comment { get; set; }

    [Description("What else it was done to: an account, an author, a document of the settings.")]
    public string? Subject { get; set; }

    [Description("Nothing before this time.")]
    public DateTimeOffset? From { get; set; }

    [Description("Nothing after this time.")]
    public DateTimeOffset? To { get; set; }

    public bool Fits(AuditRecord record) =>
        (By is null || record.By == By || (By == "moderators" && record.By is not (AuditMakers.Policy or AuditMakers.Import or AuditMakers.Author or AuditMakers.Reader)))
        && (What is null || record.What == What)
        && (Article is null || record.Event?.Article == Article)
        && (Comment is null || record.Event?.Comment == Comment)
        && (Subject is null || record.Subject == Subject)
        && !(record.At < From) && !(record.At > To);
}
