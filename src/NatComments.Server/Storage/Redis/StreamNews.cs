using System.Globalization;
using System.Text;
using NatComments.Core.Storage;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>
/// What other processes wrote, over Redis' publish/subscribe. Redis delivers a message at most once, so this listens for its own numbered beat as
/// well: when one is missing or the connection broke, <see cref="Doubted"/> is raised as soon as messages come again.
/// </summary>
internal sealed class StreamNews : IAsyncDisposable
{
    /// <summary>1 s between two beats: what was lost is looked for within twice this time and a round trip.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    // 4 KiB of events: some twelve comments. More in one commit is an import or a burst, whose events are read from the log at once.
    private const int MaxBrought = 4_096;

    private readonly byte[] me;
    private readonly ConnectionMultiplexer redis;
    private readonly RedisChannel channel;
    private readonly CancellationTokenSource stop = new();
    private readonly Task beating;
    private long heard;
    private volatile bool doubtful;

    public StreamNews(ConnectionMultiplexer redis, RedisKeys keys)
    {
        (this.redis, channel, me) = (redis, RedisChannel.Literal(keys.Channel), Encoding.UTF8.GetBytes(Node));
        redis.ConnectionFailed += (_, _) => doubtful = true;
        redis.GetSubscriber().Subscribe(channel, (_, message) => Hear((byte[])message!));
        beating = Task.Run(Beat);
    }

    /// <summary>Another process wrote. Handlers must not block.</summary>
    public event Action<StreamChange> Written = delegate { };

    /// <summary>News may have been lost: whoever keeps what was read must look again. Handlers must not block.</summary>
    public event Action Doubted = delegate { };

    /// <summary>Who this process is, among all that share the store.</summary>
    public string Node { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What the news of an append end with. They begin with the node; when they bring the events along, a line for the event before and one for each event follow.</summary>
    public static string End(string partition, string stream, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"\0{version}\0{partition}\0{stream}");

    /// <summary>True when the news of an append bring its events along, so that nobody has to read them: they are few bytes, and lines can hold them.</summary>
    public static bool Brings(IReadOnlyList<byte[]> events)
    {
        var size = 0;
        foreach (var e in events)
        {
            size += e.Length;
            if (size > MaxBrought || e.AsSpan().IndexOfAny((byte)0, (byte)'\n') >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when another process listens. One that cannot be asked for has none that could be waited for.</summary>
    public async Task<bool> HasOthers()
    {
        try
        {
            var counts = await Task.WhenAll(redis.GetEndPoints().Select(at => redis.GetServer(at)).Where(server => server.IsConnected).Select(server => server.SubscriptionSubscriberCountAsync(channel)));
            return counts.Sum() > 1;
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await beating;
        stop.Dispose();
    }

    private void Hear(byte[] message)
    {
        var who = message.AsSpan(0, Math.Max(0, message.AsSpan().IndexOf((byte)0)));
        var lines = who.IndexOf((byte)'\n');
        var isOwn = (lines < 0 ? who : who[..lines]).SequenceEqual(me);
        switch (Encoding.UTF8.GetString(message.AsSpan(who.Length)).Split('\0'))
        {
            case [_, var number] when isOwn:
                HearBeat(long.Parse(number, CultureInfo.InvariantCulture));
                break;
            case [_, var version, var partition, var stream] when !isOwn:
                Written(new(partition, stream, long.Parse(version, CultureInfo.InvariantCulture), lines < 0 ? null : Tail(who[(lines + 1)..])));
                break;
        }
    }

    private static StreamTail Tail(ReadOnlySpan<byte> lines)
    {
        string? before = null;
        var events = new List<byte[]>();
        foreach (var line in lines.Split((byte)'\n'))
        {
            if (before is null)
            {
                before = Encoding.UTF8.GetString(lines[line]);
            }
            else
            {
                events.Add(lines[line].ToArray());
            }
        }

        return new(before!, events);
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
