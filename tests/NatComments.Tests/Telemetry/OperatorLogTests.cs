using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Telemetry;

/// <summary>
/// What an operator reads at night: the page that explains it is that of the program, and no line tells of readers.
/// </summary>
public sealed partial class OperatorLogTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly LoggerMessageAttribute[] Events =
    [
        .. typeof(NatComments.Server.Program).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>().OrderBy(e => e.EventId),
    ];

    [Fact]
    public void The_page_of_events_lists_each_event_of_the_program_once_as_it_is_written()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "events.md"));
        var listed = Row().Matches(page).Select(row =>
            (int.Parse(row.Groups["id"].Value), row.Groups["level"].Value, row.Groups["says"].Value));

        Assert.Equal(Events.Select(e => (e.EventId, e.Level.ToString(), e.Message)), listed);
    }

    [Fact]
    public void Every_event_has_a_number_of_its_own_and_a_level()
    {
        Assert.NotEmpty(Events);
        Assert.All(Events, e => Assert.InRange(e.EventId, 1_000, 2_999));
        Assert.All(Events, e => Assert.InRange(e.Level, LogLevel.Debug, LogLevel.Critical));
        Assert.Equal(Events.Length, Events.Select(e => e.EventId).Distinct().Count());
    }

    [Fact]
    public void Nothing_is_logged_but_events_with_a_number() =>
        Assert.All(Repository.Files("src/NatComments.Server", "*.cs"), path => Assert.False(
            LogCall().IsMatch(File.ReadAllText(path)),
            $"{Repository.Relative(path)} logs without a number; use [LoggerMessage]."));

    [Fact]
    public async Task A_story_is_told_by_its_events_and_leaves_no_text_token_or_address()
    {
        var log = new LogLines();
        using var redis = new RedisServer();
        string[] settings =
        [
            "--NatComments:Redis", redis.Connection, "--NatComments:TrustedProxies:0", "127.0.0.1",
            "--NatComments:SignInsPerFiveMinutes", "3",
        ];
        List<string> secrets =
        [
            "Whispered", "Somebody Known", "203.0.113.77", "Browser-of-a-reader", "guessed password",
            "Hushed guideline", RunningServer.AdminToken,
        ];
        await using (var server = await RunningServer.StartWith(builder => Listen(builder, log), null, settings))
        {
            server.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
            server.Http.DefaultRequestHeaders.Add("User-Agent", "Browser-of-a-reader");
            await server.Page("post-1");
            var posted = await server.Post("post-1", "Whispered words of a reader.", name: "Somebody Known");
            var (receipt, token) = (posted.Text("receipt"), posted.Text("readerToken"));
            secrets.AddRange([receipt, token]);
            await server.Http.GetAsync("/api/v1/receipts/" + receipt);
            for (var i = 0; i < 5; i++)
            {
                await Guess(server, "admin");
                await Guess(server, "Whispered");
            }

            using var admin = server.Admin();
            var settled = new { guidelines = "Hushed guideline" };
            var changed = await admin.PutAsJsonAsync("/api/v1/sites/demo/settings", settled);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            using var reader = server.As(token);
            Assert.Equal(HttpStatusCode.NoContent, (await reader.DeleteAsync("/api/v1/sites/demo/me")).StatusCode);
            redis.Kill();
            await server.Http.GetAsync("/api/v1/receipts/" + receipt);
        }

        Assert.Subset(
            log.Lines.Select(line => line.Id).ToHashSet(),
            new HashSet<int> { 1001, 1002, 1003, 1004, 1103, 1351, 1403, 1404, 1406, 1407, 1411, 1431, 1501, 2001 });
        Assert.All(secrets, secret => Assert.DoesNotContain(
            log.Lines, line => line.Text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_silo_that_joins_and_leaves_is_told_of_once_and_not_taken_for_dead()
    {
        var log = new LogLines();
        using var redis = new RedisServer();
        await using var one = await Node.Start(await NatComments.Server.Program.Build(Node.Over(redis), builder => Listen(builder, log)));
        await (await Node.Start(redis)).DisposeAsync();
        await HostQuestions.Until(() => Task.FromResult(log.Lines.Any(line => line.Id == 1712)));

        Assert.Equal([1711, 1712], log.Lines.Select(line => line.Id).Where(id => id is 1711 or 1712 or 1713));
    }

    [Fact]
    public async Task What_fails_in_a_thread_is_told_by_the_names_of_command_and_error()
    {
        var log = new LogLines();
        await using var server = await RunningServer.StartWith(builder => Listen(builder, log), null);
        var threads = server.Services.GetRequiredService<IThreads>();
        var broken = Posting.By("somebody", Guid.NewGuid()) with { Text = null! };

        await Assert.ThrowsAnyAsync<Exception>(async () => await threads.Ask(ThreadId.FromTrusted("demo", "post-1"), broken));

        Assert.Contains("PostComment, ", Assert.Single(log.Lines, line => line.Id == 1205).Text);
    }

    private static void Listen(WebApplicationBuilder builder, LogLines log)
    {
        builder.Services.AddSingleton<ILoggerProvider>(log);
        builder.Logging.AddFilter("NatComments", LogLevel.Trace);
    }

    private static Task<HttpResponseMessage> Guess(RunningServer server, string name) =>
        server.Http.PostAsJsonAsync("/api/v1/session", new { name, password = "guessed password" });

    [GeneratedRegex(@"^\| (?<id>\d{4}) \| (?<level>\w+) \| (?<says>[^|]+) \| [^|]{10,} \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex LogCall();
}
