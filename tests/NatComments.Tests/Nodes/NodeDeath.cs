using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>One of two nodes dies without warning while both are written to.</summary>
public abstract class NodeDeath
{
    private const int Clients = 6;
    private const int Enough = 150;

    /// <summary>A node of this process.</summary>
    private protected abstract Task<Node> Survivor(RedisServer redis);

    /// <summary>A node that is a process of its own.</summary>
    private protected abstract Task<ServerProcess> Doomed(RedisServer redis, string data);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_clients_of_the_other_node_see_no_error()
    {
        using var redis = new RedisServer();
        using var folder = new TemporaryFolder();
        await using var survivor = await Survivor(redis);
        var acknowledged = new ConcurrentBag<Guid>();
        await using (var doomed = await Doomed(redis, folder.FullName))
        {
            using var http = new HttpClient { BaseAddress = new(doomed.Url) };
            using var dead = new CancellationTokenSource();
            var atDoomed = Enumerable.Range(0, Clients).Select(client => PostUntilItDies(http, client, acknowledged)).ToList();
            var atSurvivor = Enumerable.Range(0, Clients).Select(client => PostWithoutError(survivor, client, acknowledged, dead.Token)).ToList();
            await HostQuestions.Until(() => Task.FromResult(acknowledged.Count >= Enough));
            doomed.Kill();
            await Task.WhenAll(atDoomed);
            await dead.CancelAsync();
            await Task.WhenAll(atSurvivor);
        }

        var there = new HashSet<Guid>();
        foreach (var article in Enumerable.Range(0, Clients).SelectMany(client => new[] { $"doomed-{client}", $"survivor-{client}" }))
        {
            for (string? next = ""; next is not null;)
            {
                var page = await survivor.Http.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/sites/demo/threads/{article}?sort=oldest&limit=200{(next == "" ? "" : "&after=" + next)}");
                there.UnionWith(page.GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("id").GetGuid()));
                next = page.GetProperty("next").GetString();
            }
        }

        Assert.Empty(acknowledged.Except(there));
    }

    private static async Task PostUntilItDies(HttpClient http, int client, ConcurrentBag<Guid> acknowledged)
    {
        try
        {
            while (true)
            {
                var id = Guid.NewGuid();
                var answer = await http.PostAsJsonAsync($"/api/v1/sites/demo/threads/doomed-{client}/comments", Comment(id));
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                acknowledged.Add(id);
            }
        }
        catch (HttpRequestException)
        {
            // It is dead.
        }
    }

    private static async Task PostWithoutError(Node node, int client, ConcurrentBag<Guid> acknowledged, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var id = Guid.NewGuid();
            await node.Post($"survivor-{client}", "Number 7 of one node.", id);
            acknowledged.Add(id);
        }
    }

    private static object Comment(Guid id) => new { id, text = "Number 7 of one node.", author = new { name = "Defne" } };
}
