using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Reading, writing and objecting without JavaScript, as a browser without scripts sends it.</summary>
public sealed partial class PlainPageTests(RunningServer server) : PlainBrowserTests(server)
{
    private string Thread => _site.Pages + "/threads/a%2Fb";

    [Fact]
    public async Task A_form_posts_once_and_leads_to_a_page_that_can_be_reloaded()
    {
        var nonce = Nonce().Match(await _browser.GetStringAsync(Thread)).Groups[1].Value;
        var first = await Send(("nonce", nonce), ("name", "Gulan"), ("text", "Through Tor, with *stress*"), ("phrase", "lantern quarry violin 1927 meadow"), ("do", "send"));
        var second = await Send(("nonce", nonce), ("name", "Gulan"), ("text", "Through Tor, with *stress*"), ("phrase", "lantern quarry violin 1927 meadow"), ("do", "send"));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.StatusCode, second.StatusCode));
        Assert.False(first.Headers.Contains("Set-Cookie"));
        var page = await _browser.GetStringAsync(first.Headers.Location);
        Assert.Contains("Through Tor, with <em>stress</em>", page);
        Assert.Contains($"/receipts/{_site.Id}~", page);
        Assert.Contains("Your comment is published.", page);
        Assert.Equal(1, (await _site.Page("a/b")).Number("count"));
    }

    [Fact]
    public async Task A_preview_and_an_error_keep_what_was_typed()
    {
        var preview = await (await Send(("name", "Gulan"), ("text", "A **bold** \"word\""), ("do", "preview"))).Content.ReadAsStringAsync();
        Assert.Contains("A <strong>bold</strong>", preview);
        Assert.Contains("A **bold** &quot;word&quot;</textarea>", preview);

        var refused = await Send(("name", "\u200B"), ("text", "Kept </textarea><script>"), ("do", "send"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("role=alert", page);
        Assert.Contains("Kept &lt;/textarea&gt;&lt;script&gt;", page);
        Assert.DoesNotContain("<script>", page);
        Assert.Equal(0, (await _site.Page("a/b")).Number("count"));
    }

    [Fact]
    public async Task The_same_passphrase_is_the_same_person_who_holds_the_name()
    {
        await Send(("name", "Gulan"), ("text", "First"), ("phrase", "lantern quarry violin 1927 meadow"), ("do", "send"));
        await Send(("name", "Gulan"), ("text", "Second"), ("phrase", "Lantern quarry VIOLIN 1927 meadow "), ("do", "send"));
        Assert.Single((await _site.Page("a/b")).Items("comments").Select(comment => comment.Text("author", "id")).Distinct());

        var other = await Send(("name", "gülan"), ("text", "Not her"), ("phrase", "pebble saffron harbour 1987 tunnel"), ("do", "send"));
        Assert.Contains("Somebody else has this name", await other.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Replies_nest_whatever_page_one_is_on_and_every_list_is_closed()
    {
        var parent = (await _site.Post("a/b", "Root")).Text("comment", "id");
        var reply = await Send(("name", "Gulan"), ("text", "Below"), ("parent", parent), ("do", "send"));
        Assert.Equal(HttpStatusCode.SeeOther, reply.StatusCode);
        var deep = (await _site.Page("a/b")).Items("comments")[1].Text("id");
        await _site.Post("a/b", "Deeper", parent: deep);
        await _site.Post("a/b", "Beside");

        foreach (var query in new[] { "", "?sort=oldest", "?from=" + deep, "?after=nonsense" })
        {
            var page = await _browser.GetStringAsync(Thread + query);
            Assert.Equal(Open().Count(page), Closed().Count(page));
            Assert.Contains("Below", page);
        }
    }

    [Fact]
    public async Task A_form_shows_what_one_answers_to_and_says_when_it_is_gone()
    {
        var asked = await _site.Post("a/b", "A *question*", "Zelal");
        var id = asked.Text("comment", "id");
        var page = await _browser.GetStringAsync($"{Thread}?reply={id}");
        Assert.Contains("Your reply to Zelal", page);
        Assert.Contains("<blockquote class=body dir=auto><p>A <em>question</em></p>", page);

        using var author = _server.As(asked.Text("readerToken"));
        await author.DeleteAsync($"{_site.Api}/comments/{id}?article=a%2Fb");
        var late = await Send(("name", "Gulan"), ("text", "Kept words"), ("parent", id), ("do", "send"));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        page = await late.Content.ReadAsStringAsync();
        Assert.Contains("The comment you answer to is gone.", page);
        Assert.Contains("Kept words</textarea>", page);
    }

    [Fact]
    public async Task A_comment_is_reported_without_scripts_and_nothing_typed_is_lost()
    {
        var id = (await _site.Post("a/b", "Look at this", "Zelal")).Text("comment", "id");
        Assert.Contains("Report the comment by Zelal", await _browser.GetStringAsync($"{Thread}?report={id}"));
        var refused = await Send(("comment", id), ("reason", "no-such-reason"), ("note", "Why I think so"), ("do", "report"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Why I think so</textarea>", await refused.Content.ReadAsStringAsync());

        var reported = await Send(("comment", id), ("reason", "off-topic"), ("note", "Why I think so"), ("do", "report"));
        Assert.Equal(HttpStatusCode.SeeOther, reported.StatusCode);
        Assert.Contains("A moderator will look at it.", await _browser.GetStringAsync(reported.Headers.Location));
        using var admin = _server.Admin();
        var report = (await admin.GetFromJsonAsync<JsonElement>($"{_site.Api}/comments/{id}?article=a%2Fb")).Items("reports").Single();
        Assert.Equal(("off-topic", "Why I think so"), (report.Text("reason"), report.Text("note")));
    }

    [Fact]
    public async Task A_page_leads_back_to_its_article_and_never_to_a_place_that_a_stranger_named()
    {
        await _server.Http.PostAsJsonAsync($"{_site.Api}/threads/a%2Fb/comments", new { text = "Words", author = new { name = "Zelal" }, title = "Anything that a stranger wants to say", url = "https://elsewhere.example/trap" });
        var page = await _browser.GetStringAsync(Thread);
        Assert.DoesNotContain("elsewhere.example", page);
        Assert.DoesNotContain("Anything that a stranger", page);

        using var admin = _server.Admin();
        (await admin.PutAsJsonAsync($"{_site.Api}/reader-settings", new { origins = new[] { "https://news.example" }, signOn = Array.Empty<object>() })).EnsureSuccessStatusCode();
        await _site.Post("/lamp", "Words", "Zelal");
        Assert.Contains("<a href=\"https://news.example/lamp\">Back to the article</a>", await _browser.GetStringAsync($"{_site.Pages}/threads/%2Flamp"));
        Assert.DoesNotContain("elsewhere.example", await _browser.GetStringAsync(Thread));
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task Likes_are_shown_in_the_readers_language()
    {
        var liked = (await _site.Post("a/b", "Words", "Zelal")).Text("comment", "id");
        await _site.Post("a/b", "Others", "Zîn");
        using var reader = _server.As((await _site.Post("c", "Words", "Dilan")).Text("readerToken"));
        (await reader.PutAsync($"{_site.Api}/comments/{liked}/like?article=a%2Fb", null)).EnsureSuccessStatusCode();

        foreach (var (lang, words) in new[] { ("en", "1 like<"), ("tr", "1 beğeni<"), ("ku", "1 ecibandin<") })
        {
            var page = await _browser.GetStringAsync($"{Thread}?lang={lang}");
            Assert.Single(page.Split("♥ " + words)[1..]);
        }
    }

    [Fact]
    public async Task Every_link_of_a_page_keeps_the_language_that_was_asked_for()
    {
        await _site.Post("a/b", "Words", "Zelal");
        var page = await _browser.GetStringAsync(Thread + "?lang=tr");

        Assert.All(Links().Matches(page).Select(link => link.Groups[1].Value).Where(link => link.StartsWith("/sites/", StringComparison.Ordinal)), link => Assert.Contains("lang=tr", link));
        var posted = await _browser.PostAsync(Thread + "?lang=tr", new FormUrlEncodedContent([new("name", "Gulan"), new("text", "Merhaba"), new("do", "send")]));
        Assert.Contains("lang=tr", posted.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/receipts/demo~AAAAAAAAAAAAAAAAAAAAAA", "Böyle bir takip bağlantısı yok.")]
    [InlineData("/sites/nowhere/threads/a", "böyle bir site yok.")]
    [InlineData("/sites/demo/nothing", "Bu adreste bir şey yok.")]
    public async Task A_browser_that_comes_to_the_wrong_place_is_told_so_by_a_page_in_its_language(string path, string words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        request.Headers.AcceptLanguage.ParseAdd("tr");
        var answer = await _browser.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(words, await answer.Content.ReadAsStringAsync());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Nothing_that_a_reader_writes_becomes_markup_or_ends_the_linked_data()
    {
        await _site.Post("a/b", "</script><img src=x onerror=alert(1)> <b>bold</b>", "<i>Ali</i>\u202E");
        foreach (var path in new[] { Thread, "/api/v1" + Thread + "/fragment" })
        {
            var answer = await _browser.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<img", page);
            Assert.DoesNotContain("<i>", page);
            Assert.DoesNotContain("\u202E", page);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            var data = JsonDocument.Parse(Data().Match(page).Groups[1].Value).RootElement;
            Assert.Equal("Comment", data.Items("comment").Single().Text("@type"));
        }
    }

    [Theory]
    [InlineData("tr-TR,tr;q=0.9,en;q=0.8", "Yorumunuz")]
    [InlineData("kmr, en", "Şîroveya we")]
    [InlineData("de, fr", "Your comment")]
    [InlineData("../../secret", "Your comment")]
    public async Task The_page_speaks_the_language_of_the_browser(string accepted, string words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Thread);
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        Assert.Contains(words, await (await _browser.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_receipt_shows_what_became_of_it_and_takes_an_objection_once()
    {
        await _site.Premoderate("a/b");
        var posted = await _site.Post("a/b", "A word that must be read");
        var receipt = "/receipts/" + posted.Text("receipt");
        Assert.Contains("waiting", await _browser.GetStringAsync(receipt));
        using var admin = _server.Admin();
        await admin.PostAsJsonAsync($"{_site.Api}/decisions", new { decisions = new[] { new { article = "a/b", commentId = posted.Text("comment", "id"), revision = 1, outcome = "reject", reason = "insult" } } });

        var page = await _browser.GetStringAsync(receipt);
        Assert.Contains("Decided by a moderator.", page);
        Assert.Contains("Insult", page);
        Assert.Contains("You can object until", page);
        Assert.Contains("<p>A word that must be read</p>", page);

        Assert.Equal(HttpStatusCode.BadRequest, (await Object(receipt, " ")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Object(receipt, "It was a joke.")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Object(receipt, "Once more.")).StatusCode);
        Assert.Contains(", not answered yet.", await _browser.GetStringAsync(receipt));
        await (await _browser.GetAsync("/receipts/demo~AAAAAAAAAAAAAAAAAAAAAA")).IsProblem(404, "receipt-not-found");
    }

    private Task<HttpResponseMessage> Object(string receipt, string statement) =>
        _browser.PostAsync(receipt, new FormUrlEncodedContent([new("statement", statement)]));

    private Task<HttpResponseMessage> Send(params (string Name, string Value)[] fields) =>
        _browser.PostAsync(Thread, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    [GeneratedRegex("<(?:a|form)[^>]* (?:href|action)=\"([^\"]+)\"")]
    private static partial Regex Links();

    [GeneratedRegex("name=nonce value=\"([^\"]+)\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("<(ol|li|ul)[ >]")]
    private static partial Regex Open();

    [GeneratedRegex("</(ol|li|ul)>")]
    private static partial Regex Closed();

    [GeneratedRegex("<script type=\"application/ld\\+json\">(.*?)</script>")]
    private static partial Regex Data();
}
