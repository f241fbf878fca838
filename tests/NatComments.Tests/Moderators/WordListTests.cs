using System.Text;
using NatComments.Core.Sites;
using NatComments.Core.Storage;
using NatComments.Server.Sites;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>Word lists over HTTP: what starter lists leave alone, the language of a list, and warnings. Each test has a site of its own.</summary>
public sealed class WordListTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static int _sites;

    [Fact]
    [Trait("Report", "1")]
    [Trait("Report", "2")]
    [Trait("Report", "3")]
    public async Task With_the_starter_lists_innocent_texts_are_published_as_without_them()
    {
        var (site, admin) = await Site();
        foreach (var language in (string[])["en", "tr", "ku"])
        {
            Assert.Equal(200, (await admin.Put(List(site, language), new { starter = language })).Status);
        }

        foreach (var text in (string[])
        [
            "My family comes from Pakistan.", "Pakistan won the toss in Lahore yesterday.", "Pakistanis living in Leeds voted early.",
            "Spices are expensive this year.", "I like spicy food.", "A simple solution works best.", "I got the tickets yesterday.",
            "Nothing could be simpler.", "Charles Dickens wrote about London.", "Cocktails are served at eight.", "My pedometer counts every step.",
            "The curtain is fire retardant.", "Pakistani mangoes are in season.",
            "We got lost in Ankara.", "Nice pic, thanks for sharing.", "Bu yol nereye götürüyor?", "Birbirimize kenetlendik.",
            "Çantaları sırtlandık, yola çıktık.", "Suluğunu okulda unutmuş.", "Satılmış biletler iade edilmez.",
            "Köpeğimiz kayboldu, gören var mı?", "Alçak basınç sistemi geliyor.", "Çocuğu okula götürdüm.", "Bizi hastaneye götürecekler.",
        ])
        {
            Assert.Equal((text, "published"), (text, await Post(site, text)));
        }

        Assert.NotEqual("rejected", await Post(site, "Elbisemin söküğünü terzi dikti."));
        Assert.Equal("rejected", await Post(site, "siktir git buradan"));
        Assert.Equal("rejected", await Post(site, "orospu çocukları hep burada"));
        Assert.Equal("pending", await Post(site, "Kuduz köpek sürüsü bunlar"));
    }

    [Fact]
    [Trait("Report", "3")]
    public async Task A_list_without_a_language_leaves_everyday_short_words_alone()
    {
        var (site, admin) = await Site();
        Assert.Equal(200, (await admin.Put(List(site, "own"), new { text = "[reject]\nam" })).Status);

        Assert.Equal("published", await Post(site, "I am happy"));
        Assert.Equal("published", await Post(site, "10 am"));
    }

    [Fact]
    public async Task A_list_has_a_language_that_travels_with_its_text()
    {
        var (site, admin) = await Site();
        var saved = (await admin.Put(List(site, "own"), new { text = "[hold]\nmasa\nsandalye @*", language = "tr" })).Body!;

        Assert.Equal("tr", (string?)saved["language"]);
        Assert.Equal(["tr", "*"], saved["entries"]!.AsArray().Select(entry => (string?)entry!["languages"]![0]));
        var text = (await admin.Get(List(site, "own") + "/text")).Body!.GetValue<string>();
        Assert.Equal("[language tr]\n[hold]\nmasa\nsandalye @*", text);
        var again = (await admin.Put(List(site, "copy"), new { text })).Body!;
        Assert.Equal(("tr", 2), ((string?)again["language"], again["entries"]!.AsArray().Count));
        Assert.Equal(text, (await admin.Get(List(site, "copy") + "/text")).Body!.GetValue<string>());
        Assert.Equal(["tr", "tr"], (await admin.Get($"/api/v1/sites/{site}/word-lists")).Body!.AsArray().Select(list => (string?)list!["language"]));
        Assert.Equal("pending", await Post(site, "Bu masa çok eski, yenisini alalım artık"));
        Assert.Equal("published", await Post(site, "The masa is a table and nothing else in this town"));
        Assert.Equal("pending", await Post(site, "The sandalye is a chair and nothing else in this town"));
        Assert.Equal("", (string?)(await admin.Put(List(site, "copy"), new { text, language = "" })).Body!["language"]);
        Assert.Equal("invalid-request", (await admin.Put(List(site, "own"), new { text = "[hold]\nmasa", language = "xx" })).Code);
        Assert.Equal("invalid-word", (await admin.Put(List(site, "own"), new { text = "[hold]\nmasa @xx" })).Code);
        var changed = (await admin.Get($"/api/v1/sites/{site}/audit?what=word-list-changed")).Body!["records"]![0]!["record"]!;
        Assert.Contains("language: none", changed["after"]!.ToJsonString());
    }

    [Fact]
    public async Task Everyday_words_that_an_entry_would_find_are_told_before_and_after_saving()
    {
        var (site, admin) = await Site();
        var list = new { text = "[reject]\nspic*\nqwertzuiop", language = "en" };

        var before = (await admin.Post(List(site, "own") + "/check", list)).Body!;
        var warning = Assert.Single(before["warnings"]!.AsArray())!;
        Assert.Equal(("spic*", "en"), ((string?)warning["entry"], (string?)warning["language"]));
        Assert.Contains("spice", warning["words"]!.AsArray().Select(word => (string?)word));
        Assert.Empty((await admin.Get($"/api/v1/sites/{site}/word-lists")).Body!.AsArray());
        Assert.Equal(before["warnings"]!.ToJsonString(), (await admin.Put(List(site, "own"), list)).Body!["warnings"]!.ToJsonString());
        Assert.Empty((await admin.Put(List(site, "starter"), new { starter = "tr" })).Body!["warnings"]!.AsArray());
    }

    [Fact]
    public async Task Lists_that_were_stored_before_they_had_a_language_load_with_the_one_of_their_name()
    {
        var (site, admin) = await Site();
        const string old = """{"version":3,"lists":[{"name":"own","text":"[hold]\npatl\u0131can"},{"name":"tr","text":"[hold]\nmasa"}]}""";
        var done = await server.Get<IStore>().TryCommit(new(site, null, [new(WordLists.Document, Encoding.UTF8.GetBytes(old))], [], []));
        Assert.Equal(CommitResult.Done, done);
        server.Get<SiteDirectory>().Forget(site);

        Assert.Equal(["", "tr"], (await admin.Get($"/api/v1/sites/{site}/word-lists")).Body!.AsArray().Select(list => (string?)list!["language"]));
        Assert.Equal("pending", await Post(site, "Patlıcanı çok severim, her gün yerim"));
        Assert.Equal("pending", await Post(site, "Bu masa çok eski, yenisini alalım artık"));
        Assert.Equal("published", await Post(site, "The masa is a table and nothing else in this town"));
    }

    private static string List(string site, string name) => $"/api/v1/sites/{site}/word-lists/{name}";

    private async Task<(string Site, Person Admin)> Site()
    {
        var site = $"words-{Interlocked.Increment(ref _sites)}";
        await server.Get<SiteDirectory>().Add(site, site);
        return (site, await server.Somebody(Role.Administrator, site));
    }

    private async Task<string?> Post(string site, string text)
    {
        var reply = await server.Nobody().Post($"/api/v1/sites/{site}/threads/a/comments", new { text, author = new { name = "R" } });
        Assert.True(reply.Status == 201, reply.ToString());
        return (string?)reply.Body!["comment"]!["status"];
    }
}
