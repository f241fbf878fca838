using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace NatComments.Server.Accounts;

/// <summary>
/// Stands on every endpoint of the moderators: the least role on the site of the route, or on every site where the
/// route names none. Pages of other origins are told nothing (no CORS). A test walks all endpoints and looks for it.
/// </summary>
/// <param name="least">The least role; null: being signed in is enough.</param>
public sealed class RequiredRole(Role? least)
    : IAuthorizeData, IAuthorizationRequirement, IAuthorizationRequirementData, IDisableCorsAttribute
{
    /// <summary>The least role; null: being signed in is enough.</summary>
    public Role? Least { get; } = least;

    /// <summary>Also open to whoever must still set a password or a second factor.</summary>
    public bool SettingUp { get; init; }

    /// <summary>Being asked is no use that keeps a session alive.</summary>
    public bool Background { get; init; }

    /// <summary>Nobody signed in is no fault when the request says <c>ifAny=true</c>: it is answered with 204.</summary>
    public bool NobodyIsNoFault { get; init; }

    /// <inheritdoc/>
    public string? Policy { get; set; }

    /// <inheritdoc/>
    public string? Roles { get; set; }

    /// <inheritdoc/>
    public string? AuthenticationSchemes { get; set; } = AccountSchemes.Account;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>Stands on an endpoint of moderators that nobody needs to be signed in for: signing in itself.</summary>
public sealed class OpenToAll : IDisableCorsAttribute;

/// <summary>Stands on an endpoint of programs, which say who they are with an API key of a site.</summary>
public sealed class RequiredApiKey : IAuthorizeData
{
    /// <inheritdoc/>
    public string? Policy { get; set; }

    /// <inheritdoc/>
    public string? Roles { get; set; }

    /// <inheritdoc/>
    public string? AuthenticationSchemes { get; set; } = AccountSchemes.ApiKey;
}

/// <summary>What endpoints of moderators say of themselves.</summary>
internal static class RoleConventions
{
    /// <summary>Requires a role on the site of the route, or on every site where the route names none.</summary>
    /// <param name="least">The least role; null: being signed in is enough.</param>
    /// <param name="settingUp">Also open to whoever must still set a password or a second factor.</param>
    /// <param name="background">Being asked is no use that keeps a session alive.</param>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoint, Role? least, bool settingUp = false, bool background = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(new RequiredRole(least) { SettingUp = settingUp, Background = background });

    /// <summary>Requires a role, and the anti-forgery header of the session for what changes something.</summary>
    public static TBuilder Require<TBuilder>(this TBuilder endpoint, RequiredRole role)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(role);
}
