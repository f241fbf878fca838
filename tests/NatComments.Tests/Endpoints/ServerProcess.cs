using System.Diagnostics;
using System.Reflection;
using NatComments.Server;

namespace NatComments.Tests.Endpoints;

/// <summary>A server as a process of its own.</summary>
internal sealed class ServerProcess(Process process, string url) : IAsyncDisposable
{
    public string Url { get; } = url;

    public static Task<ServerProcess> Start(string data, params string[] settings) => Start(typeof(ServerHost).Assembly, data, settings);

    public static async Task<ServerProcess> Start(Assembly program, string data, string[] settings, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = data };
        foreach (var argument in (string[])[program.Location, "--urls", "http://127.0.0.1:0", "--data", data, "--NatComments:PostsPerMinute", "0", .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("http://127.0.0.1:", StringComparison.Ordinal))
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
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
