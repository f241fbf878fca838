using NatComments.Core.Storage;
using NatComments.Server.Storage.Redis;

namespace NatComments.Tests.Storage;

/// <summary>Redis keeps what every store promises.</summary>
public sealed class RedisStoreTests(RedisServer server) : StoreConformance, IClassFixture<RedisServer>
{
    private readonly RedisStoreOptions options = server.Options();

    protected override ValueTask<IStore> Open() => new(RedisStore.Open(options));
}
