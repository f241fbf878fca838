using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>Every endpoint there is: who may use it.</summary>
public sealed partial class RoleTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public void Every_endpoint_is_for_readers_or_machines_or_says_which_role_it_needs()
    {
        var open = new[] { "Reader", "Machines", "Health" };
        var silent = Api()
            .Where(e => !e.Metadata.OfType<ITagsMetadata>().SelectMany(tags => tags.Tags).Any(open.Contains))
            .Where(e => e.Metadata.GetMetadata<RequiredRole>() is null && e.Metadata.GetMetadata<OpenToAll>() is null)
            .Select(e => e.RoutePattern.RawText);

        Assert.Empty(silent);
        Assert.True(Guarded().Count() > 15);
    }

    [Fact]
    public void Only_signing_in_is_open_to_all_among_what_moderators_use()
    {
        var open = Api().Where(e => e.Metadata.GetMetadata<OpenToAll>() is not null).ToList();

        Assert.Equal(["POST /api/v1/session"], open.Select(Name));
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_let_into_none_of_them()
    {
        foreach (var endpoint in Guarded())
        {
            var reply = await Call(server.Nobody(), endpoint);

            Assert.True(reply is { Status: 401, Code: "not-signed-in" }, $"{Name(endpoint)}: {reply}");
        }
    }

    [Fact]
    public async Task Each_role_is_refused_by_every_endpoint_that_needs_a_higher_one()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var person = await server.Somebody(role);
            foreach (var endpoint in Guarded().Where(e => Least(e) > role))
            {
                var reply = await Call(person, endpoint);

                Assert.True(reply is { Status: 403, Code: "role-missing" }, $"{role}: {Name(endpoint)}: {reply}");
            }
        }
    }

    [Fact]
    public async Task A_role_on_another_site_is_no_role_here()
    {
        await server.Get<NatComments.Server.Sites.SiteDirectory>().Add("elsewhere", "Elsewhere");
        var person = await server.Somebody(Role.Administrator, "elsewhere");
        foreach (var endpoint in Guarded().Where(e => Least(e) is not null))
        {
            var reply = await Call(person, endpoint);

            Assert.True(reply is { Status: 403, Code: "role-missing" }, $"{Name(endpoint)}: {reply}");
        }
    }

    [Fact]
    public async Task Nothing_is_changed_without_the_anti_forgery_header_of_the_session()
    {
        var person = await server.Somebody(Role.Administrator);
        foreach (var forged in new[] { null, "", new string('0', 64) })
        {
            person.AntiForgery = forged;
            foreach (var endpoint in Guarded().Where(e => Method(e) != "GET"))
            {
                var reply = await Call(person, endpoint);

                Assert.True(reply is { Status: 403, Code: "forgery-check-failed" }, $"{Name(endpoint)}: {reply}");
            }
        }
    }

    private IEnumerable<RouteEndpoint> Api() => ((IEndpointRouteBuilder)server.App).DataSources.SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true);

    private IEnumerable<RouteEndpoint> Guarded() => Api().Where(e => e.Metadata.GetMetadata<RequiredRole>() is not null);

    private static Role? Least(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<RequiredRole>()!.Least;

    private static string Method(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];

    private static string Name(RouteEndpoint endpoint) => $"{Method(endpoint)} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";

    private static Task<Answered> Call(Person person, RouteEndpoint endpoint)
    {
        var path = Placeholder().Replace(endpoint.RoutePattern.RawText!.Replace("{site}", RunningServer.DemoSite), Guid.NewGuid().ToString());
        var method = new HttpMethod(Method(endpoint));
        return person.Send(method, path, method == HttpMethod.Get ? null : new { });
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();
}
