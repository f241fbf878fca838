using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Pages;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.OpenApi;

/// <summary>A server with every endpoint that the settings can switch on.</summary>
public sealed class WholeServer()
    : RunningServer(null, "--NatComments:SignInsPerFiveMinutes", "200", "--NatComments:Dashboard", "true");

/// <summary>
/// A walk over all endpoints of the server, also those that the document leaves out: each says who may, and what
/// changes something is guarded against forgery and floods.
/// </summary>
public sealed class EndpointWalkTests(WholeServer server) : IClassFixture<WholeServer>
{
    private readonly List<RouteEndpoint> _endpoints =
    [
        .. ((IEndpointRouteBuilder)server.App).DataSources
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>(),
    ];

    [Fact]
    public void Each_endpoint_has_a_policy_or_is_public_by_its_own_word()
    {
        Assert.True(_endpoints.Count > 120);
        Assert.All(
            _endpoints,
            endpoint => Assert.True(IsGuarded(endpoint) != IsPublic(endpoint), endpoint.DisplayName));
    }

    [Fact]
    public void Each_endpoint_of_moderators_is_closed_to_pages_of_other_origins() =>
        Assert.All(
            _endpoints.Where(endpoint => Has<RequiredRole>(endpoint) || Has<OpenToAll>(endpoint)),
            endpoint => Assert.True(Has<IDisableCorsAttribute>(endpoint), endpoint.DisplayName));

    [Fact]
    public void What_changes_something_needs_a_role_or_has_a_rate_limit() =>
        Assert.All(
            _endpoints.Where(Changes),
            endpoint => Assert.True(
                IsGuarded(endpoint) || Has<EnableRateLimitingAttribute>(endpoint) || Has<OpenToAll>(endpoint),
                endpoint.DisplayName));

    [Fact]
    public void What_changes_something_is_not_done_for_a_page_of_somebody_else()
    {
        // Cookies are for moderators only, and what they change needs the session's header or comes from a page of
        // this server. A reader's request carries a token, which no other page has. A form is asked where it stands.
        foreach (var endpoint in _endpoints.Where(Changes))
        {
            var isForm = endpoint.Metadata.OfType<IAcceptsMetadata>()
                .Any(accepts => accepts.ContentTypes.Any(type => type.Contains("form", StringComparison.Ordinal)));
            var isGuarded = isForm ? Has<OwnForms>(endpoint)
                : Has<OpenToAll>(endpoint) || IsGuarded(endpoint)
                || endpoint.RoutePattern.RawText!.StartsWith("/api/v1/sites/{site}/", StringComparison.Ordinal);
            Assert.True(isGuarded, endpoint.DisplayName);
        }
    }

    [Fact]
    public void Each_endpoint_that_takes_a_body_says_what_it_refuses_of_it() =>
        Assert.All(
            _endpoints.Where(Has<IAcceptsMetadata>),
            endpoint => Assert.Contains(
                Problems.BodyTooLarge, endpoint.Metadata.OfType<Refuses>().SelectMany(refuses => refuses.Codes)));

    private static bool Has<T>(RouteEndpoint endpoint)
        where T : class => endpoint.Metadata.GetMetadata<T>() is not null;

    private static bool IsGuarded(RouteEndpoint endpoint) => Has<IAuthorizeData>(endpoint);

    private static bool IsPublic(RouteEndpoint endpoint) => Has<IAllowAnonymous>(endpoint) || Has<OpenToAll>(endpoint);

    private static bool Changes(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is not { } methods
            ? !IsGuarded(endpoint) && !IsPublic(endpoint)
            : methods.Any(method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method));
}
