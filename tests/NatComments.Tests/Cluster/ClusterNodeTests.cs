using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Orleans;
using NatComments.Server;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Cluster;

/// <summary>The cluster's program as people start it: alone without Redis, and in a cluster whose other node dies under load.</summary>
[Collection(nameof(Alone))]
public sealed class ClusterNodeTests : NodeDeath
{
    private protected override Task<Node> Survivor(RedisServer redis) => Start(Node.Over(redis));

    private protected override Task<ServerProcess> Doomed(RedisServer redis, string data) =>
        ServerProcess.Start(typeof(ClusterNode).Assembly, data, [.. Node.Over(redis), .. Ports()]);

    [Fact]
    public async Task Without_redis_it_is_a_cluster_of_one_and_tells_administrators_how_it_stands()
    {
        using var folder = new TemporaryFolder();
        await using var node = await Start("--urls", "http://127.0.0.1:0", "--data", folder.FullName, "--NatComments:SetupToken", Node.AdminToken);
        await node.Post("post-1", "Number 1 of one node.");
        await node.Post("post-2", "Number 2 of one node.");
        Assert.Equal(1, await node.Count("post-1"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.Http.GetAsync("/api/v1/cluster")).StatusCode);

        node.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Node.AdminToken);
        var silo = Assert.Single((await node.Http.GetFromJsonAsync<JsonElement>("/api/v1/cluster")).EnumerateArray());

        Assert.Equal(("Active", 2), (silo.GetProperty("status").GetString(), silo.GetProperty("threads").GetInt32()));
    }

    internal static Task<Node> Start(params string[] settings) => Node.Start(ServerHost.Build([.. settings, .. Ports()], ClusterNode.Configure, ClusterNode.Map));

    private static string[] Ports() => ["--NatComments:Silo:Address", "127.0.0.1", "--NatComments:Silo:Port", $"{RedisServer.FreePort()}", "--NatComments:Silo:GatewayPort", $"{RedisServer.FreePort()}"];
}

/// <summary>A node of the cluster while Redis is away, and with it the cluster's membership and directory.</summary>
public sealed class ClusterOutageTests : Outage
{
    private protected override Task<Node> Start(RedisServer redis) => ClusterNodeTests.Start(Node.Over(redis));
}

/// <summary>Tests that run while no other does: Orleans counts the activations of a whole process, not of one silo in it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
