using System.Net.ServerSentEvents;
using System.Net.Http.Json;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

public class LiveTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Whoever_watches_is_told_where_the_thread_stands_and_each_new_comment()
    {
        await server.Post("live", "before");
        await using var watch = await Watch("live");
        var (name, id, data) = await watch.Next();
        Assert.Equal(("version", "1"), (name, id));
        Assert.Equal((1, 1), (data.Number("version"), data.Number("count")));

        await server.Post("live", "meanwhile");
        (name, _, data) = await watch.Next();
        Assert.Equal(("comment", "<p>meanwhile</p>\n"), (name, data.Text("html")));
        (name, id, data) = await watch.Next();
        Assert.Equal(("version", "2", 2), (name, id, data.Number("count")));
    }

    [Fact]
    public async Task What_is_held_is_announced_to_nobody_until_it_is_published()
    {
        await using var watch = await Watch("held");
        await watch.Next();
        var id = (await server.Post("held", "Call him on 0532 123 45 67")).Text("comment", "id");
        using var admin = server.Admin();
        await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "held", commentId = id, revision = 1, outcome = "publish" } } });
        var (name, _, data) = await watch.Next();
        Assert.Equal(("comment", id), (name, data.Text("id")));
    }

    [Fact]
    public async Task Whoever_comes_back_gets_what_was_missed_as_long_as_somebody_watched()
    {
        await using var other = await Watch("back");
        await other.Next();
        await server.Post("back", "first");
        await server.Post("back", "second");
        await using var watch = await Watch("back", lastEventId: "1");
        var (name, _, data) = await watch.Next();
        Assert.Equal(("version", 2), (name, data.Number("version")));
        (name, _, data) = await watch.Next();
        Assert.Equal(("comment", "<p>second</p>\n"), (name, data.Text("html")));
    }

    [Fact]
    public async Task Too_many_watchers_are_sent_away_and_places_become_free()
    {
        await using var small = await RunningServer.Start(null, "--NatComments:MaxLiveReaders", "1");
        var first = await small.Http.GetAsync("/api/v1/sites/demo/threads/a/live", HttpCompletionOption.ResponseHeadersRead);
        var refused = await small.Http.GetAsync("/api/v1/sites/demo/threads/a/live", HttpCompletionOption.ResponseHeadersRead);
        await refused.IsProblem(503, "too-many-live-readers");
        first.Dispose();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var again = await small.Http.GetAsync("/api/v1/sites/demo/threads/a/live", HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (again.IsSuccessStatusCode)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_those_who_watch()
    {
        // Half of the time that a host gives its requests: with a wait for readers it would take all of it.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(7));
        var stopping = await RunningServer.Start();
        using var reader = await stopping.Http.GetAsync("/api/v1/sites/demo/threads/a/live", HttpCompletionOption.ResponseHeadersRead);
        using var admin = stopping.Admin();
        using var console = await admin.GetAsync("/api/v1/sites/demo/live", HttpCompletionOption.ResponseHeadersRead);
        await stopping.DisposeAsync().AsTask().WaitAsync(deadline.Token);
    }

    [Fact]
    public async Task One_network_does_not_keep_the_others_from_watching()
    {
        await using var small = await RunningServer.Start(
            null, "--NatComments:MaxLiveReaders", "12", "--NatComments:MaxLiveReadersPerNetwork", "8", "--NatComments:TrustedProxies:0", "127.0.0.1");
        var greedy = new List<HttpResponseMessage>();
        for (var i = 0; i < 8; i++)
        {
            greedy.Add(await From(small, "198.51.100.7"));
            Assert.True(greedy[^1].IsSuccessStatusCode);
        }

        await (await From(small, "198.51.100.7")).IsProblem(503, "too-many-live-readers");
        for (var i = 0; i < 4; i++)
        {
            using var elsewhere = await From(small, $"203.0.113.{i}");
            Assert.True(elsewhere.IsSuccessStatusCode);
            greedy.Add(await From(small, $"192.0.2.{i}"));
            Assert.True(greedy[^1].IsSuccessStatusCode);
        }

        greedy.ForEach(answer => answer.Dispose());
    }

    private static Task<HttpResponseMessage> From(RunningServer server, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sites/demo/threads/a/live") { Headers = { { "X-Forwarded-For", address } } };
        return server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<LiveStream> Watch(string article, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sites/demo/threads/{article}/live");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new(answer, await answer.Content.ReadAsStreamAsync());
    }

    private sealed class LiveStream(HttpResponseMessage answer, Stream stream) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

        /// <summary>The next event that is no sign of life; fails after half a minute.</summary>
        public async Task<(string Name, string? Id, JsonElement Data)> Next()
        {
            do
            {
                Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            }
            while (_events.Current.EventType == "beat");

            var (name, id) = (_events.Current.EventType, _events.Current.EventId);
            return (name, name == "version" ? id : null, JsonDocument.Parse(_events.Current.Data).RootElement);
        }

        public ValueTask DisposeAsync()
        {
            stream.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
