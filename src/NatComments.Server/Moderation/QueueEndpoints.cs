using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Queue;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>What waits: queues and saved views.</summary>
internal static class QueueEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet("/queues", All)
            .WithName("listQueues")
            .RequireRole(Role.Auditor).WithSummary("The queues and saved views and their lengths");
        site.MapGet("/queues/{queue}", Page)
            .WithName("readQueue").Refuses(Problems.QueueNotFound, Refusals.InvalidCursor)
            .RequireRole(Role.Auditor).WithSummary("A page of a queue or saved view, most urgent first");
        site.MapGet("/views", Views)
            .WithName("listViews")
            .RequireRole(Role.Auditor).WithSummary("The saved views: queues over chosen articles and authors");
        site.MapPost("/views", AddView)
            .WithName("createView").Refuses(Problems.InvalidName, Problems.InvalidArticle, Problems.TooManyItems)
            .RequireRole(Role.Moderator).WithSummary("Save a view");
        site.MapPut("/views/{view}", ChangeView)
            .WithName("changeView")
            .Refuses(Problems.QueueNotFound, Problems.InvalidName, Problems.InvalidArticle, Problems.TooManyItems)
            .RequireRole(Role.Moderator).WithSummary("Change a saved view");
        site.MapDelete("/views/{view}", RemoveView)
            .WithName("removeView").Refuses(Problems.QueueNotFound)
            .RequireRole(Role.Moderator).WithSummary("Remove a saved view");
    }

    private static async Task<Ok<List<QueueReply>>> All(string site, QueueReader queues, SavedViews views, CancellationToken stop)
    {
        List<QueueReply> all = [.. await queues.All(site, stop), .. await views.Counts(site, stop)];
        return TypedResults.Ok(all);
    }

    private static async Task<Results<Ok<QueuePage>, Refusal>> Page(
        string site, string queue, QueueReader queues, CancellationToken stop,
        [Description("How many entries at most.")] [Range(1, QueueReader.MaxLimit)]
        int limit = QueueReader.DefaultLimit,
        [Description("The cursor that the page before gave as next.")] string? after = null) =>
        (await queues.Page(site, queue, limit, after, stop)).Take(out var page) is { } no ? no : TypedResults.Ok(page);

    private static async Task<Ok<IReadOnlyList<SavedView>>> Views(string site, SavedViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.All(site, stop));

    private static async Task<Results<Created<SavedView>, Refusal>> AddView(HttpContext http, string site, Body<ViewRequest> body, SavedViews views) =>
        (await Save(http, site, SavedViews.NewId(), body.Value, views)).Take(out var saved) is { } no ? no : TypedResults.Created((string?)null, saved);

    private static async Task<Results<Ok<SavedView>, Refusal>> ChangeView(
        HttpContext http, string site, string view, Body<ViewRequest> body, SavedViews views) =>
        await views.Find(site, view) is null ? new Refusal(Problems.QueueNotFound)
            : (await Save(http, site, view, body.Value, views)).Take(out var saved) is { } no ? no
            : TypedResults.Ok(saved);

    private static async Task<Results<NoContent, Refusal>> RemoveView(HttpContext http, string site, string view, SavedViews views) =>
        await views.Save(site, view, null, http.Account().Id) ? TypedResults.NoContent() : new Refusal(Problems.QueueNotFound);

    private static async Task<Result<SavedView>> Save(HttpContext http, string site, string id, ViewRequest request, SavedViews views)
    {
        if (PlainText.Name(request.Name, SavedView.MaxNameLength) is not { } name)
        {
            return new Refusal(Problems.InvalidName);
        }

        var (articles, authors) = (request.Articles ?? [], request.Authors ?? []);
        if (articles.Count + authors.Count == 0 || articles.Count > SavedView.MaxListed || authors.Count > SavedView.MaxListed)
        {
            return new Refusal(Problems.InvalidRequest, $"A view has 1 to {SavedView.MaxListed} articles or authors.");
        }

        var named = await ThreadRoute.Threads(http, site);
        var threads = articles.Where(ThreadId.IsArticle).Select(article => named.Called(article)).Where(thread => thread.Refused is null).ToList();
        if (threads.Count < articles.Count || !authors.All(author => author is { Length: > 0 and <= Ids.MaxAuthorLength }))
        {
            return new Refusal(Problems.InvalidArticle);
        }

        var view = new SavedView(id, name, [.. threads.Select(thread => thread.Value.Article)], authors);
        return await views.Save(site, id, view, http.Account().Id)
            ? view
            : new Refusal(Problems.TooManyItems, $"At most {SavedView.MaxViews} views.");
    }
}
