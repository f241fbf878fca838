using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Cluster;

/// <summary>Two silos that cannot see each other any more, and both see Redis: one goes on without an error, the other ends itself and comes back when the network does.</summary>
public sealed class PartedClusterTests
{
    private const int Articles = 8;

    private readonly ConcurrentBag<(string Article, Guid Id)> acknowledged = [];

    [PartedNetworkFact]
    public async Task One_silo_goes_on_the_other_ends_itself_nothing_is_lost_and_both_are_one_cluster_again_afterwards()
    {
        using var network = new PartedNetwork();
        using var redis = PartedNetwork.Redis();
        using var folder = new TemporaryFolder();
        var silos = new[] { await Start(network, redis, folder, 0), await Start(network, redis, folder, 1) };
        using var over = new CancellationTokenSource();
        try
        {
            var posting = silos.Select((silo, i) => Post(silo, $"at-{i}", over.Token)).ToList();
            await HostQuestions.Until(() => Task.FromResult(acknowledged.Count > 100));
            network.Cut();
            await HostQuestions.Until(() => Task.FromResult(silos.Any(silo => silo.HasEnded)));
            var ended = Array.FindIndex(silos, silo => silo.HasEnded);
            var survivor = silos[1 - ended];
            var before = acknowledged.Count;
            await HostQuestions.Until(() => Task.FromResult(acknowledged.Count > before + 100));
            await over.CancelAsync();
            Assert.Equal(0, (await Task.WhenAll(posting))[1 - ended]);
            Assert.False(survivor.HasEnded);

            network.Mend();
            silos[ended] = await Start(network, redis, folder, ended);
            await HostQuestions.Until(async () => await silos[ended].ActiveSilos(Node.AdminToken) == 2);
            foreach (var silo in silos)
            {
                Assert.Empty(acknowledged.Except(await Comments(silo)));
            }
        }
        finally
        {
            await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
        }
    }

    private static Task<ServerProcess> Start(PartedNetwork network, RedisServer redis, TemporaryFolder folder, int machine) => ServerProcess.Start(
        typeof(Server.Program).Assembly,
        folder.FullName,
        ["--urls", $"http://{PartedNetwork.Address(machine)}:5080", "--NatComments:Redis", $"{PartedNetwork.Here}:{redis.Port}", "--NatComments:Silo:Address", PartedNetwork.Address(machine),
            "--NatComments:SetupToken", Node.AdminToken, "--NatComments:PublishEverything", "true"],
        within: network.On(machine));

    // Posts one after the other to all articles until it is told to stop or the silo is dead. How many posts were refused.
    private async Task<int> Post(ServerProcess silo, string what, CancellationToken over)
    {
        var refused = 0;
        using var http = new HttpClient { BaseAddress = new(silo.Url) };
        try
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var (article, id) = ($"post-{i % Articles}", Guid.NewGuid());
                var answer = await http.PostAsJsonAsync($"/api/v1/sites/demo/threads/{article}/comments", new { id, text = $"Number {i} {what}.", author = new { name = "Defne" } }, CancellationToken.None);
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    acknowledged.Add((article, id));
                }
                else
                {
                    refused++;
                }
            }
        }
        catch (HttpRequestException)
        {
            // It is dead.
        }

        return refused;
    }

    private static async Task<HashSet<(string, Guid)>> Comments(ServerProcess silo)
    {
        using var http = new HttpClient { BaseAddress = new(silo.Url) };
        var found = new HashSet<(string, Guid)>();
        foreach (var article in Enumerable.Range(0, Articles).Select(i => $"post-{i}"))
        {
            for (string? next = ""; next is not null;)
            {
                var page = await http.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/threads/{article}?sort=oldest&limit=200{(next == "" ? "" : "&after=" + next)}");
                found.UnionWith(page.GetProperty("comments").EnumerateArray().Select(comment => (article, comment.GetProperty("id").GetGuid())));
                next = page.GetProperty("next").GetString();
            }
        }

        return found;
    }
}
