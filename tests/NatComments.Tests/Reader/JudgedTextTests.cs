using NatComments.Server.Accounts;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Core.Threads;
using NatComments.Server.Visitors;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Posts are judged by what is shown, and moderators read and see marked what readers see; joiners stay in names and hide nobody.</summary>
public sealed class JudgedTextTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [Trait("Report", "4")]
    [InlineData("siktir git buradan", "s&#x69;kt&#x69;r g&#x69;t buradan")]
    [InlineData("siktir git buradan", "s&#105;ktir git buradan")]
    [InlineData("siktir git", "si[k](https://a.example)tir git")]
    [InlineData("siktir git", "[si](https://a.example)[ktir](https://b.example) git")]
    [InlineData("siktir git", "si\u200Dk\u00ADtir git")]
    [InlineData("fuck you all", "fu&zwj;ck you all")]
    [InlineData("fuck you all", "fu&NoBreak;c&shy;k you all")]
    [InlineData("fuck you all", "f&#117;ck you all")]
    [InlineData("fuck you all", "![f](https://a.example/a.png)uck you all")]
    public async Task A_disguise_that_nobody_sees_changes_no_verdict(string plain, string disguised)
    {
        var expected = (await server.Post("a", plain)).Text("comment", "status");
        Assert.NotEqual("published", expected);
        var reached = (await server.Post("b", disguised)).Text("comment", "status");
        Assert.True(reached == expected || reached == "rejected", reached);
        var draft = await server.Http.PostAsJsonAsync("/api/v1/sites/demo/look-again", new { text = disguised });
        Assert.True((await draft.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("lookAgain").GetBoolean());
    }

    [Fact]
    [Trait("Report", "4")]
    public async Task Word_lists_read_what_is_shown()
    {
        using var admin = server.Admin();
        (await admin.PutAsJsonAsync("/api/v1/sites/demo/word-lists/own", new { text = "[reject]\npatlıcan" })).EnsureSuccessStatusCode();
        foreach (var text in new[] { "patlıcan", "patl&#x131;can", "pat[lı](https://a.example)can", "pat\u200Dlıcan", "pat&shy;lıcan" })
        {
            Assert.Equal("rejected", (await server.Post("w", text)).Text("comment", "status"));
        }
    }

    [Fact]
    [Trait("Report", "4")]
    [Trait("Report", "32")]
    public async Task Moderators_read_what_readers_see_with_the_right_places_marked()
    {
        using var admin = server.Admin();
        var id = (await server.Post("m", "**Bak**:\n\n5. s&#x69;ktir git buradan\n7. ¯\\_(ツ)_/¯ [orada](https://a.example/x)")).Text("comment", "id");
        var whole = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/comments/{id}?article=m");
        var text = whole.Items("revisions").Single().Text("text");
        Assert.Equal("Bak:\n\n5. siktir git buradan\n7. ¯\\_(ツ)_/¯ orada\n\nhttps://a.example/x", text);
        var marked = whole.At("verdict", "spans").EnumerateArray().Select(span => text[span.GetProperty("start").GetInt32()..span.GetProperty("end").GetInt32()]).ToList();
        Assert.Contains(marked, span => span.Contains("siktir", StringComparison.Ordinal));
        Assert.All(marked, span => Assert.DoesNotContain('&', span));
    }

    [Theory]
    [Trait("Report", "34")]
    [InlineData("👩\u200D👩\u200D👧\u200D👦")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("دە\u0631ه\u200Cکان")]
    [InlineData("❤️\u200D🔥 Ayşe")]
    [InlineData("👩🏽\u200D⚕️")]
    [InlineData("क्\u200Dष")]
    [InlineData("ශ්\u200Dරී")]
    public async Task Joiners_that_join_something_stay_in_names_and_in_texts(string name)
    {
        Assert.Equal(name, PlainText.Name(name, 60));
        var comment = await server.Post("n", $"Selam {name}", name);
        Assert.Equal(name, comment.Text("comment", "author", "name"));
        Assert.Contains(name, comment.Text("comment", "html"), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Report", "34")]
    [InlineData("Def\u200Dne", "Defne")]
    [InlineData("ad\u200Cmin", "admin")]
    [InlineData("\u200DAli\u200C", "Ali")]
    [InlineData("می\u200C\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("می\u200Dخواهم", "میخواهم")]
    [InlineData("دار\u200Cا", "دارا")]
    [InlineData("Ali👩\u200DAyşe", "Ali👩Ayşe")]
    [InlineData("A\u200D👩", "A👩")]
    [InlineData("Ali\u202E\u2066", "Ali")]
    public void Joiners_that_join_nothing_are_taken_out(string name, string kept) => Assert.Equal(kept, PlainText.Name(name, 60));

    [Theory]
    [Trait("Report", "34")]
    [InlineData("می\u200Cخواهم", "میخواهم")]
    [InlineData("👩\u200D👩", "👩👩")]
    [InlineData("Def\u200Dne", "Defne")]
    [InlineData("क्\u200Dष", "क्ष")]
    public void Nobody_passes_for_another_by_a_joiner(string joined, string plain)
    {
        Assert.Equal(Names.Fold(plain), Names.Fold(joined));
        Assert.True(new KeptNames([plain], []).Contain(joined) == new KeptNames([plain], []).Contain(plain));
        Assert.True(new KeptNames([joined], []).Contain(plain) == new KeptNames([plain], []).Contain(plain));
    }
}
