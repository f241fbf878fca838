using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Who an author is depends on what only they have: a token, a phrase, the key of the very post. Never on what a page shows or where one sits.</summary>
public sealed partial class IdentityTests(RunningServer shared) : PlainBrowserTests(shared)
{
    private string Comments => _site.Api + "/threads/i/comments";
    private string Plain => _site.Pages + "/threads/i";

    [Fact]
    public async Task Nobody_takes_over_a_pseudonym_by_repeating_what_the_page_shows()
    {
        await Send(("name", "Zelal"), ("phrase", "wolf river candle 1923 mountain"), ("text", "Today I liked the article."), ("nonce", Guid.NewGuid().ToString()));
        var shown = (await _site.Page("i")).Items("comments").Single();
        var copy = new { id = shown.Text("id"), text = "Today I liked the article.", author = new { name = "Zelal" } };
        await (await Post(copy)).IsProblem(409, "name-taken");
        await (await Post(copy, key: shown.Text("id"))).IsProblem(409, "name-taken");
    }

    [Fact]
    public async Task Nobody_takes_over_a_guest_by_repeating_what_the_page_shows()
    {
        var (id, key) = (Guid.NewGuid(), Guid.NewGuid().ToString());
        var post = new { id, text = "From a school of one address", author = new { name = "Ali" } };
        Assert.Equal(HttpStatusCode.Created, (await Post(post, key)).StatusCode);
        await (await Post(post)).IsProblem(409, "id-in-use");
        await (await Post(post, key: id.ToString())).IsProblem(409, "id-in-use");
        var nonce = await Nonce();
        await Send(("name", "Veli"), ("text", "By the plain form"), ("nonce", nonce));
        var plain = (await _site.Page("i")).Items("comments").Single(c => c.Text("author", "name") == "Veli");
        Assert.NotEqual(nonce, plain.Text("id"));
        var copy = new { id = plain.Text("id"), text = "By the plain form", author = new { name = "Veli" } };
        await (await Post(copy)).IsProblem(409, "id-in-use");
        await (await Post(copy, key: plain.Text("id"))).IsProblem(409, "id-in-use");
    }

    [Fact]
    public async Task A_key_finds_its_post_again_also_after_a_restart_and_with_no_id()
    {
        using var folder = new Storage.TemporaryFolder();
        var key = Guid.NewGuid().ToString();
        var post = new { text = "An answer that was lost", author = new { name = "Ali" } };
        string first;
        await using (var before = await RunningServer.Start(folder.FullName))
        {
            first = await (await Post(post, key, before)).Content.ReadAsStringAsync();
        }

        await using var after = await RunningServer.Start(folder.FullName);
        var again = await (await Post(post, key, after)).Json();
        Assert.Equal(System.Text.Json.JsonDocument.Parse(first).RootElement.Text("comment", "id"), again.Text("comment", "id"));
        Assert.True((await after.Page("i", token: again.Text("readerToken"))).Items("comments").Single().GetProperty("mine").GetBoolean());
    }

    [Fact]
    public async Task A_key_stands_for_one_post_only()
    {
        var (id, key) = (Guid.NewGuid(), Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.Created, (await Post(new { id, text = "One text", author = new { name = "Ali" } }, key)).StatusCode);
        await (await Post(new { id, text = "Another text", author = new { name = "Ali" } }, key)).IsProblem(422, "idempotency-key-reused");
        await (await Post(new { id = Guid.NewGuid(), text = "One text", author = new { name = "Ali" } }, key)).IsProblem(422, "idempotency-key-reused");
        await (await Post(new { text = "One text", author = new { name = "Ali" } }, "short")).IsProblem(400, "invalid-idempotency-key");
        Assert.Equal(1, (await _site.Page("i")).Number("count"));
    }

    [Fact]
    public async Task A_key_that_arrives_many_times_at_once_is_one_comment_of_one_author()
    {
        var key = Guid.NewGuid().ToString();
        var post = new { text = "Sent by an impatient client", author = new { name = "Ali" } };
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => await (await Post(post, key)).Json()));
        Assert.Single(answers.Select(a => (a.Text("comment", "id"), a.Text("comment", "author", "id"), a.Text("receipt"))).Distinct());
        Assert.Equal(1, (await _site.Page("i")).Number("count"));
    }

    [Fact]
    public async Task A_token_proves_a_retry_without_a_key()
    {
        var token = (await _site.Post("i", "Who I am")).Text("readerToken");
        using var author = _server.As(token);
        var post = new { id = Guid.NewGuid(), text = "Twice", author = new { name = "Ayşe" } };
        var first = await (await author.PostAsJsonAsync(Comments, post)).Json();
        var second = await (await author.PostAsJsonAsync(Comments, post)).Json();
        Assert.Equal((first.Text("receipt"), token, token), (second.Text("receipt"), first.Text("readerToken"), second.Text("readerToken")));
    }

    [Fact]
    public async Task A_plain_form_that_is_sent_again_leads_to_the_same_receipt_and_to_nothing_else()
    {
        var nonce = await Nonce();
        var first = await Send(("name", "Gulan"), ("text", "By plain form"), ("nonce", nonce));
        var second = await Send(("name", "Gulan"), ("text", "By plain form"), ("nonce", nonce));
        Assert.Equal((303, 303), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Empty(await second.Content.ReadAsStringAsync());

        var other = await Send(("name", "Gulan"), ("text", "The next comment"), ("nonce", nonce));
        var page = await other.Content.ReadAsStringAsync();
        Assert.Contains("The next comment</textarea>", page);
        Assert.DoesNotContain(nonce, page);
        Assert.Equal(1, (await _site.Page("i")).Number("count"));
    }

    [Fact]
    public async Task Ids_of_authors_and_comments_do_not_say_when_they_were_made()
    {
        var posts = new List<System.Text.Json.JsonElement>();
        for (var i = 0; i < 4; i++)
        {
            posts.Add(await _site.Post("i", $"Number {i}"));
        }

        await Send(("name", "Gulan"), ("text", "By plain form"), ("phrase", "wolf river candle 1923 mountain"));
        var comments = (await _site.Page("i")).Items("comments");
        Assert.All(comments.Select(c => c.Text("id")), id => Assert.Equal('4', id[14]));

        // 24 bits: of what was made from a clock they are the same for hours.
        Assert.Equal(comments.Count, comments.Select(c => c.Text("author", "id").TrimStart('p')[..6]).Distinct().Count());
    }

    private async Task<HttpResponseMessage> Post(object post, string? key = null, RunningServer? server = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, (server?.Demo ?? _site).Api + "/threads/i/comments") { Content = JsonContent.Create(post) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await (server ?? _server).Http.SendAsync(request);
    }

    private async Task<string> Nonce() => Hidden().Match(await _browser.GetStringAsync(Plain)).Groups[1].Value;

    private Task<HttpResponseMessage> Send(params (string Name, string Value)[] fields) =>
        _browser.PostAsync(Plain, new FormUrlEncodedContent(fields.Append(("do", "send")).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));

    [GeneratedRegex("name=nonce value=\"([^\"]+)\"")]
    private static partial Regex Hidden();
}
