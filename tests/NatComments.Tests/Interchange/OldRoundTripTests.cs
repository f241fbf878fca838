using System.Text;
using System.Text.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>
/// Files in the shapes that WordPress (self-hosted today, wordpress.com and before) and Disqus (today and before) write: imported, exported, imported
/// elsewhere and exported again they have the same comments, answers, states, names and times.
/// </summary>
public sealed class OldRoundTripTests
{
    // What a comment must be afterwards.
    private sealed record Expected(string Text, string? Parent, string Name, string At, string State);

    [Fact]
    [Trait("Report", "14b")]
    public Task WordPress_today() => RoundTrips("wxr", OldExports.WordPressToday, leftOut: 4, new()
    {
        ["/2026/03/kopru-acildi/"] =
        [
            new("Köprü sonunda açıldı, <strong>çok</strong> sevindik.", null, "Zeynep Kaya", "2026-03-04T08:15:30", "published"),
            new("Bence geç kaldılar.", "Köprü sonunda açıldı, <strong>çok</strong> sevindik.", "O'Neill & Oğulları", "2026-03-04T09:00:01", "published"),
            new("Katılıyorum.", "Bence geç kaldılar.", "Zeynep Kaya", "2026-03-04T09:30:00", "published"),
            new("Bekleyen bir yorum", null, "Guest", "2026-03-05T10:00:00", "pending"),
            new("Ucuz ilaç <a>burada</a>", null, "spammer", "2026-03-05T11:00:00", "rejected"),
            new("Çöptekine yanıt", "Köprü sonunda açıldı, <strong>çok</strong> sevindik.", "Murat", "2026-03-06T12:00:00", "published"),
        ],
        ["/hakkimizda/"] = [new("Güzel sayfa", null, "Elif", "2026-04-01T06:07:08", "published")],
    });

    [Fact]
    [Trait("Report", "14b")]
    public Task WordPress_com_and_before() => RoundTrips("wxr", OldExports.WordPressBefore, leftOut: 1, new()
    {
        ["/2009/11/30/ilk-yazi/"] =
        [
            new("Merhaba dünya &amp; herkes", null, "Bay WordPress", "2009-11-30T20:00:10", "published"),
            new("İkinci yorum", null, "Ayşe \"Ay\" Can", "2009-12-01T07:00:00", "published"),
            new("Onaylanmamış", null, "Kim", "2009-12-02T07:00:00", "pending"),
        ],
    });

    [Fact]
    [Trait("Report", "14b")]
    public Task Disqus_today() => RoundTrips("disqus", OldExports.DisqusToday, leftOut: 3, new()
    {
        ["/haber/deprem"] =
        [
            new("Geçmiş olsun.", null, "Deniz", "2025-02-06T10:11:12", "published"),
            new("Teşekkürler <a>https://gazete.example/yardim</a>", "Geçmiş olsun.", "Hasan Öz", "2025-02-06T10:20:00", "published"),
            new("Silinene yanıt", "Geçmiş olsun.", "Deniz", "2025-02-06T11:00:00", "published"),
            new("Kazan kazan", null, "Bot", "2025-02-06T12:00:00", "rejected"),
        ],
        ["/haber/secim"] = [new("Sandık başına", null, "Ali & Co", "2025-05-01T00:00:00", "published")],
    });

    [Fact]
    [Trait("Report", "14b")]
    public Task Disqus_before() => RoundTrips("disqus", OldExports.DisqusBefore, leftOut: 1, new()
    {
        ["/eski/yazi.html"] =
        [
            new("Eski bir yorum", null, "Guest", "2011-08-09T01:02:03", "published"),
            new("Yanıt", "Eski bir yorum", "kullanici1", "2011-08-09T02:00:00", "published"),
            new("Onay bekliyor", null, "Misafir", "2011-08-09T03:00:00", "pending"),
        ],
    });

    private static async Task RoundTrips(string system, string file, int leftOut, Dictionary<string, Expected[]> expected)
    {
        await using var imported = await ImportedFile.Of(system, file);
        Assert.Equal((0, expected.Values.Sum(all => all.Length), 0, leftOut), (imported.Code, imported.New, imported.There, imported.LeftOut));
        await imported.Again(system, Encoding.UTF8.GetBytes(file));
        Assert.Equal((0, 0, expected.Values.Sum(all => all.Length), leftOut), (imported.Code, imported.New, imported.There, imported.LeftOut));

        using var folder = new TemporaryFolder();
        var (first, elsewhere, second) = (folder.File("first.ndjson"), folder.File("elsewhere"), folder.File("second.ndjson"));
        Assert.Equal(0, (await CommandOutput.Run("export", "demo", first, "--data", imported.Data)).Code);
        Assert.Equal(0, (await CommandOutput.Run("import", "demo", first, "--data", elsewhere)).Code);
        Assert.Equal(0, (await CommandOutput.Run("export", "demo", second, "--data", elsewhere)).Code);
        foreach (var export in (string[])[first, second])
        {
            var found = Read(await File.ReadAllLinesAsync(export));
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
            foreach (var (article, comments) in expected)
            {
                Assert.Equal(comments.OrderBy(comment => comment.Text, StringComparer.Ordinal), found[article].OrderBy(comment => comment.Text, StringComparer.Ordinal));
            }
        }

        var server = await imported.Server();
        foreach (var (article, comments) in expected)
        {
            Assert.Equal(comments.Count(comment => comment.State == "published"), (await server.Page(article)).Number("count"));
        }
    }

    // The comments of an export by their articles.
    private static Dictionary<string, List<Expected>> Read(string[] lines)
    {
        var (places, states, texts) = (new Dictionary<string, (string Article, string? Parent, string At)>(), new Dictionary<string, string>(), new Dictionary<string, (string Name, string Html)>());
        foreach (var line in lines.Select(line => JsonDocument.Parse(line).RootElement))
        {
            if (line.Text("line") == "event" && line.GetProperty("event") is var e && e.TryGetProperty("id", out var given))
            {
                var id = Guid.Parse(given.GetString()!).ToString("N");
                switch (e.Text("event"))
                {
                    case "comment-posted":
                        places[id] = (line.Text("article")!, e.TryGetProperty("parentId", out var parent) ? Guid.Parse(parent.GetString()!).ToString("N") : null, e.Text("at")![..19]);
                        break;
                    case "comment-held":
                        states[id] = "pending";
                        break;
                    case "comment-decided":
                        states[id] = e.Text("decision", "outcome") == "publish" ? "published" : "rejected";
                        break;
                }
            }
            else if (line.Text("line") == "text" && line.Text("key")!.StartsWith("text/", StringComparison.Ordinal))
            {
                var text = JsonDocument.Parse(Convert.FromBase64String(line.Text("value")!)).RootElement;
                texts[line.Text("key")!.Split('/')[^2]] = (text.Text("name")!, Shown(text.Text("html")!));
            }
        }

        return places.GroupBy(place => place.Value.Article).ToDictionary(article => article.Key, article => article.Select(place => new Expected(
            texts[place.Key].Html, place.Value.Parent is { } parent ? texts[parent].Html : null, texts[place.Key].Name, place.Value.At, states[place.Key])).ToList());
    }

    private static string Shown(string html) => System.Text.RegularExpressions.Regex.Replace(html.Trim(), "</?p>|(?<=<a)[^>]*", "");
}
