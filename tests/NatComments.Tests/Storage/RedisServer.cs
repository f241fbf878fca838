using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NatComments.Server.Storage.Redis;

namespace NatComments.Tests.Storage;

/// <summary>A real redis-server of a test's own, on a free port of the loopback, with its files in a temporary folder. Settings override each other, the later ones winning.</summary>
public sealed class RedisServer : IDisposable
{
    /// <summary>
    /// 30 s for an answer where a test is not about time-outs: a machine whose processors are all taken may need several seconds for twenty megabytes, and a
    /// server that is away is noticed by its broken connection, not by this.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];

    // Linux gives connections ports from 32,768 on.
    private const int FirstPort = 12_000;
    private const uint Ports = 20_000;

    private static int lastPort = Random.Shared.Next();

    private readonly TemporaryFolder folder = new();
    private readonly string[] settings;
    private Process? process;

    public RedisServer()
        : this([])
    {
    }

    private RedisServer(string[] settings)
    {
        this.settings = settings;
        Port = FreePort();
        Start();
    }

    public int Port { get; }

    public string Connection => $"127.0.0.1:{Port}";

    /// <summary>A server with settings of its own.</summary>
    public static RedisServer With(params string[] settings) => new(settings);

    /// <summary>A sentinel of its own that watches over a master, and makes its replica the master within two seconds of its death.</summary>
    public static RedisServer Sentinel(string name, RedisServer master)
    {
        // Sentinels keep what they learn in their file.
        var file = Path.Combine(master.folder.FullName, $"sentinel-{Guid.NewGuid():N}.conf");
        File.WriteAllText(file, $"sentinel monitor {name} 127.0.0.1 {master.Port} 1\nsentinel down-after-milliseconds {name} 1000\nsentinel failover-timeout {name} 3000\n");
        return new([file, "--sentinel"]);
    }

    /// <summary>Options of a store of its own in this server.</summary>
    public RedisStoreOptions Options() => new(Connection) { Prefix = $"t{Guid.NewGuid():N}", Timeout = Patience };

    /// <summary>Starts the server and waits until it answers.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] own = ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", folder.FullName];
        foreach (var argument in (string[])(settings is [var file, "--sentinel"] ? [file, .. own, "--sentinel"] : [.. own, .. Durable, .. settings]))
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var waited = Stopwatch.StartNew();
        while (!Listens())
        {
            Assert.False(process.HasExited, "redis-server ended at once.");
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "redis-server does not listen.");
            Thread.Yield();
        }
    }

    /// <summary>The server dies without warning.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    /// <summary>The server answers nobody, but its connections stay.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>A frozen server goes on.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Runs a command as an operator would, and gives what it prints.</summary>
    public string Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("redis-cli") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["-h", "127.0.0.1", "-p", $"{Port}", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var client = Process.Start(start)!;
        var said = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        return said.Trim();
    }

    public void Dispose()
    {
        if (!process!.HasExited)
        {
            Kill();
        }

        process.Dispose();
        folder.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, $"{process!.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private bool Listens()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            client.GetStream().Write("PING\r\n"u8);
            var answer = new byte[1];
            return client.GetStream().Read(answer) == 1 && answer[0] is (byte)'+' or (byte)'-';
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// A port of the loopback that nobody listens on, and that no connection of another test is given before somebody does: below those that the system hands
    /// out, and never the same twice.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (int)((uint)Interlocked.Increment(ref lastPort) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
