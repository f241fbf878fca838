using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Threads;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;

namespace NatComments.Tests.Reader;

/// <summary>What a receipt says as time goes by, and when its comment is gone.</summary>
public sealed class ReceiptTests : IAsyncLifetime
{
    private const string Site = "/api/v1/sites/demo";
    private readonly TestClock _clock = new();
    private RunningServer _server = null!;
    private HttpClient _admin = null!;
    private HttpClient _reader = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartWith(server => server.Services.AddSingleton<TimeProvider>(_clock), null);
        (_admin, _reader) = (_server.Admin(), _server.Http);
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task When_the_time_to_object_is_over_the_receipt_says_so_and_takes_no_objection()
    {
        var (receipt, id, _) = await Post();
        var rejection = new { decisions = new[] { new { article = "a", commentId = id, revision = 1, outcome = "reject", reason = "insult" } } };
        (await _admin.PostAsJsonAsync(Site + "/decisions", rejection)).EnsureSuccessStatusCode();
        Assert.Contains("You can object until <time datetime=\"2026-08-31T12:00:00Z\">31 August 2026 12:00 UTC</time>.", await _reader.GetStringAsync(receipt));

        _clock.Jump(ThreadLimits.AppealWindow + TimeSpan.FromMinutes(1));
        var page = await _reader.GetStringAsync(receipt);
        Assert.Contains("The time to object is over.", page);
        Assert.DoesNotContain("<form", page);
        using var late = await _reader.PostAsync(receipt, new FormUrlEncodedContent([new("statement", "Too late")]));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
    }

    [Fact]
    public async Task A_receipt_says_who_decided_and_after_all_is_erased_that_the_comment_was_withdrawn()
    {
        var (receipt, _, token) = await Post();
        Assert.Contains("Decided by the rules of this site, without a person.", await _reader.GetStringAsync(receipt));

        using var erase = new HttpRequestMessage(HttpMethod.Delete, Site + "/me");
        erase.Headers.Authorization = new("Bearer", token);
        (await _reader.SendAsync(erase)).EnsureSuccessStatusCode();
        var page = await _reader.GetStringAsync(receipt);
        Assert.Contains("withdrawn", page);
        Assert.DoesNotContain("Zelal", page);
        Assert.DoesNotContain("Some words", page);
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task A_receipt_tells_what_happened_and_when_with_the_words_that_were_sent()
    {
        (await _admin.PutAsJsonAsync(Site + "/threads/a/state", new { state = "premoderated" })).EnsureSuccessStatusCode();
        var (receipt, id, _) = await Post();
        _clock.Advance(TimeSpan.FromMinutes(10));
        var rejection = new { decisions = new[] { new { article = "a", commentId = id, revision = 1, outcome = "reject", reason = "insult" } } };
        (await _admin.PostAsJsonAsync(Site + "/decisions", rejection)).EnsureSuccessStatusCode();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await _reader.PostAsync(receipt, new FormUrlEncodedContent([new("statement", "It was none")]));

        var page = await _reader.GetStringAsync(receipt + "?lang=tr");
        string[] steps =
        [
            "<time datetime=\"2026-03-01T12:00:00Z\">1 Mart 2026 12:00 UTC</time> <span>Gönderildi</span>",
            "<time datetime=\"2026-03-01T12:00:00Z\">1 Mart 2026 12:00 UTC</time> <span>Moderatörün okuması için bekletildi</span>",
            "<time datetime=\"2026-03-01T12:10:00Z\">1 Mart 2026 12:10 UTC</time> <span>Yayımlanmadı: Hakaret</span>",
            "<time datetime=\"2026-03-01T12:20:00Z\">1 Mart 2026 12:20 UTC</time> <span>İtiraz ettiniz</span>",
        ];
        var places = steps.Select(step => page.IndexOf(step, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("<p>Some words</p>", page);
        Assert.Contains("<span dir=auto>Demo</span>", page);

        var told = await _reader.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1" + receipt);
        Assert.Equal(["sent", "held", "rejected", "appealed"], told.Items("timeline").Select(step => step.Text("what")));
        Assert.Equal(("Demo", "<p>Some words</p>", "insult"), (told.Text("siteName"), told.Text("html").Trim(), told.Items("timeline")[2].Text("reason")));
    }

    [Theory]
    [Trait("Report", "B8")]
    [InlineData("en", "1 March 2026 12:00 UTC")]
    [InlineData("tr", "1 Mart 2026 12:00 UTC")]
    [InlineData("ku", "1 Adar 2026 12:00 UTC")]
    public async Task Times_are_written_as_the_language_writes_them_and_say_their_zone(string lang, string time)
    {
        var (receipt, _, _) = await Post();
        foreach (var path in new[] { receipt, "/sites/demo/threads/a" })
        {
            Assert.Contains($"<time datetime=\"2026-03-01T12:00:00Z\">{time}</time>", await _reader.GetStringAsync($"{path}?lang={lang}"));
        }

        Assert.Contains(time, await _reader.GetStringAsync("/sites/demo/privacy?lang=" + lang));
    }

    private async Task<(string Receipt, string Id, string Token)> Post()
    {
        var posted = await (await _reader.PostAsJsonAsync(Site + "/threads/a/comments", new { text = "Some words", author = new { name = "Zelal" } })).Json();
        return ("/receipts/" + posted.Text("receipt"), posted.Text("comment", "id"), posted.Text("readerToken"));
    }
}
