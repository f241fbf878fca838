using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Server.Http;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>The words that readers see, in their language: those of the widget, of pages without scripts, and of refusals.</summary>
public sealed class WordsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly string[] Languages = ["en", "tr", "ku"];
    [Fact]
    public async Task Each_language_says_everything_that_english_says()
    {
        // How long ago it was and what months are called is for most languages known to the browser.
        static string[] Keys(JsonElement words) => [.. words.EnumerateObject()
            .SelectMany(word => word.Name is "pages" or "faults" ? word.Value.EnumerateObject().Select(inner => $"{word.Name}/{inner.Name}") : [word.Name])
            .Where(key => !key.StartsWith("ago-", StringComparison.Ordinal) && key != "months").Order()];
        var english = Keys(await Written("en"));

        foreach (var lang in Languages)
        {
            var words = await Written(lang);
            Assert.Equal(lang, words.Text("lang"));
            Assert.Equal(english, Keys(words));
            Assert.DoesNotContain("\"\"", words.GetRawText());
        }
    }

    [Fact]
    public async Task Every_refusal_that_has_words_is_one_that_can_happen() =>
        Assert.All((await Written("en")).At("faults").EnumerateObject(), fault => Assert.Contains(fault.Name, Problems.Codes));

    [Theory]
    [InlineData("tr", "tr")]
    [InlineData("tr-TR", "tr")]
    [InlineData("kmr", "ku")]
    [InlineData("de", "en")]
    [InlineData("x", "en")]
    public async Task The_widget_is_given_the_words_of_a_pages_language_or_english_ones(string asked, string given)
    {
        var answer = await server.Http.GetAsync($"/widget/messages.{asked}.json");
        var words = await answer.Json();

        Assert.Equal(given, words.Text("lang"));
        Assert.False(words.TryGetProperty("faults", out _) || words.TryGetProperty("pages", out _));
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/widget/messages.{asked}.json");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await server.Http.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("tr", "Bu metinde görünen bir şey yok.")]
    [InlineData("ku", "Di vê nivîsê de tiştek nayê dîtin.")]
    [InlineData("de, en;q=0.5", "There is nothing to see in this text.")]
    public async Task A_refusal_speaks_the_readers_language_and_its_code_stays(string language, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sites/demo/threads/a/comments") { Content = JsonContent.Create(new { text = "\u200B", author = new { name = "Ali" } }) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        var problem = await (await server.Http.SendAsync(request)).Json();

        Assert.Equal(("text-empty", title), (problem.Text("code"), problem.Text("title")));
    }

    private static async Task<JsonElement> Written(string lang) =>
        JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "src/NatComments.Server/Localization", $"messages.{lang}.json"))).RootElement;
}
