using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Storage;
using NatComments.Server.Storage;
using NatComments.Server.Visitors;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Recovery phrases: rich enough, one reader's with one name, and telling nothing to whoever tries.</summary>
public sealed class PhraseTests(RunningServer server) : PlainBrowserTests(server)
{
    private string Site => _site.Api;
    private string Plain => _site.Pages + "/threads/p";
    private const string Phrase = "lantern quarry violin 1927 meadow";

    [Theory]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("password1234")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiop12")]
    [InlineData("iloveyou iloveyou")]
    [InlineData("iloveyou iloveyou iloveyou iloveyou iloveyou iloveyou")]
    [InlineData("galatasaray1905")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("1234 5678 9012 3456 7890 1234 5678")]
    [InlineData("a long phrase of mine")]
    [InlineData("short")]
    public async Task A_phrase_that_is_guessed_is_refused_wherever_it_is_set(string phrase)
    {
        Assert.False(PhraseRules.IsStrong(phrase, "Zelal"));
        using var reader = _server.As((await Proven()).Token);
        await (await reader.PutAsJsonAsync(Site + "/me/phrase", new { phrase })).IsProblem(400, "invalid-phrase");
        var plain = await Send("Zelal", phrase);
        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.Contains("too easy to guess", await plain.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("wolf river candle 1923 mountain")]
    [InlineData("k7qf-2m9x-ab3d-zz4y")]
    [InlineData("köprü zeytin yıldız sandık martı")]
    [InlineData("çiya baran hêlîn stêrk penûs")]
    public void A_phrase_of_words_that_do_not_belong_together_is_taken(string phrase) => Assert.True(PhraseRules.IsStrong(phrase, "Zelal"));

    [Fact]
    public void A_phrase_that_is_made_here_is_always_taken_and_never_the_same()
    {
        var made = Enumerable.Range(0, 200).Select(_ => PhraseRules.New()).ToList();
        Assert.All(made, phrase => Assert.True(PhraseRules.Bits(phrase) >= PhraseRules.MinBits, phrase));
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public async Task A_phrase_is_somebodys_only_together_with_their_name()
    {
        var (token, author) = await Proven();
        using var reader = _server.As(token);
        await _site.Post("a", "Mine", "Zelal", token);
        (await reader.PutAsJsonAsync(Site + "/me/phrase", new { phrase = Phrase })).EnsureSuccessStatusCode();

        var mine = await _server.Http.PostAsJsonAsync(Site + "/pseudonyms/phrases", new { phrase = Phrase, name = "zelal" });
        Assert.Equal(author, (await mine.Json()).Text("author"));
        foreach (var name in new[] { null, "", "Rojda" })
        {
            var other = await _server.Http.PostAsJsonAsync(Site + "/pseudonyms/phrases", new { phrase = Phrase, name });
            Assert.False(other.IsSuccessStatusCode);
        }

        // Somebody else may have the same phrase, and is told nothing by it.
        var (second, _) = await Proven();
        using var stranger = _server.As(second);
        await _site.Post("a", "Also here", "Rojda", second);
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.PutAsJsonAsync(Site + "/me/phrase", new { phrase = Phrase })).StatusCode);
        await (await stranger.PutAsJsonAsync(Site + "/me/phrase", new { phrase = Phrase, name = "Zelal" })).IsProblem(400, "invalid-name");
    }

    [Fact]
    public async Task A_phrase_from_before_lets_its_owner_in_under_their_name_and_nobody_under_another()
    {
        const string Old = "alongphraseofmine";
        var (token, author) = await Proven();
        await _site.Post("a", "Mine", "Zelal", token);
        var store = (IStore)_server.Services.GetService(typeof(IStore))!;
        var salt = ((Secrets)_server.Services.GetService(typeof(Secrets))!).KeyFor("phrases");
        var hash = Rfc2898DeriveBytes.Pbkdf2(Old, (byte[])[.. salt, .. Encoding.UTF8.GetBytes(_site.Id)], 100_000, HashAlgorithmName.SHA256, 32);
        await store.TryCommit(new(_site.Id, null, [new("proof/phrase/" + Convert.ToHexStringLower(hash), Encoding.UTF8.GetBytes(author))], [], []));

        await (await _server.Http.PostAsJsonAsync(Site + "/pseudonyms/phrases", new { phrase = "a long phrase of mine", name = "Rojda" })).IsProblem(404, "phrase-unknown");
        for (var i = 0; i < 2; i++)
        {
            var mine = await _server.Http.PostAsJsonAsync(Site + "/pseudonyms/phrases", new { phrase = "A long phrase of mine", name = "Zelal" });
            Assert.Equal(author, (await mine.Json()).Text("author"));
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await Send("Zelal", "a long phrase of mine")).StatusCode);
    }

    [Fact]
    public async Task Guesses_are_limited_for_each_network()
    {
        await using var limited = await RunningServer.Start(null, "--NatComments:PostsPerMinute", "100");
        HttpResponseMessage? last = null;
        for (var i = 0; i < 100 && last?.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last = await limited.Http.PostAsJsonAsync(limited.Demo.Api + "/pseudonyms/phrases", new { phrase = "short", name = "Zelal" });
        }

        await last!.IsProblem(429, "rate-limited");
    }

    [Fact]
    public async Task The_plain_form_offers_a_phrase_that_it_takes()
    {
        var page = await _browser.GetStringAsync(Plain);
        var made = page.Split("<code>")[1].Split("</code>")[0];
        Assert.Equal(HttpStatusCode.SeeOther, (await Send("Zelal", made)).StatusCode);
        Assert.StartsWith("p", (await _site.Page("p")).Items("comments").Single().Text("author", "id"));
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_form_of_another_page_is_refused(string header, string value)
    {
        foreach (var path in new[] { Plain, $"{_site.Pages}/me", "/receipts/demo~none" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form("Zelal", null) };
            request.Headers.Add(header, value);
            await (await _browser.SendAsync(request)).IsProblem(403, "form-of-another-page");
        }

        using var own = new HttpRequestMessage(HttpMethod.Post, Plain) { Content = Form("Zelal", null) };
        own.Headers.Add("Origin", _server.Url);
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.SendAsync(own)).StatusCode);
    }

    [Theory]
    [InlineData("br", true)]
    [InlineData("gzip, br;q=0.5", true)]
    [InlineData("br;q=0, gzip", false)]
    [InlineData("br; q=0.000", false)]
    [InlineData("brotli, xbr", false)]
    public async Task What_a_client_does_not_take_is_not_sent_packed(string accepted, bool packed)
    {
        for (var i = 0; i < 12; i++)
        {
            await _site.Post("packed", $"Number {i} of a page that is worth to be packed, because it says enough.");
        }

        HttpResponseMessage? answer = null;
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Site + "/threads/packed");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            answer = await _server.Http.SendAsync(request);
        }

        Assert.Equal(packed, answer!.Content.Headers.ContentEncoding.Contains("br"));
    }

    private async Task<(string Token, string Author)> Proven()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var challenge = (await (await _server.Http.PostAsync(Site + "/pseudonyms/challenges", null)).Json()).Text("challenge");
        var signature = key.SignData(Encoding.UTF8.GetBytes($"natcomments:{_site.Id}:{challenge}"), HashAlgorithmName.SHA256);
        var proof = new { publicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), challenge, signature = Convert.ToBase64String(signature) };
        var proven = await (await _server.Http.PostAsJsonAsync(Site + "/pseudonyms", proof)).Json();
        return (proven.Text("readerToken"), proven.Text("author"));
    }

    private Task<HttpResponseMessage> Send(string name, string? phrase) => _browser.PostAsync(Plain, Form(name, phrase));

    private static FormUrlEncodedContent Form(string name, string? phrase) =>
        new([new("name", name), new("phrase", phrase ?? ""), new("text", "By the plain form"), new("do", "send")]);
}
