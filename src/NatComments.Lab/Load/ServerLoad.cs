using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NatComments.Lab.Load;

/// <summary>Connections that post and read, and what they meet.</summary>
internal sealed class ServerLoad(LoadPlan plan, int[] pids) : IAsyncDisposable
{
    private const int FillAtOnce = 16;

    // Ticks of /proc/PID/stat in a second; the same on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256, ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentQueue<(int Thread, Guid Id)> _acknowledged = [];
    private readonly ConcurrentDictionary<string, int> _refused = [];
    private readonly ConcurrentDictionary<int, long> _answered = [];
    private long _posts;
    private long _pages;
    private long _longest;
    private long _happened;
    private int _names;

    /// <summary>So many comments into each thread, at the first server.</summary>
    public Task Fill(int comments, CancellationToken stop) => Parallel.ForAsync(0, comments * plan.Threads, Options(FillAtOnce, stop), async (i, _) =>
    {
        var (status, _) = await Post(plan.Urls[0], i % plan.Threads, Guid.NewGuid(), stop);
        if (status != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"{plan.Urls[0]} refuses posts: {status}.");
        }
    });

    /// <summary>Posts and reads for a while.</summary>
    /// <param name="happens">A command that is run after a third of the time.</param>
    public async Task<LoadResult> Run(int writers, int readers, TimeSpan time, string? happens, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(time);
        var (before, since) = (Seconds(), Stopwatch.StartNew());
        var all = Enumerable.Range(0, writers).Select(seed => Write(new(seed), over.Token))
            .Concat(Enumerable.Range(0, readers).Select(seed => Read(new(1_000 + seed), over.Token))).ToList();
        if (happens is not null)
        {
            await Task.Delay(time / 3, stop);
            using var bash = Process.Start("bash", ["-c", happens]);
            await bash.WaitForExitAsync(stop);
            Volatile.Write(ref _happened, Stopwatch.GetTimestamp());
            Volatile.Write(ref _longest, 0);
        }

        await Task.WhenAll(all);
        var (took, processor) = (since.Elapsed.TotalSeconds, Seconds() - before);
        var back = happens is null || _answered.Count < plan.Threads ? (TimeSpan?)null : Stopwatch.GetElapsedTime(_happened, _answered.Values.Max());
        return new(_posts, _pages, took, pids.Length == 0 ? null : processor, _refused.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} × {pair.Key}").ToList())
        {
            Happened = happens is not null,
            Longest = TimeSpan.FromTicks(_longest),
            Back = back,
            AnsweredThreads = _answered.Count,
            Acknowledged = _acknowledged.Count,
            Lost = happens is null ? 0 : await Lost(stop),
        };
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Write(Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var thread = plan.Thread(random);
            await Ask(plan.Url(thread, random), async url =>
            {
                var id = Guid.NewGuid();
                var (status, code) = await Post(url, thread, id, CancellationToken.None);
                if (status == HttpStatusCode.Created)
                {
                    Interlocked.Increment(ref _posts);
                    _acknowledged.Enqueue((thread, id));
                    if (Volatile.Read(ref _happened) != 0)
                    {
                        _answered.TryAdd(thread, Stopwatch.GetTimestamp());
                    }
                }

                return status == HttpStatusCode.Created ? null : "post " + code;
            });
        }
    }

    private async Task Read(Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var thread = plan.Thread(random);
            await Ask(plan.Url(thread, random), async url =>
            {
                using var answer = await _http.GetAsync(url + plan.Path(thread) + "?limit=10", CancellationToken.None);
                await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
                Interlocked.Increment(ref _pages);
                return answer.IsSuccessStatusCode ? null : $"page {(int)answer.StatusCode}";
            });
        }
    }

    private async Task Ask(string url, Func<string, Task<string?>> ask)
    {
        var since = Stopwatch.GetTimestamp();
        string? refusal;
        try
        {
            refusal = await ask(url);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            refusal = e is HttpRequestException { HttpRequestError: var error } ? $"{error}" : "timeout";
        }

        var took = Stopwatch.GetElapsedTime(since).Ticks;
        if (refusal is null || url != plan.Doomed)
        {
            if (refusal is not null)
            {
                _refused.AddOrUpdate(refusal, 1, (_, count) => count + 1);
            }

            for (var longest = Volatile.Read(ref _longest); took > longest; longest = Volatile.Read(ref _longest))
            {
                Interlocked.CompareExchange(ref _longest, took, longest);
            }
        }

        if (refusal is not null)
        {
            // Whoever was refused does not ask again at once; neither do widgets.
            await Task.Delay(50);
        }
    }

    private async Task<(HttpStatusCode Status, string Code)> Post(string url, int thread, Guid id, CancellationToken stop)
    {
        var n = Interlocked.Increment(ref _names);
        var text = $"What reader {n} of {plan.Name} thinks of the article of today, number {n * 7 % 9_973}";
        using var answer = await _http.PostAsJsonAsync(url + plan.Path(thread) + "/comments", new { id, text, author = new { name = $"Reader {n % 397}" } }, stop);
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            await answer.Content.ReadAsByteArrayAsync(stop);
            return (answer.StatusCode, "");
        }

        var problem = await answer.Content.ReadAsStringAsync(stop);
        var code = problem.StartsWith('{') && JsonDocument.Parse(problem).RootElement.TryGetProperty("code", out var named) ? named.GetString() : null;
        return (answer.StatusCode, $"{(int)answer.StatusCode} {code}".TrimEnd());
    }

    // Reads every thread whole at a server that is there.
    private async Task<int> Lost(CancellationToken stop)
    {
        var url = plan.Urls.First(url => url != plan.Doomed);
        var lost = 0;
        await Parallel.ForEachAsync(_acknowledged.GroupBy(one => one.Thread), Options(8, stop), async (thread, token) =>
        {
            var there = new HashSet<Guid>();
            for (string? next = ""; next is not null;)
            {
                var page = await _http.GetFromJsonAsync<JsonElement>($"{url}{plan.Path(thread.Key)}?sort=oldest&limit=200{(next == "" ? "" : "&after=" + next)}", token);
                Collect(page, there);
                next = page.GetProperty("next").GetString();
            }

            Interlocked.Add(ref lost, thread.Count(one => !there.Contains(one.Id)));
        });
        return lost;
    }

    private static void Collect(JsonElement page, HashSet<Guid> there)
    {
        foreach (var comment in page.GetProperty("comments").EnumerateArray())
        {
            there.Add(comment.GetProperty("id").GetGuid());
        }
    }

    private double Seconds() => pids.Where(pid => File.Exists($"/proc/{pid}/stat")).Sum(pid =>
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    });

    private static ParallelOptions Options(int atOnce, CancellationToken stop) => new() { MaxDegreeOfParallelism = atOnce, CancellationToken = stop };
}

/// <summary>What a load met.</summary>
/// <param name="Processor">Seconds of processor that the named processes took; null when none was named.</param>
/// <param name="Refused">What was refused or failed, and how often.</param>
internal sealed record LoadResult(long Posts, long Pages, double Seconds, double? Processor, IReadOnlyList<string> Refused)
{
    public bool Happened { get; init; }

    /// <summary>The longest wait after what happened.</summary>
    public TimeSpan Longest { get; init; }

    /// <summary>From what happened until the last of the threads had taken a post; null when one had not.</summary>
    public TimeSpan? Back { get; init; }

    public int AnsweredThreads { get; init; }

    public int Acknowledged { get; init; }

    /// <summary>Comments that were acknowledged and are not there.</summary>
    public int Lost { get; init; }

    public override string ToString()
    {
        var parts = new List<string>();
        if (Posts > 0)
        {
            parts.Add(Invariant($"{Posts / Seconds:0} posts/s"));
        }

        if (Pages > 0)
        {
            parts.Add(Invariant($"{Pages / Seconds:0} pages/s"));
        }

        // One number where there is one kind of request; a script reads it.
        if (Processor is { } processor && (Posts == 0 || Pages == 0) && Posts + Pages > 0)
        {
            parts.Add(Invariant($"CPU {processor / (Posts + Pages) * 1_000:0.000} s per 1,000"));
        }
        else if (Processor is { } both)
        {
            parts.Add(Invariant($"CPU {both:0.00} s"));
        }

        if (Happened)
        {
            parts.Add(Back is { } back ? Invariant($"all threads take posts after {back.TotalSeconds:0.0} s") : $"only {AnsweredThreads} threads took posts afterwards");
            parts.Add(Invariant($"longest wait {Longest.TotalSeconds:0.0} s"));
            parts.Add($"lost {Lost} of {Acknowledged} acknowledged");
        }

        parts.Add(Refused.Count == 0 ? "no error" : "errors: " + string.Join(", ", Refused));
        return string.Join("; ", parts);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
