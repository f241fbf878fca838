using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>What a site tells its readers: its guidelines and the names of its own reasons.</summary>
public sealed class AboutTests(RunningServer server) : SiteTests(server)
{
    private string About => _site.Api + "/about";

    [Fact]
    public async Task A_site_without_guidelines_has_those_of_the_product()
    {
        Assert.Equal(JsonValueKind.Null, (await _server.Http.GetFromJsonAsync<JsonElement>(About)).At("guidelines").ValueKind);
        Assert.Contains("Stay with the subject", await _server.Http.GetStringAsync($"{_site.Pages}/threads/a"));
        await (await _server.Http.GetAsync("/api/v1/sites/nowhere/about")).IsProblem(404, "site-not-found");
    }

    [Fact]
    public async Task The_sites_own_guidelines_and_reasons_are_told_to_everybody_and_never_as_markup_that_was_typed()
    {
        await Set("Be **kind**.\n\n<script>alert(1)</script> [x](javascript:alert(1))");

        var about = await _server.Http.GetFromJsonAsync<JsonElement>(About);
        Assert.Contains("Be <strong>kind</strong>.", about.Text("guidelines"));
        Assert.DoesNotContain("<script", about.Text("guidelines"));
        Assert.DoesNotContain("href", about.Text("guidelines"));
        Assert.Equal("Reklam dili", about.Text("reasons", "ad-speak", "tr"));
        Assert.False(about.TryGetProperty("policy", out _));
        var page = await _server.Http.GetStringAsync($"{_site.Pages}/threads/a");
        Assert.Contains("Be <strong>kind</strong>.", page);
        Assert.DoesNotContain("Stay with the subject", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task A_receipt_names_the_sites_own_reason_in_the_readers_language_and_its_rule()
    {
        await Set("");
        var posted = await _site.Post("a", "Buy this");
        using var admin = _server.Admin();
        await admin.PostAsJsonAsync($"{_site.Api}/decisions", new { decisions = new[] { new { article = "a", commentId = posted.Text("comment", "id"), revision = 1, outcome = "reject", reason = "ad-speak" } } });

        Assert.Contains("Reklam dili: Rule 4", await _server.Http.GetStringAsync($"/receipts/{posted.Text("receipt")}?lang=tr"));
        Assert.Contains("Ad speak: Rule 4", await _server.Http.GetStringAsync($"/receipts/{posted.Text("receipt")}?lang=en"));
    }

    private async Task Set(string guidelines)
    {
        using var admin = _server.Admin();
        var reasons = new[] { new { code = "ad-speak", names = new { en = "Ad speak", tr = "Reklam dili" }, rule = "Rule 4" } };
        (await admin.PutAsJsonAsync($"{_site.Api}/settings", new { guidelines, reasons })).EnsureSuccessStatusCode();
    }
}
