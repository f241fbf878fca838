using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

/// <summary>A server as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = [];
    private readonly TaskCompletionSource<string> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        _ = Listen();
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => _listens.Task.Result;

    /// <summary>What it has written so far.</summary>
    public string Said => string.Join('\n', _said);

    public bool IsListening => _listens.Task.IsCompletedSuccessfully;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static Task<ServerProcess> Start(string data, params string[] settings) => Start(typeof(NatComments.Server.Program).Assembly, data, settings);

    /// <param name="within">A command that runs it, when it is not to be started as it is.</param>
    public static async Task<ServerProcess> Start(Assembly program, string data, string[] settings, (string Name, string Value)[]? environment = null, string[]? within = null)
    {
        string[] command = [.. within ?? [], "dotnet", program.Location, "--urls", "http://127.0.0.1:0", "--data", data, "--NatComments:PostsPerMinute", "0", .. settings];
        var server = Begin(data, command, environment);
        await server.Ready();
        return server;
    }

    /// <summary>Starts a command without waiting until it listens.</summary>
    public static ServerProcess Begin(string folder, string[] command, (string Name, string Value)[]? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Waits until it listens.</summary>
    public Task Ready() => _listens.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>How many silos are active, as this one tells an administrator; -1 while it cannot say.</summary>
    public async Task<int> ActiveSilos(string token)
    {
        using var http = new HttpClient { BaseAddress = new(Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var answer = await http.GetAsync("/api/v1/cluster");
        return !answer.IsSuccessStatusCode ? -1
            : (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Count(silo => silo.Text("status") == "Active");
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM. How long it took until it had ended, with exit code 0.</summary>
    public async Task<TimeSpan> Stop()
    {
        var since = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        var took = since.Elapsed;
        Assert.True(_process.ExitCode == 0, Said);
        return took;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _said.Enqueue(line);
            if (line.Contains("http://", StringComparison.Ordinal) && !IsListening)
            {
                _listens.TrySetResult(new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim()).GetLeftPart(UriPartial.Authority));
            }
        }

        _listens.TrySetException(new InvalidOperationException("The server ended without saying where it listens.\n" + Said));
    }
}
