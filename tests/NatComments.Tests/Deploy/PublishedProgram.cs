using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Deploy;

/// <summary>
/// The program as it is deployed: published once for all tests by the command of the Dockerfile, from what the tests were built with, and
/// started by the image's entry point. Its tests run alone, because they look at how long things take.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PublishedProgram : ICollectionFixture<PublishedProgram>, IAsyncLifetime
{
    public const string Name = "Published";

    private static readonly string[] Dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "deploy/Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    private readonly TemporaryFolder _folder = new();

    /// <summary>Where the program was published to.</summary>
    public string Folder => _folder.File("app");

    public async Task InitializeAsync()
    {
        // Compiling it once more, for Release, would take a minute of a processor: what is published is what was built.
        var configuration = typeof(PublishedProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var arguments = Words("RUN dotnet ").TakeWhile(word => word != "&&")
            .Select(word => word switch { "src/NatComments.Server" => Path.Combine(Repository.Root, word), "/app" => Folder, "Release" => configuration, _ => word });
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [.. arguments, "--no-build", "-nodeReuse:false"]) { RedirectStandardOutput = true };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Starts the program as a container would, on a free port of the loopback.</summary>
    internal ServerProcess Begin(TemporaryFolder data, params (string Name, string Value)[] settings)
    {
        var command = JsonSerializer.Deserialize<string[]>(Dockerfile.Single(line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal))["ENTRYPOINT ".Length..])!
            .Select(word => word.Replace("/app/", Folder + "/", StringComparison.Ordinal).Replace("http://0.0.0.0:8080", "http://127.0.0.1:0", StringComparison.Ordinal).Replace("/data", data.FullName, StringComparison.Ordinal));
        return ServerProcess.Begin(data.FullName, [.. command], [("NatComments__SetupToken", Node.AdminToken), ("NatComments__PostsPerMinute", "0"), .. settings]);
    }

    private static string[] Words(string instruction) =>
        Dockerfile.Single(line => line.StartsWith(instruction, StringComparison.Ordinal))[instruction.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
