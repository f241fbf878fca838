using System.Diagnostics;
using System.Reflection;
using NatComments.Server;

namespace NatComments.Tests.Endpoints;

/// <summary>A server as a process of its own.</summary>
internal sealed class ServerProcess(Process process, string url) : IAsyncDisposable
{
    public string Url { get; } = url;

    public bool HasEnded => process.HasExited;

    public static Task<ServerProcess> Start(string data, params string[] settings) => Start(typeof(ServerHost).Assembly, data, settings);

    /// <param name="within">A command that runs it, when it is not to be started as it is.</param>
    public static async Task<ServerProcess> Start(Assembly program, string data, string[] settings, (string Name, string Value)[]? environment = null, string[]? within = null)
    {
        string[] command = [.. within ?? [], "dotnet"];
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, WorkingDirectory = data };
        foreach (var argument in (string[])[.. command[1..], program.Location, "--urls", "http://127.0.0.1:0", "--data", data, "--NatComments:PostsPerMinute", "0", .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("http://", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim()).GetLeftPart(UriPartial.Authority));
            }
        }

        throw new InvalidOperationException("The server ended without saying where it listens.");
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
