using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>Two silos.</summary>
public sealed class NodeDeathTests : NodeDeath
{
    private protected override Task<Node> Survivor(RedisServer redis) => Node.Start(redis);

    private protected override Task<ServerProcess> Doomed(RedisServer redis, string data) => ServerProcess.Start(data, Node.Over(redis));
}
