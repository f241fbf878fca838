using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NatComments.Tests.Endpoints;

/// <summary>A body that is refused costs nobody else anything: the connection goes on, and nothing is written into the log.</summary>
public sealed class RefusedBodyTests(RefusedBodyTests.Logged server) : IClassFixture<RefusedBodyTests.Logged>, IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Comments = "/api/v1/sites/demo/threads/refused/comments";
    private const string Page = "/sites/demo/threads/refused";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Assert.Empty(server.Log.Lines);
        return Task.CompletedTask;
    }

    public static TheoryData<string, string?, string, int> Bodies => new()
    {
        { "/api/v1/session", Json, """{"x":1}""", 400 },
        { "/api/v1/session", Json, """{"name":5}""", 400 },
        { "/api/v1/session", Json, new string('[', 30), 400 },
        { Comments, Json, "", 400 },
        { Comments, Json, "{", 400 },
        { Comments, Json, """{"text":"\ud800"}""", 400 },
        { Comments, Json, """{"text":"x"}""", 400 },
        { Comments, Form, "text=x", 415 },
        { Comments, null, "text=x", 415 },
        { Comments, Json, $$"""{"text":"{{new string('x', 200_000)}}"}""", 413 },
        { Comments, Json, new string('x', 3_000_000), 413 },
        { Page, Form, "text=" + new string('x', 200_000), 413 },
        { Page, Form, string.Concat(Enumerable.Repeat("a=b&", 2_000)), 400 },
        { Page, Json, "{}", 415 },
        { "/sites/demo/me", Form, "phrase=" + new string('x', 200_000), 413 },
        { "/receipts/demo~none", Form, "statement=x", 404 },
        { "/api/v1/score", Json, "{}", 401 },
        { "/nothing", Json, new string('x', 100_000), 404 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task The_connection_goes_on_after_a_body_that_was_refused(string path, string? media, string body, int status)
    {
        using var connection = new RawConnection(server.Url);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(status, (await connection.Send("POST", path, media, body)).Status);
            var live = await connection.Send("GET", "/health/live", null, "");
            Assert.Equal((200, "live"), (live.Status, live.Body));
        }
    }

    [Fact]
    public async Task The_connection_goes_on_after_chunks_that_were_refused()
    {
        using var connection = new RawConnection(server.Url);
        var chunk = new string('x', 40_000);
        Assert.Equal(413, (await connection.SendChunked(Comments, Json, chunk, chunk, chunk, chunk)).Status);
        Assert.Equal(413, (await connection.SendChunked(Page, Form, chunk, chunk, chunk, chunk)).Status);
        Assert.Equal(400, (await connection.SendChunked(Comments, Json, "{\"text\":", "5}")).Status);
        Assert.Equal(200, (await connection.Send("GET", "/health/live", null, "")).Status);
    }

    [Fact]
    public async Task An_answer_says_when_its_connection_ends()
    {
        using var connection = new RawConnection(server.Url);
        var answer = await connection.Send($"POST {Comments} HTTP/1.1\r\nHost: x\r\nContent-Type: {Json}\r\nContent-Length: 1000000000\r\n\r\n");
        Assert.Equal((413, "close"), (answer.Status, answer.Headers["Connection"]));
    }

    [Theory]
    [InlineData(Comments, Json)]
    [InlineData(Page, Form)]
    [InlineData("/api/v1/session", Json)]
    public async Task A_chunk_of_a_size_that_no_number_holds_is_a_bad_request(string path, string media)
    {
        using var connection = new RawConnection(server.Url);
        var answer = await connection.Send($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {media}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nx\r\n");
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain(" at ", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"x","more":{"a":"\ud800"}}""", "invalid-text")]
    [InlineData("""{"text":"could not be mapped","author":5}""", "invalid-json")]
    [InlineData("""{"author":{"name":"A","could not be mapped":1}}""", "unknown-field")]
    [InlineData("""{"text":"UTF-16","id":{}}""", "invalid-json")]
    public async Task What_is_wrong_with_a_body_is_told_from_its_form_and_not_from_words(string body, string code) =>
        await (await server.Http.PostAsync(Comments, Answers.Body(body))).IsProblem(400, code);

    /// <summary>One that has written no error until it is gone.</summary>
    public sealed class Logged : RunningServer, IAsyncLifetime
    {
        public Logged()
            : this(new())
        {
        }

        private Logged(ErrorLog log)
            : base(builder => builder.Services.AddSingleton<ILoggerProvider>(log)) => Log = log;

        internal ErrorLog Log { get; }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            Assert.Empty(Log.Lines);
        }
    }
}
