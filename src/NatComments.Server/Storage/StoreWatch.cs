using NatComments.Server.Storage.Redis;

namespace NatComments.Server.Storage;

/// <summary>Logs what becomes of the store and of its keys, once for each change.</summary>
internal sealed partial class StoreWatch(SealedStore store, ILogger<StoreWatch> log) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        store.Keys.Rotated += Rotated;
        if (store.Inner is RedisStore redis)
        {
            redis.Connected += Connected;
            redis.Breaker += Breaker;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        store.Keys.Rotated -= Rotated;
        if (store.Inner is RedisStore redis)
        {
            redis.Connected -= Connected;
            redis.Breaker -= Breaker;
        }

        return Task.CompletedTask;
    }

    private void Connected(string? why)
    {
        if (why is null)
        {
            Restored();
        }
        else
        {
            Broken(why);
        }
    }

    private void Breaker(string what)
    {
        switch (what)
        {
            case "opened":
                Opened();
                break;
            case "closed":
                Closed();
                break;
        }
    }

    [LoggerMessage(1103, LogLevel.Warning, "The connection to Redis broke: {Reason}")]
    private partial void Broken(string reason);

    [LoggerMessage(
        1104,
        LogLevel.Information,
        "The connection to Redis is restored; what is cached of threads is compared with their logs")]
    private partial void Restored();

    [LoggerMessage(1105, LogLevel.Warning, "Redis is asked once a second only: half of the last calls failed")]
    private partial void Opened();

    [LoggerMessage(1106, LogLevel.Information, "Redis is asked as usual again")]
    private partial void Closed();

    [LoggerMessage(1111, LogLevel.Information, "Secrets are sealed with another key from now on: {Key}")]
    private partial void Rotated(string key);
}
