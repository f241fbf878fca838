using System.Globalization;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>A stream has a new version, written by another process.</summary>
public readonly record struct StreamChange(string Partition, string Stream, long Version);

/// <summary>
/// What other processes wrote, over Redis' publish/subscribe. Redis delivers a message at most once, so this listens for its own numbered beat as
/// well: when one is missing or the connection broke, <see cref="Doubted"/> is raised as soon as messages come again.
/// </summary>
internal sealed class StreamNews : IAsyncDisposable
{
    /// <summary>1 s between two beats: what was lost is looked for within twice this time and a round trip.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    private readonly ConnectionMultiplexer redis;
    private readonly string channel;
    private readonly CancellationTokenSource stop = new();
    private readonly Task beating;
    private long heard;
    private volatile bool doubtful;

    public StreamNews(ConnectionMultiplexer redis, RedisKeys keys)
    {
        (this.redis, channel) = (redis, keys.Channel);
        redis.ConnectionFailed += (_, _) => doubtful = true;
        redis.GetSubscriber().Subscribe(channel, (_, message) => Hear(message!));
        beating = Task.Run(Beat);
    }

    /// <summary>Another process wrote. Handlers must not block.</summary>
    public event Action<StreamChange> Written = delegate { };

    /// <summary>News may have been lost: whoever keeps what was read must look again. Handlers must not block.</summary>
    public event Action Doubted = delegate { };

    /// <summary>Who this process is, among all that share the store.</summary>
    public string Node { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The news of an append, to be published with it.</summary>
    public static string Message(string node, string partition, string stream, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{node}\0{version}\0{partition}\0{stream}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await beating;
        stop.Dispose();
    }

    private void Hear(string message)
    {
        switch (message.Split('\0'))
        {
            case [var node, var number] when node == Node:
                HearBeat(long.Parse(number, CultureInfo.InvariantCulture));
                break;
            case [var node, var version, var partition, var stream] when node != Node:
                Written(new(partition, stream, long.Parse(version, CultureInfo.InvariantCulture)));
                break;
        }
    }

    private void HearBeat(long number)
    {
        var missed = number != heard + 1;
        heard = number;
        if (missed || doubtful)
        {
            doubtful = false;
            Doubted();
        }
    }

    private async Task Beat()
    {
        using var timer = new PeriodicTimer(BeatEvery);
        for (var number = 1L; ; number++)
        {
            try
            {
                await timer.WaitForNextTickAsync(stop.Token);
                await redis.GetSubscriber().PublishAsync(channel, string.Create(CultureInfo.InvariantCulture, $"{Node}\0{number}")).WaitAsync(BeatEvery, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (RedisFailure.Is(e))
            {
                // The gap in the numbers tells, once beats are heard again.
            }
        }
    }
}
