using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>A node whose Redis is away for a minute: longer than anything that is remembered for a while only.</summary>
public sealed class OutageTests : Outage
{
    protected override TimeSpan Lasts => TimeSpan.FromMinutes(1);

    private protected override Task<Node> Start(RedisServer redis) => Node.Start(redis);
}
