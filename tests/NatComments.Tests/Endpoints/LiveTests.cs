using System.Net.Http.Json;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

public class LiveTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Whoever_watches_is_told_where_the_thread_stands_and_each_new_comment()
    {
        await _server.Post("live", "before");
        await using var watch = await Watch("live");
        var (name, id, data) = await watch.Next();
        Assert.Equal(("version", "3"), (name, id));
        Assert.Equal((3, 1), (data.Number("version"), data.Number("count")));

        await _server.Post("live", "meanwhile");
        (name, _, data) = await watch.Next();
        Assert.Equal(("comment", "<p>meanwhile</p>\n"), (name, data.Text("html")));
        (name, id, data) = await watch.Next();
        Assert.Equal(("version", "6", 2), (name, id, data.Number("count")));
    }

    [Fact]
    public async Task What_is_held_is_announced_to_nobody_until_it_is_published()
    {
        await using var watch = await Watch("held");
        await watch.Next();
        var id = (await _server.Post("held", "Call him on 0532 123 45 67")).Text("comment", "id");
        var (name, _, data) = await watch.Next();
        Assert.Equal(("version", 0), (name, data.Number("count")));
        using var admin = _server.Admin();
        await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "held", commentId = id, revision = 1, outcome = "publish" } } });
        (name, _, data) = await watch.Next();
        Assert.Equal(("comment", id), (name, data.Text("id")));
    }

    [Fact]
    public async Task Whoever_comes_back_gets_what_was_missed_as_long_as_somebody_watched()
    {
        await using var other = await Watch("back");
        await other.Next();
        await _server.Post("back", "first");
        await _server.Post("back", "second");
        await using var watch = await Watch("back", lastEventId: "3");
        var (name, _, data) = await watch.Next();
        Assert.Equal(("version", 6), (name, data.Number("version")));
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

    private async Task<LiveStream> Watch(string article, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sites/demo/threads/{article}/live");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    private sealed class LiveStream(HttpResponseMessage answer, StreamReader reader) : IAsyncDisposable
    {
        /// <summary>The next event; fails after half a minute.</summary>
        public async Task<(string Name, string? Id, JsonElement Data)> Next()
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            string? name = null, id = null;
            while (true)
            {
                var line = await reader.ReadLineAsync(deadline.Token) ?? throw new EndOfStreamException();
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    name = line[7..];
                }
                else if (line.StartsWith("id: ", StringComparison.Ordinal))
                {
                    id = line[4..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return (name!, id, JsonDocument.Parse(line[6..]).RootElement);
                }
            }
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
