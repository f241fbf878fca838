using Microsoft.AspNetCore.Http.Features;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Threads;

/// <summary>Finds the thread that a request means.</summary>
internal static class ThreadRoute
{
    /// <summary>The thread of the route's article, whatever the spelling.</summary>
    public static async ValueTask<Result<ThreadId>> Thread(HttpContext http, string site, string article)
    {
        article = Article(http, article);
        return (await Threads(http, site)).Of(article);
    }

    /// <summary>The thread of an article that stands in a body or in the query.</summary>
    public static async ValueTask<Result<ThreadId>> ThreadOf(HttpContext http, string site, string? article) => (await Threads(http, site)).Of(article);

    /// <summary>A site's threads by every spelling of their articles.</summary>
    public static ValueTask<SiteThreads> Threads(HttpContext http, string site) => http.RequestServices.GetRequiredService<ArticleThreads>().Of(site);

    /// <summary>
    /// The article id of the route, decoded once from the request as it came: the framework leaves <c>%2F</c> alone and so cannot tell
    /// <c>a/b</c> from <c>a%2Fb</c>.
    /// </summary>
    public static string Article(HttpContext http, string article)
    {
        if (!article.Contains('%'))
        {
            return article;
        }

        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var start = target.IndexOf("/threads/", StringComparison.Ordinal) + "/threads/".Length;
        var end = target.AsSpan(start).IndexOfAny('/', '?');
        var id = Uri.UnescapeDataString(end < 0 ? target[start..] : target.Substring(start, end));
        return http.Request.PathBase.HasValue ? Uri.UnescapeDataString(id) : id;
    }
}
