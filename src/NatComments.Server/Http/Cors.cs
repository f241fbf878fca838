using Microsoft.AspNetCore.Cors.Infrastructure;

namespace NatComments.Server.Http;

/// <summary>
/// Which answers pages of other origins may read. Reading and posting need no cookies, so every origin may ask; what
/// it may do is the token's business, and <c>SiteOrigins</c> turns away those that a site has not named. Endpoints of
/// moderators switch CORS off.
/// </summary>
internal static class Cors
{
    // One day: browsers ask again after that (most cap it at two hours).
    private static readonly TimeSpan PreflightAge = TimeSpan.FromDays(1);

    /// <summary>The policy of every endpoint that does not switch it off. An anti-forgery header never passes.</summary>
    public static void Readers(CorsPolicyBuilder policy) => policy.AllowAnyOrigin()
        .WithMethods("GET", "POST", "PUT", "DELETE")
        .WithHeaders("authorization", "content-type", "idempotency-key", "if-none-match", "last-event-id")
        .WithExposedHeaders("Date", "ETag", "Retry-After")
        .SetPreflightMaxAge(PreflightAge);
}
