using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Readers without an account: keys, phrases, names, their own record, and what is left when they erase it.</summary>
public sealed class PseudonymTests(RunningServer server) : SiteTests(server)
{
    private string Site => _site.Api;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public override Task DisposeAsync()
    {
        _key.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task The_same_key_is_the_same_author_and_another_key_is_another()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (first, again, somebody) = (await Proven(_key), await Proven(_key), await Proven(other));

        Assert.Equal(first.Text("author"), again.Text("author"));
        Assert.NotEqual(first.Text("author"), somebody.Text("author"));
        Assert.Equal(first.Text("author"), (await _site.Post("a", "Words", "Dilan", again.Text("readerToken"))).Text("comment", "author", "id"));
    }

    [Fact]
    public async Task A_signature_proves_once_and_on_its_own_site_only()
    {
        var elsewhere = await _server.Site();
        var proof = await Proof(_key);
        (await _server.Http.PostAsJsonAsync(Site + "/pseudonyms", proof)).EnsureSuccessStatusCode();

        await (await _server.Http.PostAsJsonAsync(Site + "/pseudonyms", proof)).IsProblem(401, "proof-failed");
        await (await _server.Http.PostAsJsonAsync(elsewhere.Api + "/pseudonyms", await Proof(_key))).IsProblem(401, "proof-failed");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stolen = await Proof(_key) with { PublicKey = Public(other) };
        await (await _server.Http.PostAsJsonAsync(Site + "/pseudonyms", stolen)).IsProblem(401, "proof-failed");
        await (await _server.Http.PostAsJsonAsync(Site + "/pseudonyms", new ProofJson("AAAA", "1.a.b", "AAAA", null))).IsProblem(401, "proof-failed");
    }

    [Fact]
    public async Task A_token_of_one_site_is_refused_on_another()
    {
        var elsewhere = await _server.Site();
        using var reader = _server.As((await Proven(_key)).Text("readerToken"));
        await (await reader.GetAsync(elsewhere.Api + "/me")).IsProblem(401, "invalid-token");
    }

    [Fact]
    public async Task A_phrase_carries_the_pseudonym_to_another_key()
    {
        var mine = await Proven(_key);
        using var reader = _server.As(mine.Text("readerToken"));
        (await reader.PutAsJsonAsync(Site + "/me/phrase", new { phrase = "k7qf-2m9x-ab3d-zz4y" })).EnsureSuccessStatusCode();

        using var phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(mine.Text("author"), (await Proven(phone, "K7QF 2M9X ab3d zz4y")).Text("author"));
        Assert.Equal(mine.Text("author"), (await Proven(phone)).Text("author"));
        await (await _server.Http.PostAsJsonAsync(Site + "/pseudonyms/phrases", new { phrase = "nobody has this one" })).IsProblem(404, "phrase-unknown");
        await (await reader.PutAsJsonAsync(Site + "/me/phrase", new { phrase = "short" })).IsProblem(400, "invalid-phrase");
    }

    [Theory]
    [InlineData("Ayşe Kaya")]
    [InlineData("ayse kaya")]
    [InlineData("AYŞE  KAYA")]
    [InlineData("Аyşe Kаya")]
    [InlineData("A.y.ş.e Kaya")]
    [InlineData("Ayşe\u200BKaya")]
    public async Task A_name_that_a_pseudonym_holds_is_nobody_elses_however_it_is_written(string likeIt)
    {
        var mine = await Proven(_key);
        await _site.Post("a", "Mine", "Ayşe Kaya", mine.Text("readerToken"));

        var guest = await _server.Http.PostAsJsonAsync(Site + "/threads/a/comments", new { text = "Not hers", author = new { name = likeIt } });
        await guest.IsProblem(409, "name-taken");
        await _site.Post("a", "Mine again", likeIt, mine.Text("readerToken"));
    }

    [Fact]
    public async Task A_comment_that_is_not_taken_leaves_no_name_taken()
    {
        using var reader = _server.As((await Proven(_key)).Text("readerToken"));
        await (await reader.PostAsJsonAsync(Site + "/threads/a/comments", new { text = " ", author = new { name = "Berfin Su" } })).IsProblem(400, "text-empty");
        await _site.Post("a", "Somebody else of that name", "Berfin Su");
    }

    [Fact]
    public async Task A_comment_that_the_thread_refuses_leaves_no_name_taken()
    {
        using var admin = _server.Admin();
        (await admin.PutAsJsonAsync(Site + "/threads/shut/state", new { state = "closed" })).EnsureSuccessStatusCode();
        using var reader = _server.As((await Proven(_key)).Text("readerToken"));
        await (await reader.PostAsJsonAsync(Site + "/threads/shut/comments", new { text = "Too late", author = new { name = "Berfin Su" } })).IsProblem(403, "thread-closed");
        await _site.Post("a", "Somebody else of that name", "Berfin Su");
        Assert.Empty((await reader.GetFromJsonAsync<JsonElement>(Site + "/me")).Items("names"));
    }

    [Fact]
    public async Task A_pseudonym_holds_five_names_and_writes_under_more_as_a_guest_does()
    {
        var token = (await Proven(_key)).Text("readerToken");
        string[] names = ["Aram", "Bedri", "Cemal", "Dara", "Esra", "Firat"];
        foreach (var name in names)
        {
            await _site.Post("a", "Mine", name, token);
        }

        await _site.Post("a", "Not mine", names[^1]);
        foreach (var name in names[..^1])
        {
            await (await _server.Http.PostAsJsonAsync(Site + "/threads/a/comments", new { text = "Not mine", author = new { name } })).IsProblem(409, "name-taken");
        }
    }

    [Fact]
    public async Task A_moderators_name_is_nobodys_and_guests_may_share_theirs()
    {
        foreach (var name in new[] { "admin", "Admin", "аdmin", "a d m i n" })
        {
            await (await _server.Http.PostAsJsonAsync(Site + "/threads/a/comments", new { text = "Believe me", author = new { name } })).IsProblem(409, "name-reserved");
        }

        await _site.Post("a", "One guest", "Ali");
        await _site.Post("a", "Another guest", "Ali");
    }

    [Fact]
    public async Task A_reader_sees_exports_and_erases_all_they_wrote()
    {
        var mine = await Proven(_key);
        using var reader = _server.As(mine.Text("readerToken"));
        var posted = await _site.Post("a", "Forget this", "Zîn", mine.Text("readerToken"));
        var id = posted.Text("comment", "id");
        await _site.Post("a", "An answer to it", parent: id);

        var record = await reader.GetFromJsonAsync<JsonElement>(Site + "/me/export");
        Assert.Equal("Forget this", record.Items("comments").Single().Text("text"));
        Assert.Equal(posted.Text("receipt"), record.Items("comments").Single().Text("receipt"));
        Assert.Equal("Zîn", record.Items("names").Single().GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await reader.DeleteAsync(Site + "/me")).StatusCode);

        var page = await _site.Page("a");
        Assert.DoesNotContain("Forget this", page.GetRawText());
        Assert.DoesNotContain("Zîn", page.GetRawText());
        Assert.Equal(2, page.Items("comments").Count);
        using var admin = _server.Admin();
        var whole = await admin.GetFromJsonAsync<JsonElement>($"{Site}/comments/{id}?article=a");
        Assert.Empty(whole.Items("revisions"));
        Assert.NotEmpty(whole.Items("history"));
        Assert.NotEqual(mine.Text("author"), (await Proven(_key)).Text("author"));
        await _site.Post("a", "The name is free", "Zîn", (await Proven(_key)).Text("readerToken"));
    }

    [Fact]
    public async Task Whether_to_look_again_is_yes_or_no_and_a_preview_is_what_will_stand_there()
    {
        async Task<JsonElement> Ask(string what, string text) => await (await _server.Http.PostAsJsonAsync($"{Site}/{what}", new { text })).Json();

        Assert.Equal("""{"lookAgain":true}""", (await Ask("look-again", "You idiot, you moron")).GetRawText());
        Assert.Equal("""{"lookAgain":false}""", (await Ask("look-again", "What a fine day")).GetRawText());
        var html = (await Ask("preview", "**Bold** <script>alert(1)</script>")).Text("html");
        Assert.Equal((await _site.Post("p", "**Bold** <script>alert(1)</script>")).Text("comment", "html"), html);
        Assert.DoesNotContain("<script", html);
    }

    private sealed record ProofJson(string PublicKey, string Challenge, string Signature, string? Phrase);

    private async Task<ProofJson> Proof(ECDsa key, string? phrase = null)
    {
        var challenge = (await (await _server.Http.PostAsync(Site + "/pseudonyms/challenges", null)).Json()).Text("challenge");
        var signature = key.SignData(Encoding.UTF8.GetBytes($"natcomments:{_site.Id}:{challenge}"), HashAlgorithmName.SHA256);
        return new(Public(key), challenge, Convert.ToBase64String(signature), phrase);
    }

    private async Task<JsonElement> Proven(ECDsa key, string? phrase = null)
    {
        var answer = await _server.Http.PostAsJsonAsync(Site + "/pseudonyms", await Proof(key, phrase));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Json();
    }

    private static string Public(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
}
