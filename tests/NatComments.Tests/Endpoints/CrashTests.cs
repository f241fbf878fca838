using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Endpoints;

/// <summary>The real program, killed without warning under load.</summary>
public class CrashTests
{
    private const int Clients = 8;

    [Fact]
    public async Task Every_acknowledged_comment_survives_a_kill_under_load()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new ConcurrentBag<string>();
        for (var round = 0; round < 3; round++)
        {
            await using var server = await ServerProcess.Start(folder.FullName);
            await PostUntilKilled(server, acknowledged, enough: 300);
        }

        Assert.True(acknowledged.Count >= 900);
        await using var after = await RunningServer.Start(folder.FullName);
        var there = new HashSet<string>();
        for (var query = "?sort=oldest&limit=200"; ;)
        {
            var page = await after.Page("crash", query);
            there.UnionWith(page.Items("comments").Select(c => c.Text("id")));
            if (page.GetProperty("next").GetString() is not { } next)
            {
                Assert.Equal(page.Number("count"), there.Count);
                break;
            }

            query = $"?sort=oldest&limit=200&after={next}";
        }

        Assert.Empty(acknowledged.Except(there));
        Assert.Equal($"{{\"crash\":{there.Count}}}", await after.Http.GetStringAsync("/api/v1/sites/demo/counts?article=crash"));
    }

    private static async Task PostUntilKilled(ServerProcess server, ConcurrentBag<string> acknowledged, int enough)
    {
        var before = acknowledged.Count;
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            try
            {
                // Bounded: a server that never dies must not keep the test.
                for (var i = 0; i < 20_000; i++)
                {
                    var answer = await http.PostAsJsonAsync("/api/v1/sites/demo/threads/crash/comments", new { text = $"comment {client} {i}", author = new { name = "A" } });
                    answer.EnsureSuccessStatusCode();
                    acknowledged.Add((await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("comment", "id"));
                    if (acknowledged.Count - before >= enough)
                    {
                        server.Kill();
                    }
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone.
            }
        }));
    }
}
