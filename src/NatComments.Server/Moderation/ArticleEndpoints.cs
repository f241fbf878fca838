using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>What the site's people call an article: for receipts, feeds and plain pages, which believe no stranger.</summary>
internal static class ArticleEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site) => site.MapPut("/threads/{article}/page", Name)
        .WithName("nameArticle").Refuses(Problems.InvalidRequest)
        .RequireRole(Role.Moderator)
        .WithSummary("Say what an article is called and where it stands, in the place of what its page says");

    private static async Task<Results<NoContent, Refusal>> Name(
        HttpContext http, NamedThread thread, Body<PageRequest> body, Articles articles, CancellationToken stop)
    {
        var request = body.Value;
        var title = string.IsNullOrWhiteSpace(request.Title) ? null : PlainText.Name(request.Title, ArticlePage.MaxTitleLength);
        if (title is null && !string.IsNullOrWhiteSpace(request.Title))
        {
            return new Refusal(Problems.InvalidRequest, $"The title has at most {ArticlePage.MaxTitleLength} characters that can be seen.");
        }

        var url = string.IsNullOrWhiteSpace(request.Url) ? null : request.Url;
        return await articles.Name(thread.Value, title, url, http.Account().Id, stop)
            ? TypedResults.NoContent()
            : new Refusal(Problems.InvalidRequest, $"The address begins with https:// or http:// and has at most {ArticlePage.MaxUrlLength} characters.");
    }
}

/// <summary>What an article is called and where it stands. With neither, what its page says counts again.</summary>
public sealed record PageRequest(string? Title, string? Url);
