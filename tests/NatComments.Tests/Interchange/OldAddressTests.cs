using NatComments.Server.CommandLine;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>Comments that come from another system stand where the pages of their articles will ask for them.</summary>
public sealed class OldAddressTests
{
    [Fact]
    [Trait("Report", "10")]
    public async Task Plain_permalinks_keep_their_articles_apart()
    {
        await using var server = await Imported("wxr", "path", WordPress(("https://gazete.example/?p=11", 11), ("https://gazete.example/?p=12", 12)));
        Assert.Equal((1, 1, 0), (await Count(server, "/?p=11"), await Count(server, "/index.php?p=12&utm_source=x"), await Count(server, "/")));
    }

    [Fact]
    [Trait("Report", "12")]
    public async Task Every_spelling_of_a_slug_is_one_article()
    {
        await using var server = await Imported("wxr", "path", WordPress(
            ("https://gazete.example/2020/%c5%9fehir-haberi/", 1), ("https://gazete.example/2020/%C5%9Fehir-haberi/", 2), ("https://gazete.example/2020/şehir-haberi/", 3)));
        Assert.Equal((3, 3), (await Count(server, "/2020/%c5%9fehir-haberi/"), await Count(server, "/2020/şehir-haberi/")));
    }

    [Fact]
    [Trait("Report", "13")]
    public async Task Long_slugs_in_other_scripts_are_taken_in()
    {
        var path = "/2020/" + string.Concat(Enumerable.Repeat("%d8%a7", 200)) + "/";
        await using var server = await Imported("wxr", "path", WordPress(("https://gazete.example" + path, 1)));
        Assert.Equal(1, await Count(server, path));
    }

    [Fact]
    [Trait("Report", "20")]
    public async Task Articles_are_called_by_the_identifiers_of_the_other_system_when_that_is_wished()
    {
        var disqus = Disqus(("mt_1949", "https://gazete.example/a/"), ("", "https://gazete.example/b/"), ("https://gazete.example/c/?p=7", "https://gazete.example/c/"));
        await using var server = await Imported("disqus", "identifier", disqus);
        Assert.Equal((1, 1, 1, 0), (await Count(server, "mt_1949"), await Count(server, "/b/"), await Count(server, "/c/?p=7"), await Count(server, "/a/")));

        await using var byGuid = await Imported("wxr", "identifier", WordPress(("https://gazete.example/a/", 31)));
        Assert.Equal(1, await Count(byGuid, "/?p=31"));
    }

    [Fact]
    [Trait("Report", "10")]
    public async Task Disqus_links_with_queries_and_fragments_that_name_a_page_are_kept_apart()
    {
        await using var server = await Imported("disqus", "path", Disqus(
            ("", "https://gazete.example/?p=7"), ("", "https://gazete.example/?p=8"), ("", "https://gazete.example/#!haber-9"), ("", "//gazete.example/d/"), ("", "http://mirror.example/d/?fbclid=1")));
        Assert.Equal((1, 1, 1, 2), (await Count(server, "/?p=7"), await Count(server, "/?p=8"), await Count(server, "/#!haber-9"), await Count(server, "/d/")));
    }

    [Fact]
    public async Task Whoever_imports_is_told_which_addresses_fall_together()
    {
        await using var imported = await ImportedFile.Of("disqus", Disqus(("", "https://gazete.example/a/?sayfa=1"), ("", "https://gazete.example/a/?sayfa=2"), ("", "http://gazete.example/b/"), ("", "https://gazete.example/b/")));
        Assert.Equal(2, await Count(await imported.Server(), "/a/"));
        Assert.Contains("/a/?sayfa=1 and /a/?sayfa=2 are one article here, /a/", imported.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("/b/", imported.Said, StringComparison.Ordinal);
    }

    private static async Task<int> Count(RunningServer server, string article) => (await server.Page(article)).Number("count");

    private static async Task<RunningServer> Imported(string system, string articles, string xml)
    {
        var folder = new TemporaryFolder();
        var file = folder.File("old.xml");
        await File.WriteAllTextAsync(file, xml);
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--from", system, "--articles", articles, "--data", folder.File("data")]));
        return await RunningServer.Start(folder.File("data"));
    }

    private static string WordPress(params (string Link, int Post)[] posts) => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
        {string.Concat(posts.Select(post => $"<item><title>T</title><link>{post.Link.Replace("&", "&amp;", StringComparison.Ordinal)}</link><guid isPermaLink=\"false\">https://gazete.example/?p={post.Post}</guid><wp:post_id>{post.Post}</wp:post_id><wp:comment><wp:comment_id>{post.Post}</wp:comment_id><wp:comment_author>Ayşe</wp:comment_author><wp:comment_date_gmt>2024-02-01 10:00:00</wp:comment_date_gmt><wp:comment_content>Words {post.Post}</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment></item>"))}
        </channel></rss>
        """;

    private static string Disqus(params (string Id, string Link)[] threads) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
        {string.Concat(threads.Select((thread, i) => $"<thread dsq:id=\"{i}\"><id>{thread.Id}</id><link>{thread.Link}</link><title>T</title><isClosed>false</isClosed><isDeleted>false</isDeleted></thread>"))}
        {string.Concat(threads.Select((_, i) => $"<post dsq:id=\"{100 + i}\"><message>Words {i}</message><createdAt>2024-01-03T00:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>A</name></author><thread dsq:id=\"{i}\" /></post>"))}
        </disqus>
        """;
}
