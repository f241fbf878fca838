using NatComments.Server.Resilience;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Telemetry;

/// <summary>What an operator's collector is told, and what it is never told.</summary>
public class OtlpExportTests
{
    [Fact]
    public async Task Metrics_and_logs_reach_the_collector_and_hold_no_words_of_readers()
    {
        await using var collector = await Collector.Start();
        using var folder = new TemporaryFolder();
        await (await RunningServer.Start(folder.FullName)).DisposeAsync();
        await using (var server = await RunningServer.Start(folder.FullName, "--NatComments:Telemetry", collector.Url))
        {
            await server.Post("secret-article", "Whispered words of a reader.", name: "Somebody Known");
            await server.Page("secret-article");
            await server.Page("secret-article");
        }

        var metrics = collector.Of("metrics");
        Assert.All(
            ["natcomments.posts", "natcomments.verdicts", "natcomments.decisions", "natcomments.threads.awake", "natcomments.pages", "natcomments.store.group.commits", "natcomments.queue.length", "http.server.request.duration"],
            (string name) => Assert.Contains(name, metrics));
        foreach (var signal in (string[])["metrics", "traces", "logs"])
        {
            Assert.All(["Whispered", "Somebody Known", "secret-article", "client.address", "network.peer.address", "user_agent"], (string word) => Assert.DoesNotContain(word, collector.Of(signal)));
        }
    }

    [Fact]
    public async Task A_collector_that_refuses_for_a_moment_is_told_again()
    {
        await using var collector = await Collector.Start();
        collector.Refusals = 2;
        using var http = OutboundHttp.Client("collector", TimeSpan.FromSeconds(60));

        (await http.PostAsync(collector.Url + "/v1/metrics", new StringContent("told"))).EnsureSuccessStatusCode();

        Assert.Equal("told", collector.Of("metrics"));
    }

    [Fact]
    public async Task A_neighbour_that_is_not_there_is_asked_no_more_after_some_tries()
    {
        using var http = OutboundHttp.Client("nobody", TimeSpan.FromSeconds(60));
        Exception? failure = null;
        while (failure?.InnerException is not Polly.CircuitBreaker.BrokenCircuitException)
        {
            failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("http://127.0.0.1:1/"));
        }
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        await using var server = await RunningServer.Start(null, "--NatComments:Telemetry", "http://127.0.0.1:1");

        await server.Post("post-1", "Said without a listener.");

        Assert.Equal(1, (await server.Page("post-1")).Number("count"));
    }
}
