using System.Diagnostics;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Cluster;

/// <summary>
/// Two machines as far as a network goes: two network namespaces of this one, on one bridge. Cut, they do not reach each other any more, while this machine
/// and the Redis on it reach both and are reached. Needs Linux, its <c>ip</c> command and the right to use it.
/// </summary>
internal sealed class PartedNetwork : IDisposable
{
    // Nobody else's tests use it, and no packet leaves this machine.
    private const string Prefix = "10.213.47.";

    private readonly string name = $"nc{Environment.ProcessId % 100_000}";

    public PartedNetwork()
    {
        Ip($"link add {name} type bridge");
        Ip($"addr add {Here}/24 dev {name}");
        Ip($"link set {name} up");
        foreach (var machine in Machines)
        {
            Ip($"netns add {Space(machine)}");
            Ip($"link add {Space(machine)} type veth peer name eth0 netns {Space(machine)}");
            Ip($"link set {Space(machine)} master {name} up");
            Ip($"-n {Space(machine)} addr add {Address(machine)}/24 dev eth0");
            Ip($"-n {Space(machine)} link set eth0 up");
            Ip($"-n {Space(machine)} link set lo up");
        }
    }

    /// <summary>True when this machine lets us make one.</summary>
    public static bool IsPossible { get; } = CanBeMade();

    /// <summary>Where both machines find this one.</summary>
    public static string Here => Prefix + "1";

    private static IEnumerable<int> Machines => [0, 1];

    /// <summary>Where one of the two is found.</summary>
    public static string Address(int machine) => $"{Prefix}{machine + 11}";

    /// <summary>A command that runs what follows it on one of the two.</summary>
    public string[] On(int machine) => ["ip", "netns", "exec", Space(machine)];

    /// <summary>A redis-server that both reach.</summary>
    public static RedisServer Redis() => RedisServer.With("--bind", $"127.0.0.1 {Here}", "--protected-mode", "no");

    /// <summary>The two do not reach each other from now on.</summary>
    public void Cut() => Isolate("on");

    /// <summary>They do again.</summary>
    public void Mend() => Isolate("off");

    public void Dispose()
    {
        foreach (var machine in Machines)
        {
            Run($"netns del {Space(machine)}");
        }

        Run($"link del {name}");
    }

    private string Space(int machine) => $"{name}-{machine}";

    private void Isolate(string how)
    {
        foreach (var machine in Machines)
        {
            Ip($"link set dev {Space(machine)} type bridge_slave isolated {how}");
        }
    }

    private static bool CanBeMade()
    {
        try
        {
            using var network = new PartedNetwork();
            network.Cut();
            return true;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Ip(string arguments)
    {
        if (Run(arguments) is not 0)
        {
            throw new InvalidOperationException($"ip {arguments} is not allowed here.");
        }
    }

    private static int Run(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        ip.WaitForExit();
        return ip.ExitCode;
    }
}

/// <summary>A test over a <see cref="PartedNetwork"/>, skipped where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PartedNetworkFactAttribute : FactAttribute
{
    public PartedNetworkFactAttribute() => Skip = PartedNetwork.IsPossible ? null : "Needs root and the ip command of Linux, to make two networks and part them.";
}
