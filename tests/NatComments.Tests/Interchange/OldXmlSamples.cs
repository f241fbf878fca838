namespace NatComments.Tests.Interchange;

/// <summary>Small files of other systems, put together from their comments.</summary>
internal static class OldXmlSamples
{
    public const string WordPressHead = """
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
        """;

    public const string WordPressEnd = "</channel></rss>";

    public const string DisqusHead = """
        <?xml version="1.0" encoding="utf-8"?>
        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
        """;

    public const string DisqusEnd = "</disqus>";

    /// <summary>An export of WordPress with one post, at <c>/haber/</c>.</summary>
    public static string WordPress(params string[] comments) => $"{WordPressHead}{Item("/haber/", 7, comments)}{WordPressEnd}";

    public static string Item(string path, int post, params string[] comments) => $"""
        <item><title>Haber</title><link>https://gazete.example{path}</link><wp:post_id>{post}</wp:post_id>
        {string.Concat(comments)}</item>

        """;

    /// <param name="more">Elements of the comment that stand in the place of the usual ones of their names.</param>
    public static string Comment(string id, string text, string name = "Ayşe", string parent = "0", string more = "")
    {
        string[] usual =
        [
            $"<wp:comment_id>{id}</wp:comment_id>", $"<wp:comment_author>{name}</wp:comment_author>",
            "<wp:comment_date_gmt>2020-01-02 03:04:05</wp:comment_date_gmt>", $"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>",
            "<wp:comment_approved>1</wp:comment_approved>", "<wp:comment_type>comment</wp:comment_type>", $"<wp:comment_parent>{parent}</wp:comment_parent>",
        ];
        var kept = usual.Where(element => !more.Contains(element[..(element.IndexOf('>', StringComparison.Ordinal) + 1)], StringComparison.Ordinal));
        return $"<wp:comment>{string.Concat(kept)}{more}</wp:comment>\n";
    }

    /// <summary>An export of Disqus with one thread, 1 at <c>/haber/</c>.</summary>
    public static string Disqus(params string[] posts) => $"{DisqusHead}{Thread("1", "https://gazete.example/haber/")}{string.Concat(posts)}{DisqusEnd}";

    public static string Thread(string id, string link, string more = "<isDeleted>false</isDeleted>") =>
        $"<thread dsq:id=\"{id}\"><id/><forum>gazete</forum><link>{link}</link><title>Haber</title><isClosed>false</isClosed>{more}</thread>\n";

    public static string Post(string attributes, string text, string thread = "1", string name = "Ayşe", string at = "2020-01-02T03:04:05Z", string more = "") => $"""
        <post {attributes}><message><![CDATA[<p>{text}</p>]]></message><createdAt>{at}</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
        <author><name>{name}</name><isAnonymous>true</isAnonymous></author><thread dsq:id="{thread}" />{more}</post>

        """;
}
