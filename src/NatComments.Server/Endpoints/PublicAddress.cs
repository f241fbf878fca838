using System.Net;

namespace NatComments.Server.Endpoints;

/// <summary>
/// What links begin with. Whoever sends a request chooses its Host header, so an address is never made from it, except one of this machine
/// itself: a try-out has no other, and a link to it leads a stranger nowhere.
/// </summary>
internal static class PublicAddress
{
    /// <summary>The address that the settings say, without a slash at its end; null when there is none: then links are relative.</summary>
    public static string? Of(HttpContext http, ServerOptions options) =>
        options.PublicUrl?.TrimEnd('/') ?? (IsThisMachine(http.Request.Host) ? $"{http.Request.Scheme}://{http.Request.Host}" : null);

    /// <summary>True when an answer has links that the request's Host header made: then it is not for caches.</summary>
    public static bool IsFromRequest(HttpContext http, ServerOptions options) => options.PublicUrl is null && IsThisMachine(http.Request.Host);

    private static bool IsThisMachine(HostString host) =>
        host.Host == "localhost" || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
