using NatComments.Server.Accounts;
using NatComments.Server.Http;
using Orleans.Dashboard;

namespace NatComments.Server.Silos;

/// <summary>
/// The Orleans Dashboard, which has no sign-in of its own, behind the console's: a session of an administrator of
/// every site. It is read with the session's cookie alone, and changes nothing.
/// </summary>
internal static class OrleansDashboard
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapOrleansDashboard(SecurityHeaders.DashboardPath).ExcludeFromDescription().WithTags("Moderator")
            .RequireRole(Role.Administrator, background: true);
}
