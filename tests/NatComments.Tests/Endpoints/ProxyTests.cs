using NatComments.Server.Http;
using System.Net;
using System.Net.Http.Json;

namespace NatComments.Tests.Endpoints;

/// <summary>Readers behind a proxy are told apart by the address that it forwards, and only by that of a proxy that is configured.</summary>
public class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task Readers_behind_a_trusted_proxy_are_limited_each_for_themselves(string proxy)
    {
        await using var server = await Limited(proxy);

        Assert.Equal(HttpStatusCode.Created, await Post(server, "203.0.113.1"));
        Assert.Equal(HttpStatusCode.Created, await Post(server, "203.0.113.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Post(server, "203.0.113.1"));
    }

    [Fact]
    public async Task What_a_stranger_forwards_is_not_believed_also_on_this_machine()
    {
        await using var server = await Limited("10.0.0.0/8");

        Assert.Equal(HttpStatusCode.Created, await Post(server, "203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Post(server, "203.0.113.2"));
    }

    [Fact]
    [Trait("Report", "9")]
    public async Task A_chain_of_trusted_hops_is_walked_from_the_right_to_the_first_that_is_not()
    {
        await using var server = await RunningServer.Start(
            null, "--NatComments:PostsPerMinute", "1", "--NatComments:TrustedProxies:0", "127.0.0.1", "--NatComments:TrustedProxies:1", "10.0.0.0/8");

        Assert.Equal(HttpStatusCode.Created, await Post(server, "198.51.100.1, 10.0.0.5"));
        Assert.Equal(HttpStatusCode.Created, await Post(server, "198.51.100.2, 10.0.0.5"));
        Assert.Equal(HttpStatusCode.Created, await Post(server, "198.51.100.3, 10.1.2.3, 10.0.0.5"));

        // What stands left of the first hop that nobody vouches for was written by the reader.
        Assert.Equal(HttpStatusCode.TooManyRequests, await Post(server, "203.0.113.9, 198.51.100.1, 10.0.0.5"));
        Assert.Equal(HttpStatusCode.Created, await Post(server, "10.0.0.7, 198.51.100.4, 10.0.0.5"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Post(server, "10.0.0.8, 198.51.100.4, 10.0.0.5"));
    }

    [Theory]
    [InlineData("ingress")]
    [InlineData("10.0.0.0/40")]
    public void What_is_no_address_and_no_network_is_said_so(string proxy) =>
        Assert.Contains(proxy, Assert.Single(new HttpOptions { TrustedProxies = [proxy] }.Validate(null!)).ErrorMessage);

    private static Task<RunningServer> Limited(string proxy) => RunningServer.Start(null, "--NatComments:PostsPerMinute", "1", "--NatComments:TrustedProxies:0", proxy);

    private static async Task<HttpStatusCode> Post(RunningServer server, string reader)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sites/demo/threads/post-1/comments")
        {
            Headers = { { "X-Forwarded-For", reader } },
            Content = JsonContent.Create(new { text = $"Words of {reader}.", author = new { name = "Defne" } }),
        };
        return (await server.Http.SendAsync(request)).StatusCode;
    }
}
