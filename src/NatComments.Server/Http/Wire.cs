using NatComments.Core.Activation;

namespace NatComments.Server.Http;

/// <summary>Writes pages that are kept ready.</summary>
internal static class Wire
{
    /// <summary>Answers with a ready page, or 304 when the client has it.</summary>
    public static ValueTask<System.IO.Pipelines.FlushResult> Page(HttpContext http, ReadyPage page)
    {
        var (request, response) = (http.Request, http.Response);
        var tag = page.Tag;
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
}
