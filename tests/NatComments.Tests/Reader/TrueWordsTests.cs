using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>What everybody is told of a comment is true: its author all of it, others as much as they may know.</summary>
public sealed class TrueWordsTests(RunningServer server) : SiteTests(server)
{
    private const string Held = "He lives next door, call him on 0532 123 45 67";
    private string Site => _site.Api;

    [Fact]
    [Trait("Report", "A3")]
    public async Task Held_removed_and_withdrawn_are_told_apart_by_the_author_and_only_withdrawn_by_a_stranger()
    {
        var (held, removed, withdrawn) = (await _site.Post("a", Held), await _site.Post("a", "A second"), await _site.Post("a", "A third"));
        foreach (var parent in new[] { held, removed, withdrawn })
        {
            var answer = await _site.Post("a", "An answer to it", token: parent.Text("readerToken"), parent: parent.Text("comment", "id"));
            await Decide(answer, "publish");
        }

        await Decide(removed, "reject", "insult");
        using var author = _server.As(withdrawn.Text("readerToken"));
        (await author.DeleteAsync($"{Site}/comments/{withdrawn.Text("comment", "id")}?article=a")).EnsureSuccessStatusCode();

        Assert.Equal(("rejected", "rejected", "withdrawn"), (await Status(held, null), await Status(removed, null), await Status(withdrawn, null)));
        var (own, rejected, mine) = (await Own(held), await Own(removed), await Own(withdrawn));
        Assert.Equal(("pending", true), (own.Text("status"), own.GetProperty("since").GetDateTimeOffset() >= own.GetProperty("postedAt").GetDateTimeOffset()));
        Assert.Equal(("rejected", "insult"), (rejected.Text("status"), rejected.Text("reason")));
        Assert.Equal(("withdrawn", true), (mine.Text("status"), mine.GetProperty("mine").GetBoolean()));
        Assert.False(Place(await _site.Page("a"), held).TryGetProperty("since", out _));

        var plain = await _server.Http.GetStringAsync($"{_site.Pages}/threads/a?lang=en");
        Assert.Equal(2, plain.Split("This comment is not shown.").Length - 1);
        Assert.Equal(1, plain.Split("This comment was withdrawn by its author.").Length - 1);
        Assert.DoesNotContain("<b dir=auto>nobody", plain);
    }

    [Theory]
    [InlineData("en", "Your comment is not published. The reason: Insult. You can object to this.", "will appear")]
    [InlineData("tr", "Yorumunuz yayımlanmadı. Gerekçe: Hakaret. Bu karara itiraz edebilirsiniz.", "görünecek")]
    [InlineData("ku", "Şîroveya we nehat weşandin. Sedem: Heqaret.", "dê xuya bibe")]
    [Trait("Report", "A3")]
    public async Task What_was_rejected_at_once_promises_nothing(string lang, string said, string promise)
    {
        using var admin = _server.Admin();
        (await admin.PutAsJsonAsync($"{Site}/word-lists/own", new { text = "[reject]\nkabak*" })).EnsureSuccessStatusCode();
        using var reader = Reader(lang);
        var reply = await (await reader.PostAsJsonAsync($"{Site}/threads/a/comments", new { text = "Bahçemizdeki kabaklar", author = new { name = "Rojda" } })).Json();

        Assert.Equal("rejected", reply.Text("comment", "status"));
        Assert.StartsWith(said, reply.Text("notice"));
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = true }) { BaseAddress = new(_server.Url) };
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(lang);
        var form = new FormUrlEncodedContent([new("nonce", Guid.NewGuid().ToString("N")), new("name", "Baran"), new("text", "Yine kabaklar"), new("do", "send")]);
        var page = WebUtility.HtmlDecode(await (await browser.PostAsync($"{_site.Pages}/threads/a?lang={lang}", form)).Content.ReadAsStringAsync());
        Assert.Contains(said, page);
        var receipt = WebUtility.HtmlDecode(await browser.GetStringAsync($"/receipts/{reply.Text("receipt")}?lang={lang}"));
        Assert.All(new[] { reply.Text("notice"), page, receipt }, text => Assert.DoesNotContain(promise, text));
    }

    [Fact]
    [Trait("Report", "A3")]
    public async Task The_answer_to_a_post_and_to_an_edit_says_what_became_of_it()
    {
        var (published, held) = (await _site.Post("a", "A harmless word"), await _site.Post("a", Held));
        Assert.Equal("Your comment is published.", published.Text("notice"));
        Assert.Equal("Thank you. Your comment will appear once it has been read.", held.Text("notice"));

        Assert.Equal("Your change is published.", (await Edit(published, 1, "A harmless word, mended")).Text("notice"));
        Assert.Equal("Thank you. Your change will appear once it has been read; until then others see your former text.", (await Edit(published, 2, Held)).Text("notice"));
        Assert.Equal("Thank you. Your comment will appear once it has been read.", (await Edit(held, 1, Held + " now")).Text("notice"));
    }

    [Theory]
    [InlineData("publish", "overturned", "published")]
    [InlineData("reject", "upheld", "not published")]
    [Trait("Report", "A3")]
    public async Task An_objection_is_seen_until_it_is_answered_and_then_how_it_ended(string outcome, string ended, string said)
    {
        var post = await _site.Post("a", "Words that are rejected");
        await Decide(post, "reject", "insult");
        Assert.False((await Own(post)).TryGetProperty("appeal", out _));
        using var author = _server.As(post.Text("readerToken"));
        (await author.PostAsJsonAsync($"{Site}/comments/{post.Text("comment", "id")}/appeals", new { article = "a", statement = "Why?" })).EnsureSuccessStatusCode();

        var appeal = (await Own(post)).At("appeal");
        Assert.Equal(DateTime.UtcNow.Date, appeal.GetProperty("at").GetDateTimeOffset().UtcDateTime.Date, TimeSpan.FromDays(1));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (appeal.At("answeredAt").ValueKind, appeal.At("outcome").ValueKind));
        var receipt = $"/receipts/{post.Text("receipt")}?lang=en";
        Assert.Contains(", not answered yet.", await _server.Http.GetStringAsync(receipt));
        Assert.Contains(", not answered yet.", await _server.Http.GetStringAsync($"{_site.Pages}/threads/a?lang=en&receipt={post.Text("receipt")}"));
        Assert.Equal(JsonValueKind.Null, (await Receipt(post)).At("appeal", "outcome").ValueKind);
        Assert.Equal(appeal.Text("at"), (await author.GetFromJsonAsync<JsonElement>($"{Site}/me")).Items("comments").Single().Text("appeal", "at"));

        await Decide(post, outcome, outcome == "reject" ? "insult" : "clean");
        Assert.Equal(ended, (await Own(post)).Text("appeal", "outcome"));
        Assert.Equal(ended, (await Receipt(post)).Text("appeal", "outcome"));
        var page = await _server.Http.GetStringAsync(receipt);
        Assert.Contains($": {said}.", page);
        Assert.DoesNotContain("not answered yet", page);
        if (outcome == "publish")
        {
            Assert.False(Place(await _site.Page("a"), post).TryGetProperty("appeal", out _));
        }
    }

    [Theory]
    [InlineData("mute", 3, "author-muted", "en", "You cannot comment here until ", "The reason: Insult.")]
    [InlineData("ban", 7, "author-banned", "tr", " tarihine kadar bu sitedeki tartışmalara katılamazsınız.", "Gerekçe: Hakaret.")]
    [InlineData("ban", null, "author-banned", "ku", "Hûn êdî nikarin li vir beşdar bibin; ev biryar bêdem e.", "Sedem: Heqaret.")]
    [Trait("Report", "A3")]
    public async Task A_sanction_says_why_and_until_when_wherever_its_author_meets_it(string kind, int? days, string code, string lang, string words, string why)
    {
        var post = await _site.Post("a", "A first comment");
        using var admin = _server.Admin();
        (await admin.PostAsJsonAsync($"{Site}/authors/{post.Text("comment", "author", "id")}/sanctions", new { kind, reason = "insult", days })).EnsureSuccessStatusCode();

        using var reader = Reader(lang, post.Text("readerToken"));
        var answer = await reader.PostAsJsonAsync($"{Site}/threads/a/comments", new { text = "More", author = new { name = "R" } });
        var problem = await answer.Json();
        Assert.Equal((HttpStatusCode.Forbidden, code), (answer.StatusCode, problem.Text("code")));
        Assert.Equal(("insult", days is null), (problem.Text("reason"), problem.GetProperty("permanent").GetBoolean()));
        Assert.Contains(words, problem.Text("title"));
        Assert.Contains(why, problem.Text("title"));
        if (days is { } length)
        {
            Assert.Equal(DateTimeOffset.UtcNow.AddDays(length), problem.GetProperty("until").GetDateTimeOffset(), TimeSpan.FromMinutes(5));
        }
        else
        {
            Assert.False(problem.TryGetProperty("until", out _));
        }

        var receipt = WebUtility.HtmlDecode(await _server.Http.GetStringAsync($"/receipts/{post.Text("receipt")}?lang={lang}"));
        var me = await reader.GetFromJsonAsync<JsonElement>($"{Site}/me");
        Assert.All(new[] { receipt, me.Text("sanction", "text") }, text => Assert.Contains(words, text));
        Assert.All(new[] { receipt, me.Text("sanction", "text") }, text => Assert.Contains(why, text));
    }

    [Fact]
    [Trait("Report", "A3")]
    public async Task A_sanction_is_told_on_pages_without_scripts_too()
    {
        const string phrase = "five words that nobody guesses";
        var first = WebUtility.HtmlDecode(await Form("A first comment", phrase));
        Assert.Contains("Your comment is published.", first);
        var author = (await _site.Page("a")).Items("comments").Single().Text("author", "id");
        using var admin = _server.Admin();
        (await admin.PostAsJsonAsync($"{Site}/authors/{author}/sanctions", new { kind = "ban", reason = "threat", days = 7 })).EnsureSuccessStatusCode();

        var refused = WebUtility.HtmlDecode(await Form("A second comment", phrase));
        Assert.Matches("You cannot take part here until [^.]+ UTC\\. The reason: Threat\\.", refused);
        Assert.Contains("A second comment", refused);
        var record = new FormUrlEncodedContent([new("name", "Baran"), new("phrase", phrase), new("do", "show")]);
        Assert.Contains("You cannot take part here until ", await (await _server.Http.PostAsync($"{_site.Pages}/me?lang=en", record)).Content.ReadAsStringAsync());

        async Task<string> Form(string text, string secret)
        {
            var form = new FormUrlEncodedContent([new("nonce", Guid.NewGuid().ToString("N")), new("name", "Baran"), new("phrase", secret), new("text", text), new("do", "send")]);
            return await (await _server.Http.PostAsync($"{_site.Pages}/threads/a?lang=en", form)).Content.ReadAsStringAsync();
        }
    }

    private HttpClient Reader(string lang, string? token = null)
    {
        var reader = new HttpClient { BaseAddress = new(_server.Url) };
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd(lang);
        reader.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return reader;
    }

    private async Task<JsonElement> Edit(JsonElement post, int revision, string text)
    {
        using var author = _server.As(post.Text("readerToken"));
        return await (await author.PutAsJsonAsync($"{Site}/comments/{post.Text("comment", "id")}", new { article = "a", revision, text })).Json();
    }

    private async Task Decide(JsonElement post, string outcome, string? reason = null)
    {
        using var admin = _server.Admin();
        var decision = new { article = "a", commentId = post.Text("comment", "id"), revision = 1, outcome, reason };
        var answer = await (await admin.PostAsJsonAsync($"{Site}/decisions", new { decisions = new[] { decision } })).Json();
        Assert.True(answer.Items("results").Single().GetProperty("ok").GetBoolean(), answer.GetRawText());
    }

    private async Task<string> Status(JsonElement post, string? token) => Place(await _site.Page("a", token: token), post).Text("status");

    private async Task<JsonElement> Own(JsonElement post) => Place(await _site.Page("a", token: post.Text("readerToken")), post);

    private async Task<JsonElement> Receipt(JsonElement post) => await _server.Http.GetFromJsonAsync<JsonElement>($"/api/v1/receipts/{post.Text("receipt")}");

    private static JsonElement Place(JsonElement page, JsonElement post) => page.Items("comments").Single(comment => comment.Text("id") == post.Text("comment", "id"));
}
