using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>A plain node.</summary>
public sealed class OutageTests : Outage
{
    private protected override Task<Node> Start(RedisServer redis) => Node.Start(redis);
}
