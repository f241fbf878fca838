using System.Reflection;
using Microsoft.Extensions.Options;
using NatComments.Server.Storage;

namespace NatComments.Server.Observability;

/// <summary>Logs that the server started, begins to stop, and has stopped.</summary>
internal sealed partial class ServerLife(IOptions<StorageOptions> options, TimeProvider clock, ILogger<ServerLife> log)
    : IHostedLifecycleService
{
    private long _stopping;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var version = typeof(ServerLife).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        Started(version?.InformationalVersion, options.Value.UsesRedis ? "Redis" : "SQLite");
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping = clock.GetTimestamp();
        Stopping();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Stopped((long)clock.GetElapsedTime(_stopping).TotalMilliseconds);
        return Task.CompletedTask;
    }

    [LoggerMessage(1001, LogLevel.Information, "NatComments {Version} started over {Store}")]
    private partial void Started(string? version, string store);

    [LoggerMessage(1003, LogLevel.Information, "The stop begins")]
    private partial void Stopping();

    [LoggerMessage(1004, LogLevel.Information, "Stopped after {Milliseconds} ms")]
    private partial void Stopped(long milliseconds);
}
