using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Endpoints;

/// <summary>Reads requests within their limits, and writes answers.</summary>
internal static class Http
{
    /// <summary>The body as JSON of the expected form; see <see cref="RequestBody.Json{T}"/>.</summary>
    public static ValueTask<T> Body<T>(HttpContext http, JsonTypeInfo<T> type, int limit) => RequestBody.Json(http, type, limit);

    /// <summary>Answers with JSON.</summary>
    public static Task Json<T>(HttpContext http, T value, JsonTypeInfo<T> type, int status = 200)
    {
        var bytes = WireJson.Write(value, type);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers.CacheControl = "no-store";
        Cors.Allow(http);
        http.Response.BodyWriter.Write(bytes);
        return http.Response.BodyWriter.FlushAsync(http.RequestAborted).AsTask();
    }

    /// <summary>Answers with a ready page, or 304 when the client has it.</summary>
    public static ValueTask<System.IO.Pipelines.FlushResult> Page(HttpContext http, ReadyPage page)
    {
        var (request, response) = (http.Request, http.Response);
        var tag = page.Tag;
        Cors.Allow(http);
        response.Headers.ETag = tag;
        response.Headers.CacheControl = page.Personal ? "private, no-cache" : "public, no-cache";
        response.Headers.Vary = "Authorization, Accept-Encoding";
        if (request.Headers.IfNoneMatch.Count > 0 && request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return default;
        }

        response.ContentType = "application/json; charset=utf-8";
        var body = page.Body;
        if (Accepts(request.Headers.AcceptEncoding.ToString(), "br") && page.Brotli() is { } packed)
        {
            response.Headers.ContentEncoding = "br";
            body = packed;
        }

        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>The thread of the route's article, whatever the spelling.</summary>
    public static async ValueTask<ThreadId> Thread(HttpContext http, string site, string article)
    {
        article = Article(http, article);
        return (await Threads(http, site)).Of(article);
    }

    /// <summary>The thread of an article that stands in a body or in the query.</summary>
    public static async ValueTask<ThreadId> ThreadOf(HttpContext http, string site, string? article) => (await Threads(http, site)).Of(article);

    /// <summary>A site's threads by every spelling of their articles.</summary>
    public static ValueTask<SiteThreads> Threads(HttpContext http, string site) => http.RequestServices.GetRequiredService<ArticleThreads>().Of(site);

    /// <summary>Whether an Accept-Encoding header names a coding and does not rule it out (<c>q=0</c>).</summary>
    public static bool Accepts(ReadOnlySpan<char> accepted, string coding)
    {
        foreach (var range in accepted.Split(','))
        {
            var one = accepted[range].Trim();
            var end = one.IndexOf(';') is var at and >= 0 ? at : one.Length;
            if (one[..end].TrimEnd().Equals(coding, StringComparison.OrdinalIgnoreCase))
            {
                var weight = one[end..].IndexOf("q=", StringComparison.OrdinalIgnoreCase) is var q and >= 0 ? one[(end + q + 2)..].Trim() : "1";
                return weight.ContainsAnyInRange('1', '9');
            }
        }

        return false;
    }

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

    /// <summary>100 characters: an author's id is a random string of 22 letters, or what a single sign-on of the site gave.</summary>
    public const int MaxAuthorLength = 100;

    /// <summary>The id of an author.</summary>
    public static string Author(string? author) => IsAuthor(author) ? author! : throw new BadRequestException(Problems.InvalidId);

    /// <summary>True for what can be the id of an author.</summary>
    public static bool IsAuthor(string? author) =>
        author is { Length: > 0 and <= MaxAuthorLength } && PlainText.IsClean(author) && !author.AsSpan().ContainsAny('\n', '\t', '/');

    /// <summary>A UUID in one of its usual forms.</summary>
    public static Guid Id(string? text) =>
        Guid.TryParse(text, out var id) && id != Guid.Empty ? id : throw new BadRequestException(Problems.InvalidId);
}

/// <summary>
/// Reading and posting need no cookies, so every origin may ask; what an origin may do is the token's business. The moderators' part is for its own
/// origin only.
/// </summary>
internal static class Cors
{
    public static void Allow(HttpContext http)
    {
        if (http.Request.Headers.Origin.Count > 0 && !ModeratorOrigin.IsTheirs(http))
        {
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers.AccessControlExposeHeaders = "Date, ETag, Retry-After";
        }
    }
}
