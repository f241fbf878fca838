using NatComments.Server.Configuration;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NatComments.Server.Silos;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;
using NatComments.Tests.Telemetry;

namespace NatComments.Tests.Deploy;

/// <summary>What stands in <c>deploy/</c> fits the program.</summary>
public sealed partial class DeployTests
{
    private static readonly string[] Files = [.. Directory.GetFiles(Path.Combine(Repository.Root, "deploy"), "*", SearchOption.AllDirectories)];

    [Fact]
    public void Every_setting_that_is_set_is_one_that_the_server_has()
    {
        var set = Files.SelectMany(file => Setting().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.Contains("Redis", set);
        Assert.Contains("Silo__Address", set);
        var known = typeof(FeatureOptions).Assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties().Select(property => type == typeof(SiloOptions) ? "Silo__" + property.Name : property.Name)).ToHashSet();
        Assert.All(set, name => Assert.Contains(name, known));
    }

    [Fact]
    public void Every_number_that_is_watched_is_one_that_the_server_gives()
    {
        var given = Numbers.OfTheProgram.Append(("http.server.request.duration", "Histogram", "s")).SelectMany(number => InPrometheus(number.Item1, number.Item2, number.Item3)).ToHashSet();
        var watched = Files.Where(file => file.Contains("/observe/", StringComparison.Ordinal)).SelectMany(file => Watched().Matches(File.ReadAllText(file))).Select(match => match.Value).Distinct().ToList();

        Assert.True(watched.Count > 8);
        Assert.All(watched, name => Assert.Contains(name, given));
    }

    [Fact]
    public void Every_source_that_the_security_page_names_is_there()
    {
        var sources = Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs")).Select(Repository.Relative).ToList();
        var named = Source().Matches(File.ReadAllText(Path.Combine(Repository.Root, "deploy/SECURITY.md"))).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(named.Count > 8);
        Assert.All(named, name => Assert.Contains(sources, source => source.EndsWith("/" + name, StringComparison.Ordinal) || source.EndsWith("." + name, StringComparison.Ordinal)));
    }

    // As the collector names them for Prometheus.
    private static IEnumerable<string> InPrometheus(string name, string kind, string unit)
    {
        var start = name.Replace('.', '_') + (unit == "s" ? "_seconds" : "");
        return kind switch
        {
            "Counter" => [start + "_total"],
            "Histogram" => [start + "_bucket", start + "_sum", start + "_count"],
            _ => [start],
        };
    }

    [Fact]
    public async Task The_unit_starts_a_server_that_becomes_ready_and_ends_on_a_word()
    {
        using var folder = new TemporaryFolder();
        var command = File.ReadLines(Path.Combine(Repository.Root, "deploy/natcomments.service")).Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..].Split(' ');
        var port = FreePort();
        var arguments = command[1..].Select(word => word switch
        {
            "/opt/natcomments/NatComments.Server.dll" => typeof(NatComments.Server.Program).Assembly.Location,
            "http://127.0.0.1:5080" => $"http://127.0.0.1:{port}",
            "/var/lib/natcomments" => folder.FullName,
            _ => word,
        });
        using var server = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            using var http = new HttpClient();
            await HostQuestions.Until(async () => await IsReady(http, port));
            using var kill = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            await server.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            if (!server.HasExited)
            {
                server.Kill();
            }
        }
    }

    private static async Task<bool> IsReady(HttpClient http, int port)
    {
        try
        {
            return (await http.GetAsync($"http://127.0.0.1:{port}/health/ready")).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("NatComments__((?:Silo__)?[A-Za-z]+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"`(\w+(?:/\w+)+\.cs)`")]
    private static partial Regex Source();

    [GeneratedRegex(@"\b(natcomments|http_server)_[a-z_]+")]
    private static partial Regex Watched();
}
