using System.Net;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>
/// Rids the files of Redis of what was erased: its append-only file holds every word until it is rewritten, a dump until the next one. Each server that
/// is connected, replicas too, writes both anew soon after an erasure; many erasures share one rewrite.
/// </summary>
internal sealed class RedisErasure(ConnectionMultiplexer redis) : IAsyncDisposable
{
    /// <summary>2 s after the first erasure: what one person erases takes several commits.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <summary>10 s between two rewrites: each writes all that Redis holds, and words whose index is rewritten a little later are still gone within their minute.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    /// <summary>1 s until the next try while Redis is writing a file already: one that began before the erasure does not count.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>A server that could not be asked for ten minutes is asked again after the next erasure.</summary>
    private const int MaxTries = 600;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _state = new();
    private List<(EndPoint Server, SaveType Save)> _left = [];
    private Task _running = Task.CompletedTask;
    private bool _due;

    /// <summary>Words were removed.</summary>
    public void Erased()
    {
        lock (_state)
        {
            _due = true;
            if (_running.IsCompleted && !_stop.IsCancellationRequested)
            {
                _running = Task.Run(Run);
            }
        }
    }

    /// <summary>Asks once more for what is still due.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_state)
        {
            _stop.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(false);
        await Rewrite(_due ? Servers() : _left).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task Run()
    {
        try
        {
            await Task.Delay(Delay, _stop.Token).ConfigureAwait(false);
            while (Take())
            {
                for (var tries = 0; _left.Count > 0 && tries < MaxTries; tries++)
                {
                    _left = await Rewrite(_left).ConfigureAwait(false);
                    await Task.Delay(Again, _stop.Token).ConfigureAwait(false);

                    // A server that is away must not keep the others from what was erased meanwhile.
                    if (_due && tries * Again >= Between)
                    {
                        break;
                    }
                }

                await Task.Delay(Between, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closing, and asks once more.
        }
    }

    private bool Take()
    {
        lock (_state)
        {
            if (!_due)
            {
                _running = Task.CompletedTask;
                return false;
            }

            (_due, _left) = (false, Servers());
            return true;
        }
    }

    private List<(EndPoint Server, SaveType Save)> Servers() =>
        [.. redis.GetEndPoints().SelectMany(server => new[] { (server, SaveType.BackgroundRewriteAppendOnlyFile), (server, SaveType.BackgroundSave) })];

    // Those that could not begin now. A server that is away has its files written anew when it is back.
    private async Task<List<(EndPoint Server, SaveType Save)>> Rewrite(List<(EndPoint Server, SaveType Save)> files)
    {
        var left = new List<(EndPoint, SaveType)>();
        foreach (var (endPoint, save) in files)
        {
            try
            {
                var server = redis.GetServer(endPoint);
                if (!server.IsConnected)
                {
                    left.Add((endPoint, save));
                }
                else if (await Keeps(server, save).ConfigureAwait(false))
                {
                    await server.SaveAsync(save).ConfigureAwait(false);
                }
            }
            catch (RedisServerException e) when (e.Message.Contains("NOPERM", StringComparison.Ordinal) || e.Message.Contains("unknown command", StringComparison.Ordinal))
            {
                // Hosted servers may forbid it; the operator is told at the start.
            }
            catch (Exception e) when (RedisFailure.Is(e))
            {
                left.Add((endPoint, save));
            }
        }

        return left;
    }

    // An append-only file when it is on; a dump when one is written by itself, or was since the server began.
    private static async Task<bool> Keeps(IServer server, SaveType save)
    {
        var info = (await server.InfoAsync("persistence").ConfigureAwait(false)).SelectMany(section => section).ToDictionary();
        return save == SaveType.BackgroundRewriteAppendOnlyFile
            ? info.GetValueOrDefault("aof_enabled") == "1"
            : info.GetValueOrDefault("rdb_saves", "0") != "0"
                || (await server.ConfigGetAsync("save").ConfigureAwait(false)).Any(setting => setting.Value.Length > 0);
    }
}
