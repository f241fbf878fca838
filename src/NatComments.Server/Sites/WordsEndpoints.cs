using Microsoft.Net.Http.Headers;
using NatComments.Server.Http;
using NatComments.Server.Localization;

namespace NatComments.Server.Sites;

/// <summary>The widget's words. A language that is not there is answered in English: a page in any language shows its comments.</summary>
internal sealed class WordsEndpoints(Messages messages)
{
    public void Map(IEndpointRouteBuilder app) => app.MapGet("/widget/messages.{lang}.json", Read).ExcludeFromDescription();

    private async Task Read(HttpContext http, string lang)
    {
        var words = messages.For(lang, null);
        var headers = http.Response.Headers;
        headers.ETag = words.Tag;
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(words.Tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var packed = Wire.Accepts(http.Request.Headers.AcceptEncoding.ToString(), "br");
        var bytes = packed ? words.PackedForWidget : words.ForWidget;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        if (packed)
        {
            headers.ContentEncoding = "br";
        }

        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
