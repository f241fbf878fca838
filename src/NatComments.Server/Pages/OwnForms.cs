using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Pages;

/// <summary>
/// Stands on an endpoint that takes a form of a page without scripts. It refuses a form that a page of somebody else
/// sends: there are no cookies to abuse, but the comment would come from the visitor's address. Browsers say where a
/// form stands; a program that says nothing is no visitor.
/// </summary>
internal sealed record OwnForms
{
    private static readonly OwnForms Marker = new();

    /// <summary>Adds the check to endpoints.</summary>
    public static T Only<T>(T endpoints)
        where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(Marker).AddEndpointFilter((invocation, next) =>
            IsOwn(invocation.HttpContext) ? next(invocation) : new(new Refusal(Problems.ForeignForm)));

    private static bool IsOwn(HttpContext http)
    {
        var (site, origin) = (http.Request.Headers["Sec-Fetch-Site"].ToString(), http.Request.Headers.Origin.ToString());
        return site.Length > 0 ? site is "same-origin" or "none"
            : origin.Length == 0 || SiteOrigins.IsOwnHost(http, origin);
    }
}
