using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace NatComments.Tests.Storage;

/// <summary>The way to a real server of this machine, which a test can make long, or cut after a question got through and before its answer does.</summary>
internal sealed class Line : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int port;

    public Line(RedisServer server)
    {
        port = server.Port;
        listener.Start();
        _ = Accept();
    }

    public string Connection => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>How long every answer is on its way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The next question that holds these words reaches the server, and its connection breaks in place of the answer.</summary>
    public string? LosesAnswerTo { get; set; }

    public void Dispose() => listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, port);
                var (near, far) = (client.GetStream(), server.GetStream());
                var lost = new TaskCompletionSource();
                var answers = Channel.CreateUnbounded<(DateTimeOffset Due, byte[] Bytes)>();
                await Task.WhenAny(Questions(near, far, lost), Answers(far, lost.Task, answers.Writer), Deliver(answers.Reader, near));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // One of the two has hung up.
            }
        }
    }

    private async Task Questions(Stream near, Stream far, TaskCompletionSource lost)
    {
        await foreach (var bytes in Read(near))
        {
            if (LosesAnswerTo is { } words && Encoding.UTF8.GetString(bytes).Contains(words, StringComparison.Ordinal))
            {
                LosesAnswerTo = null;
                lost.SetResult();
            }

            await far.WriteAsync(bytes);
        }
    }

    private async Task Answers(Stream far, Task lost, ChannelWriter<(DateTimeOffset, byte[])> to)
    {
        await foreach (var bytes in Read(far))
        {
            if (lost.IsCompleted)
            {
                return;
            }

            to.TryWrite((DateTimeOffset.UtcNow + Delay, bytes));
        }
    }

    private static async Task Deliver(ChannelReader<(DateTimeOffset Due, byte[] Bytes)> from, Stream near)
    {
        await foreach (var (due, bytes) in from.ReadAllAsync())
        {
            if (due - DateTimeOffset.UtcNow is var left && left > TimeSpan.FromMilliseconds(1))
            {
                using var timer = new PeriodicTimer(left);
                await timer.WaitForNextTickAsync();
            }

            await near.WriteAsync(bytes);
        }
    }

    private static async IAsyncEnumerable<byte[]> Read(Stream stream)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            yield return buffer[..read];
        }
    }
}
