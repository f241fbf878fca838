using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>What waits: queues and saved views, claims on their entries, and who else is at work.</summary>
internal sealed class QueueEndpoints(QueueReader queues, SavedViews views, QueueClaims claims, ModeratorNames names, People people, ServerOptions options, TimeProvider clock)
{
    // Pages of 200 looked through for entries that nobody holds; 50 moderators with full hands fit.
    private const int MaxPages = 60;

    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Moderator");
        site.MapGet("/queues", Queues).Produces<IReadOnlyList<QueueReply>>().RequireRole(Role.Auditor).WithSummary("The queues and saved views and their lengths");
        site.MapGet("/queues/{queue}", Queue).Produces<QueuePage>().RequireRole(Role.Auditor).WithSummary("A page of a queue or saved view, most urgent first");
        site.MapGet("/views", Views).Produces<IReadOnlyList<SavedView>>().RequireRole(Role.Auditor).WithSummary("The saved views: queues over chosen articles and authors");
        site.MapPost("/views", AddView).Accepts<ViewRequest>("application/json").Produces<SavedView>(201).RequireRole(Role.Moderator).WithSummary("Save a view");
        site.MapPut("/views/{view}", ChangeView).Accepts<ViewRequest>("application/json").Produces<SavedView>().RequireRole(Role.Moderator).WithSummary("Change a saved view");
        site.MapDelete("/views/{view}", RemoveView).Produces(204).RequireRole(Role.Moderator).WithSummary("Remove a saved view");
        site.MapPost("/claims", Claim).Accepts<ClaimRequest>("application/json").Produces<ClaimsReply>().RequireRole(Role.Moderator).WithSummary("Take the next entries of a queue that nobody holds; nobody else is given them until the lease ends");
        site.MapGet("/claims", Claims).Produces<IReadOnlyList<ClaimReply>>().RequireRole(Role.Auditor).WithSummary("Who holds what now");
        site.MapPut("/claims", Extend).Produces<LeaseReply>().RequireRole(Role.Moderator).WithSummary("Still at work: all one's claims hold for another lease");
        site.MapDelete("/claims", Release).Produces(204).RequireRole(Role.Moderator).WithSummary("Give claims back: those of ?comment=, or all");
        site.MapGet("/presence", Present).Produces<IReadOnlyList<PresentReply>>().RequireRole(Role.Auditor).WithSummary("Who is at work now");
        site.MapPut("/presence", Tell).Accepts<PresenceRequest>("application/json").Produces(204).RequireRole(Role.Auditor).WithSummary("A sign of life, every half minute: what I look at");
        site.MapDelete("/presence", Leave).Produces(204).RequireRole(Role.Auditor).WithSummary("I am leaving; my claims are given back");
    }

    private async Task Queues(HttpContext http, string site) =>
        await Wire.Json(http, [.. await queues.All(site, http.RequestAborted), .. await views.Counts(site, http.RequestAborted)], ModerationJson.Default.IReadOnlyListQueueReply);

    private async Task Queue(HttpContext http, string site, string queue, int limit = QueueReader.DefaultLimit, string? after = null) =>
        await Wire.Json(http, await queues.Page(site, queue, limit, after, http.RequestAborted), ModerationJson.Default.QueuePage);

    private async Task Views(HttpContext http, string site) =>
        await Wire.Json(http, await views.All(site, http.RequestAborted), ModerationJson.Default.IReadOnlyListSavedView);

    private Task AddView(HttpContext http, string site) => SaveView(http, site, SavedViews.NewId(), 201);

    private async Task ChangeView(HttpContext http, string site, string view)
    {
        _ = await views.Find(site, view) ?? throw new BadRequestException(Problems.QueueNotFound);
        await SaveView(http, site, view, 200);
    }

    private async Task RemoveView(HttpContext http, string site, string view)
    {
        if (!await views.Save(site, view, null, http.Account().Id))
        {
            throw new BadRequestException(Problems.QueueNotFound);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task SaveView(HttpContext http, string site, string id, int status)
    {
        var request = await Wire.Body(http, ModerationJson.Default.ViewRequest, options.MaxBodyBytes);
        var name = PlainText.Name(request.Name, SavedView.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);
        var (articles, authors) = (request.Articles ?? [], request.Authors ?? []);
        if (articles.Count + authors.Count == 0 || articles.Count > SavedView.MaxListed || authors.Count > SavedView.MaxListed)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"A view has 1 to {SavedView.MaxListed} articles or authors.");
        }

        if (!articles.All(ThreadId.IsArticle) || !authors.All(author => author is { Length: > 0 and <= Ids.MaxAuthorLength }))
        {
            throw new BadRequestException(Problems.InvalidArticle);
        }

        var named = await ThreadRoute.Threads(http, site);
        var view = new SavedView(id, name, [.. articles.Select(article => Wire.OrThrow(named.Called(article)).Article)], authors);
        if (!await views.Save(site, id, view, http.Account().Id))
        {
            throw new BadRequestException(Problems.TooManyItems, $"At most {SavedView.MaxViews} views.");
        }

        await Wire.Json(http, view, ModerationJson.Default.SavedView, status);
    }

    private async Task Claim(HttpContext http, string site)
    {
        var request = await Wire.Body(http, ModerationJson.Default.ClaimRequest, options.MaxBodyBytes);
        var (me, stop) = (http.Account(), http.RequestAborted);
        var queue = request.Queue ?? Core.Threads.Queues.Pending;
        var limit = request.Limit ?? 1;
        if (limit is < 1 or > QueueReader.MaxLimit)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"limit is 1 to {QueueReader.MaxLimit}.");
        }

        var decider = new Decider(me.Id, me.RoleOn(site) ?? Role.Auditor);
        var others = await people.OtherDeciders(me, site, stop);
        List<QueueEntry> chosen = [];
        var taken = await claims.Take(site, me.Id, async held =>
        {
            chosen = [];
            string? after = null;
            for (var page = 0; page < MaxPages && chosen.Count < limit; page++)
            {
                var (entries, next) = await queues.Entries(site, queue, QueueReader.MaxLimit, after, stop);

                // What the rules would refuse this moderator is not given to them in the first place.
                chosen.AddRange(entries.Where(entry => held.Of(entry.Comment, clock.GetUtcNow()) is null && entry.MayDecide(decider, others)).Take(limit - chosen.Count));
                if ((after = next) is null)
                {
                    break;
                }
            }

            return [.. chosen.Select(entry => entry.Comment)];
        });
        var given = chosen.Where(entry => taken?.Comments.Contains(entry.Comment) ?? false).ToList();
        await Wire.Json(http, new ClaimsReply(await queues.Replies(site, given, stop), taken?.Until), ModerationJson.Default.ClaimsReply);
    }

    private async Task Claims(HttpContext http, string site)
    {
        var now = clock.GetUtcNow();
        var held = (await claims.Read(site)).Held.Values.Where(claim => claim.Until > now).OrderBy(claim => claim.Until).ToList();
        var replies = new List<ClaimReply>(held.Count);
        foreach (var claim in held)
        {
            replies.Add(new(claim.Comment, claim.Moderator, await names.Of(claim.Moderator), claim.Until, claim.Moderator == http.Account().Id));
        }

        await Wire.Json(http, replies, ModerationJson.Default.IReadOnlyListClaimReply);
    }

    private async Task Extend(HttpContext http, string site) =>
        await Wire.Json(http, new LeaseReply(await claims.Extend(site, http.Account().Id)), ModerationJson.Default.LeaseReply);

    private async Task Release(HttpContext http, string site, [Microsoft.AspNetCore.Mvc.FromQuery] string[]? comment = null)
    {
        await claims.Release(site, http.Account().Id, comment is { Length: > 0 } ? [.. comment.Select(Ids.Id)] : null);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task Present(HttpContext http, string site)
    {
        var replies = new List<PresentReply>();
        foreach (var seen in await claims.Present(site))
        {
            replies.Add(new(seen.Account, await names.Of(seen.Account), seen.At, seen.Queue, seen.Comment));
        }

        await Wire.Json(http, replies, ModerationJson.Default.IReadOnlyListPresentReply);
    }

    private async Task Tell(HttpContext http, string site)
    {
        var request = await Wire.Body(http, ModerationJson.Default.PresenceRequest, options.MaxBodyBytes);
        var queue = request.Queue is { Length: <= 60 } named ? named : null;
        await claims.Seen(site, http.Account().Id, queue, request.CommentId is null ? null : Ids.Id(request.CommentId));
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task Leave(HttpContext http, string site)
    {
        await claims.Left(site, http.Account().Id);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
