namespace NatComments.Server.Http;

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
