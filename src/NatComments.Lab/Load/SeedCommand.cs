using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Spectre.Console;

namespace NatComments.Lab.Load;

/// <summary>
/// <c>seed</c>: fills a running server with comments over its own API, so that they go the whole way that readers' comments go. Reads from standard
/// input how many for which article: <c>{"an-article": 500}</c>.
/// </summary>
internal static class SeedCommand
{
    // As many as keep the server's group commit busy; more only wait.
    private const int InFlight = 32;

    // Three in ten comments answer an earlier one.
    private const int RepliesOfTen = 3;

    private static readonly string[] Words =
        ["haber", "yazı", "bence", "the", "article", "says", "that", "people", "yorum", "teşekkürler", "rast", "gelek", "spas", "city", "water", "again", "never", "okudum", "still", "think"];

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "The server.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var site = new Option<string>("--site") { Description = "The site.", DefaultValueFactory = _ => "demo" };
        var command = new Command("seed", "Fills a running server with comments; reads {\"article\": count} from standard input.") { url, site };
        command.SetAction((args, stop) => Run(args.GetValue(url)!, args.GetValue(site)!, stop));
        return command;
    }

    private static async Task<int> Run(string url, string site, CancellationToken stop)
    {
        var plan = await JsonSerializer.DeserializeAsync<Dictionary<string, int>>(Console.OpenStandardInput(), cancellationToken: stop) ?? [];
        using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().StartAsync(async context =>
        {
            var task = context.AddTask("Seeding", maxValue: Math.Max(1, plan.Values.Sum()));
            foreach (var (article, count) in plan)
            {
                await Seed(http, $"/api/v1/sites/{site}/threads/{Uri.EscapeDataString(article)}/comments", count, () => task.Increment(1), stop);
            }
        });
        return 0;
    }

    private static async Task Seed(HttpClient http, string path, int count, Action done, CancellationToken stop)
    {
        // A first part without replies, so that the others have something to answer to.
        var parents = new List<string>();
        var roots = Math.Max(1, count / 10);
        await Parallel.ForAsync(0, Math.Min(roots, count), Options(stop), async (i, token) =>
        {
            var id = await Post(http, path, i, null, token);
            lock (parents)
            {
                parents.Add(id);
            }

            done();
        });
        await Parallel.ForAsync(roots, Math.Max(roots, count), Options(stop), async (i, token) =>
        {
            await Post(http, path, i, i % 10 < RepliesOfTen ? parents[i % parents.Count] : null, token);
            done();
        });
    }

    private static async Task<string> Post(HttpClient http, string path, int i, string? parent, CancellationToken stop)
    {
        var random = new Random(i);
        var text = string.Join(' ', Enumerable.Range(0, random.Next(25, 45)).Select(_ => Words[random.Next(Words.Length)]));
        var answer = await http.PostAsJsonAsync(path, new { text, parentId = parent, author = new { name = $"Reader {i % 397}" } }, stop);
        if (!answer.IsSuccessStatusCode && parent is not null)
        {
            // On a premoderated site the parent waits and cannot be answered yet.
            return await Post(http, path, i, null, stop);
        }

        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("comment").GetProperty("id").GetString()!;
    }

    private static ParallelOptions Options(CancellationToken stop) => new() { MaxDegreeOfParallelism = InFlight, CancellationToken = stop };
}
