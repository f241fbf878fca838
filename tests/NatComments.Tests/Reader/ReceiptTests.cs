using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Threads;
using NatComments.Server;
using NatComments.Server.Hosting;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Reader;

/// <summary>What a receipt says as time goes by, and when its comment is gone.</summary>
public sealed class ReceiptTests : IAsyncLifetime
{
    private const string Site = "/api/v1/sites/demo";
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();
    private WebApplication _app = null!;
    private HttpClient _admin = null!;
    private HttpClient _reader = null!;

    public async Task InitializeAsync()
    {
        _app = ServerHost.Build(
            ["--urls", "http://127.0.0.1:0", "--data", _folder.FullName, "--NatComments:PostsPerMinute", "0", "--NatComments:SetupToken", RunningServer.AdminToken],
            server => server.Services.AddSingleton<TimeProvider>(_clock));
        await _app.StartAsync();
        await FirstStart.Prepare(_app.Services);
        _reader = new() { BaseAddress = new(_app.Urls.Single()) };
        _admin = new() { BaseAddress = new(_app.Urls.Single()) };
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.AdminToken);
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        _admin.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task When_the_time_to_object_is_over_the_receipt_says_so_and_takes_no_objection()
    {
        var (receipt, id, _) = await Post();
        var rejection = new { decisions = new[] { new { article = "a", commentId = id, revision = 1, outcome = "reject", reason = "insult" } } };
        (await _admin.PostAsJsonAsync(Site + "/decisions", rejection)).EnsureSuccessStatusCode();
        Assert.Contains("You can object until 2026-08-31", await _reader.GetStringAsync(receipt));

        _clock.Advance(ThreadLimits.AppealWindow + TimeSpan.FromMinutes(1));
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
    }

    private async Task<(string Receipt, string Id, string Token)> Post()
    {
        var posted = await (await _reader.PostAsJsonAsync(Site + "/threads/a/comments", new { text = "Some words", author = new { name = "Zelal" } })).Json();
        return ("/receipts/" + posted.Text("receipt"), posted.Text("comment", "id"), posted.Text("readerToken"));
    }
}
