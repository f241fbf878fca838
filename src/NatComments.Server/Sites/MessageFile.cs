using Microsoft.Net.Http.Headers;
using NatComments.Server.Http;
using NatComments.Server.Localization;

namespace NatComments.Server.Sites;

/// <summary>The widget's words. A language that is not there is answered in English: a page in any language shows its comments.</summary>
internal static class MessageFile
{
    /// <summary>Answers with the words of a language, packed once.</summary>
    public static IResult Read(HttpContext http, string lang, Messages messages)
    {
        var words = messages.For(lang, null);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var packed = Wire.Accepts(http.Request.Headers.AcceptEncoding.ToString(), "br");
        if (packed)
        {
            http.Response.Headers.ContentEncoding = "br";
        }

        return TypedResults.Bytes(packed ? words.PackedForWidget : words.ForWidget, "application/json; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(words.Tag));
    }
}
