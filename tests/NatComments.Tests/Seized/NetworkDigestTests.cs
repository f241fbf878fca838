using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Storage;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Seized;

/// <summary>A network counts once in a day, also after a restart; what is written down for that links nothing beyond one comment and one day.</summary>
public sealed class NetworkDigestTests : IDisposable
{
    private const string Site = "/api/v1/sites/demo";
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guests_of_one_network_report_once_also_after_a_restart()
    {
        string id;
        await using (var server = await RunningServer.Start(Data))
        {
            id = (await server.Post("a", "Words")).Text("comment", "id");
            await Report(server.Http, id);
        }

        await using var again = await RunningServer.Start(Data);
        await Report(again.Http, id);

        Assert.Single(await Reports(again));
    }

    [Fact]
    public async Task Two_readers_of_one_network_weigh_as_one_also_after_a_restart()
    {
        string id;
        var tokens = new List<string>();
        await using (var server = await RunningServer.Start(Data))
        {
            id = (await server.Post("a", "Words")).Text("comment", "id");
            for (var i = 0; i < 2; i++)
            {
                tokens.Add((await server.Post("b", $"Somebody known {i}")).Text("readerToken"));
            }

            using var first = server.As(tokens[0]);
            await Report(first, id);
        }

        await using var again = await RunningServer.Start(Data);
        using var second = again.As(tokens[1]);
        await Report(second, id);

        var reports = await Reports(again);
        Assert.Equal([null, true], reports.Select(report => report.Weightless));
    }

    [Fact]
    public async Task Reports_of_one_guest_on_two_comments_cannot_be_told_to_be_of_one_network()
    {
        await using var server = await RunningServer.Start(Data);
        foreach (var text in (string[])["One", "Two"])
        {
            await Report(server.Http, (await server.Post("a", text)).Text("comment", "id"));
        }

        var readers = (await Reports(server)).Select(report => report.Reader).ToList();
        Assert.Equal(2, readers.Distinct().Count());
        Assert.All(readers, reader => Assert.StartsWith("guest-", reader));
    }

    [Fact]
    public async Task When_the_day_is_over_its_key_and_its_marks_are_destroyed()
    {
        var clock = new TestClock();
        await using var server = await RunningServer.StartWith(builder => builder.Services.AddSingleton<TimeProvider>(clock), Data);
        var store = server.Services.GetRequiredService<SealedStore>();
        var first = (await server.Post("a", "Words")).Text("comment", "id");
        await Report(server.Http, first);
        var key = (await store.ReadDocumentKeys(Commit.ServerPartition, "secret/day/", null, 10)).Single();
        var box = await store.Inner.ReadDocument(Commit.ServerPartition, key);
        Assert.Single(await store.ReadDocumentKeys("demo", "reported/", null, 10));

        clock.Advance(TimeSpan.FromDays(1));

        await HostQuestions.Until(async () =>
        {
            // What is due is looked at each minute.
            clock.Advance(TimeSpan.FromMinutes(1));
            return await store.ReadDocument(Commit.ServerPartition, key) is null && (await store.ReadDocumentKeys("demo", "reported/", null, 10)).Count == 0;
        });
        await HostQuestions.Until(() => Task.FromResult(!Files.Holds(Data, box!)));
        await Report(server.Http, first);
        Assert.Equal(2, (await Reports(server)).Select(report => report.Reader).Distinct().Count());
    }

    [Fact]
    public async Task The_page_of_what_is_held_counts_it_in_three_languages()
    {
        await using var server = await RunningServer.Start(Data);
        await server.Post("a", "Words");
        await Report(server.Http, (await server.Post("a", "Others")).Text("comment", "id"));

        var held = await server.Http.GetFromJsonAsync<System.Text.Json.JsonElement>(Site + "/held");
        Assert.Equal((2, 2, 1), (held.Number("counts", "texts"), held.Number("counts", "receipts"), held.Number("counts", "networkDigests")));
        foreach (var (lang, title) in new[] { ("en", "What is held here"), ("tr", "Burada hangi bilgiler saklanıyor"), ("ku", "Li vir çi tê parastin") })
        {
            var page = await server.Http.GetStringAsync("/sites/demo/privacy?lang=" + lang);
            Assert.Contains(title, page);
            Assert.Contains(held.Text("networkKeyOf"), page);
            Assert.DoesNotContain("held-", page);
        }

        await (await server.Http.GetAsync("/api/v1/sites/nowhere/held")).IsProblem(404, "site-not-found");
    }

    private static async Task Report(HttpClient http, string id) =>
        (await http.PostAsJsonAsync($"{Site}/comments/{id}/reports", new { article = "a", reason = "spam" })).EnsureSuccessStatusCode();

    private static async Task<IReadOnlyList<CommentReported>> Reports(RunningServer server) =>
        [.. (await server.Services.GetRequiredService<IStore>().ReadEvents("demo", "thread/a", 0, StoreLimits.MaxRead)).Select(bytes => ThreadJson.Read(bytes)).OfType<CommentReported>()];
}
