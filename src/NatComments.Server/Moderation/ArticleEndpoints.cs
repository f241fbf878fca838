using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>What the site's people call an article: for receipts, feeds and plain pages, which believe no stranger.</summary>
internal sealed class ArticleEndpoints(Articles articles, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app) =>
        app.MapPut("/api/v1/sites/{site}/threads/{article}/page", Name).WithTags("Moderator").Accepts<PageRequest>("application/json").Produces(204)
            .RequireRole(Role.Moderator).WithSummary("Say what an article is called and where it stands, in the place of what its page says");

    private async Task Name(HttpContext http, string site, string article)
    {
        var thread = Wire.OrThrow((await ThreadRoute.Threads(http, site)).Called(ThreadRoute.Article(http, article)));
        var request = await Wire.Body(http, ModerationJson.Default.PageRequest, options.MaxBodyBytes);
        var title = string.IsNullOrWhiteSpace(request.Title) ? null
            : PlainText.Name(request.Title, ArticlePage.MaxTitleLength) ?? throw new BadRequestException(Problems.InvalidRequest, $"The title has at most {ArticlePage.MaxTitleLength} characters that can be seen.");
        var url = string.IsNullOrWhiteSpace(request.Url) ? null : request.Url;
        if (!await articles.Name(thread, title, url, http.Account().Id, http.RequestAborted))
        {
            throw new BadRequestException(Problems.InvalidRequest, $"The address begins with https:// or http:// and has at most {ArticlePage.MaxUrlLength} characters.");
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>What an article is called and where it stands. With neither, what its page says counts again.</summary>
public sealed record PageRequest(string? Title, string? Url);
