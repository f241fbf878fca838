using System.Globalization;
using System.Text;

namespace NatComments.Tests.Interchange;

/// <summary>Files of other systems, as tests need them.</summary>
public static class OldFiles
{
    /// <summary>An export of WordPress with so many comments on each article.</summary>
    public static string WordPress(params (string Path, int Comments)[] articles)
    {
        var id = 0;
        return $"""
            <?xml version="1.0" encoding="UTF-8" ?>
            <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
            {string.Concat(articles.Select((article, i) => $"""
                <item><title>Haber {i}</title><link>https://gazete.example{article.Path}</link><wp:post_id>{i + 1}</wp:post_id>
                {string.Concat(Enumerable.Range(0, article.Comments).Select(n => Comment(++id, n)))}
                </item>
                """))}
            </channel></rss>
            """;
    }

    /// <summary>An export of this program with one published comment.</summary>
    public static IReadOnlyList<string> Own(string article, Guid id, string words) =>
    [
        """{"line":"site","format":2,"site":"demo","name":"Demo","createdAt":"2026-01-01T00:00:00+00:00","exportedAt":"2026-01-01T00:00:00+00:00"}""",
        Event(article, 1, $$"""{"event":"comment-posted","at":"2026-01-01T00:00:00+00:00","id":"{{id}}","depth":0,"author":"somebody"}"""),
        Event(article, 2, $$"""{"event":"comment-decided","at":"2026-01-01T00:00:00+00:00","id":"{{id}}","revision":1,"decision":{"outcome":"publish","reason":"clean","by":{"kind":"policy","scorer":"s"} } }"""),
        $$"""{"line":"text","key":"text/{{article}}/{{id:N}}/1","value":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"name":"Ayşe","markdown":"{{words}}","html":"x"}"""))}}"}""",
    ];

    private static string Event(string article, int number, string e) => $$"""{"line":"event","article":"{{article}}","number":{{number}},"event":{{e}} }""";

    private static string Comment(int id, int n) => $"""
        <wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[Yazar {n % 7}]]></wp:comment_author>
        <wp:comment_author_email>y{n % 7}@gazete.example</wp:comment_author_email>
        <wp:comment_date_gmt>{new DateTime(2020, 1, 1).AddMinutes(id).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</wp:comment_date_gmt>
        <wp:comment_content><![CDATA[An old comment {n}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
        """;
}
