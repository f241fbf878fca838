using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Projections;
using NatComments.Server.Http;
using NatComments.Server.Observability;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;
using OpenTelemetry.Trace;

namespace NatComments.Tests.Telemetry;

/// <summary>What an operator's collector is told, and what it is never told.</summary>
public class OtlpExportTests
{
    // Told only when something goes wrong; each has a test where it does.
    private static readonly string[] InTrouble = ["natcomments.cluster.incidents", "natcomments.outbound.incidents", "natcomments.store.commits.failed"];

    [Fact]
    public async Task Every_number_that_the_program_has_reaches_the_collector_from_a_server_at_work()
    {
        await using var collector = await Collector.Start();
        using var folder = new TemporaryFolder();
        using var redis = new RedisServer();
        string[] told = ["--NatComments:Telemetry", collector.Url];
        await (await RunningServer.Start(folder.FullName)).DisposeAsync();
        await using (var server = await RunningServer.Start(folder.FullName, told))
        {
            await Work(server);
        }

        await using (var server = await RunningServer.Start(null, [.. told, "--NatComments:Redis", redis.Connection]))
        {
            redis.Kill();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Http.GetAsync("/health/ready")).StatusCode);
        }

        var metrics = collector.Of("metrics");
        Assert.All(Numbers.OfTheProgram.Select(number => number.Name).Except(InTrouble).Append("http.server.request.duration"), name => Assert.Contains(name, metrics));
        Assert.All((string[])["published", "pending", "policy", "moderator", "ready", "oldest", "commit", "read", "retry"], word => Assert.Contains(word, metrics));
    }

    [Fact]
    public async Task Traces_and_logs_show_where_time_goes_and_hold_nothing_of_readers()
    {
        await using var collector = await Collector.Start();
        using var redis = new RedisServer();
        string receipt;
        await using (var server = await RunningServer.Start(null, "--NatComments:Telemetry", collector.Url, "--NatComments:TracedShare", "1", "--NatComments:Redis", redis.Connection))
        {
            receipt = (await server.Post("secret-article", "Whispered words of a reader.", name: "Somebody Known")).Text("receipt");
            await server.Http.GetAsync("/api/v1/receipts/" + receipt);
            await server.Page("secret-article", "?limit=17");
            redis.Kill();
            await server.Http.GetAsync("/api/v1/receipts/" + receipt);
        }

        Assert.All((string[])["POST /api/v1/sites/{site}/threads/{article}/comments", "GET /api/v1/receipts/{receipt}", "PostComment", "commit"], word => Assert.Contains(word, collector.Of("traces")));
        Assert.Contains("store-unavailable", collector.Of("logs"));
        foreach (var signal in (string[])["metrics", "traces", "logs"])
        {
            Assert.All(
                (string[])["Whispered", "Somebody Known", "secret-article", receipt, "limit=17", "client.address", "network.peer.address", "user_agent"],
                word => Assert.DoesNotContain(word, collector.Of(signal)));
        }
    }

    [Fact]
    public async Task A_stranger_cannot_have_requests_traced()
    {
        await using var collector = await Collector.Start();
        await using (var server = await RunningServer.Start(null, "--NatComments:Telemetry", collector.Url, "--NatComments:TracedShare", "0"))
        {
            server.Http.DefaultRequestHeaders.Add("traceparent", "00-00000000000000000000000000000001-0000000000000001-01");
            await server.Page("post-1");
        }

        Assert.Empty(collector.Of("traces"));
    }

    [Fact]
    public async Task A_stranger_cannot_keep_requests_from_being_traced()
    {
        await using var collector = await Collector.Start();
        string[] all = ["--NatComments:Telemetry", collector.Url, "--NatComments:TracedShare", "1"];
        await using (var server = await RunningServer.Start(null, all))
        {
            var unwanted = "00-00000000000000000000000000000001-0000000000000001-00";
            server.Http.DefaultRequestHeaders.Add("traceparent", unwanted);
            await server.Post("post-1", "Traced all the same.");
        }

        Assert.Contains("PostComment", collector.Of("traces"));
    }

    [Fact]
    public void A_stranger_cannot_choose_an_id_that_is_always_traced()
    {
        var sampler = new OwnShareSampler(0);
        var id = ActivityTraceId.CreateFromString("00000000000000000000000000000001");
        var chosen = new ActivityContext(id, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        SamplingDecision Of(string span) => sampler.ShouldSample(new(chosen, id, span, ActivityKind.Server)).Decision;

        Assert.Equal(SamplingDecision.Drop, Of("Microsoft.AspNetCore.Hosting.HttpRequestIn"));
        Assert.Equal(SamplingDecision.RecordAndSample, Of("IThreadGrain/Ask"));
    }

    [Fact]
    public async Task A_collector_that_refuses_for_a_moment_is_told_again()
    {
        await using var collector = await Collector.Start();
        collector.Refusals = 2;
        using var numbers = new Numbers(OutboundCalls.MeterName);
        await using var services = Calling("collector");
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("collector");

        (await http.PostAsync(collector.Url + "/v1/metrics", new StringContent("told"))).EnsureSuccessStatusCode();

        Assert.Equal("told", collector.Of("metrics"));
        Assert.InRange(numbers.Sum("natcomments.outbound.incidents", "retry"), 2, long.MaxValue);
    }

    [Fact]
    public async Task A_neighbour_that_is_not_there_is_asked_no_more_after_some_tries()
    {
        await using var services = Calling("nobody");
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("nobody");
        Exception? failure = null;
        while (failure is not Polly.CircuitBreaker.BrokenCircuitException)
        {
            failure = await Assert.ThrowsAnyAsync<Exception>(() => http.GetAsync("http://127.0.0.1:1/"));
            Assert.True(failure is HttpRequestException or Polly.CircuitBreaker.BrokenCircuitException, $"{failure}");
        }
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        await using var server = await RunningServer.Start(null, "--NatComments:Telemetry", "http://127.0.0.1:1");

        await server.Post("post-1", "Said without a listener.");

        Assert.Equal(1, (await server.Page("post-1")).Number("count"));
    }

    private static ServiceProvider Calling(string neighbour)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        OutboundCalls.Add(services, neighbour);
        return services.BuildServiceProvider();
    }

    private static async Task Work(RunningServer server)
    {
        await server.Post("post-1", "Taken at once.");
        await server.Page("post-1");
        await server.Page("post-1");
        await server.Premoderate("post-2");
        var held = (await server.Post("post-2", "Held until somebody has read it.")).Text("comment", "id");
        using var admin = server.Admin();
        (await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "post-2", commentId = held, revision = 1, outcome = "publish" } } })).EnsureSuccessStatusCode();

        // The site's grain looks twice a second for what is to be projected.
        await HostQuestions.Until(() => Task.FromResult(server.Services.GetRequiredService<SiteProjections>().Known.Any()));
    }
}
