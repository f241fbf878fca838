using System.Xml.Linq;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Reads the export file of WordPress (WXR 1.0 to 1.3, <c>wp-admin/includes/export.php</c>), one post at a time, however
/// long the file.
/// Pingbacks, trackbacks and notes of editors are no comments and are left out.
/// </summary>
internal sealed class WordPressFile
{
    // The address of the namespace ends with the version. A prefix that is not declared is its own namespace.
    private const string Namespace = "http://wordpress.org/export/";
    private const string Prefix = "wp";

    private readonly OldDates _dates = new(TimeProvider.System.GetUtcNow());
    private readonly OldIds _ids = new();
    private readonly OldArticles _names;
    private readonly ImportReport _report;

    private WordPressFile(OldArticles names, ImportReport report) => (_names, _report) = (names, report);

    /// <summary>The posts that have comments, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">The file is no such export, or is damaged or cut off.</exception>
    public static IEnumerable<OldThread> Read(Stream file, OldArticles names, ImportReport report)
    {
        var xml = OldXml.Open(file, "rss");
        var reader = new WordPressFile(names, report);
        try
        {
            while (xml.Next("item", "comment") is { } e)
            {
                if (e.Name.LocalName == "item" && reader.Thread(e) is { Comments.Count: > 0 } thread)
                {
                    yield return thread;
                }
                else if (Is(e, "comment"))
                {
                    report.Meet();
                    var example = ImportReport.At(Text(e, "comment_id") ?? "", OldXml.LineOf(e));
                    report.LeaveOut(LeftOutReason.NoArticle, example);
                }
            }
        }
        finally
        {
            report.Broken = (xml.Broken, xml.FirstBroken);
        }
    }

    private OldThread? Thread(XElement item)
    {
        var isLink = (string?)item.Element("guid")?.Attribute("isPermaLink") != "false";
        var url = Plain(item, "link") ?? (isLink ? Plain(item, "guid") : null);
        var posted = _dates.Read(Text(item, "post_date_gmt"), Text(item, "post_date"))
            ?? _dates.Read(Plain(item, "pubDate"));
        var isReadable = url?.Contains(OldText.Unreadable) != true;
        var article = isReadable ? _names.Name(Text(item, "post_id"), Plain(item, "guid"), url, Text(item, "post_name")) : null;
        var comments = new List<OldComment>();
        var ids = new Dictionary<string, string>();
        foreach (var e in item.Descendants().Where(e => Is(e, "comment")))
        {
            _report.Meet();
            var comment = Comment(e, $"{url} {Text(item, "post_id")}", posted) with { Page = url };
            ids.TryAdd(Text(e, "comment_id") ?? "", comment.Id);
            comments.Add(comment);
        }

        if (article is not null)
        {
            // An id counts within its article first: files of several sites may have been joined.
            comments = [.. comments.Select(comment => comment.Under(ids))];
            var title = HtmlText.Title(Plain(item, "title"));
            return new(article, title, url, Text(item, "comment_status") == "closed", comments);
        }

        var reason = isReadable ? LeftOutReason.NoArticle : LeftOutReason.Unreadable;
        comments.ForEach(comment => _report.LeaveOut(comment.LeftOut ?? reason, comment.Example));
        return null;
    }

    private OldComment Comment(XElement e, string of, DateTimeOffset? posted)
    {
        var (id, parent) = (Text(e, "comment_id") ?? "", Text(e, "comment_parent"));
        var (name, mail) = (Text(e, "comment_author") ?? "", Text(e, "comment_author_email"));
        var html = Child(e, "comment_content") is { } content ? OldXml.Markup(content) : "";
        var (utc, local) = (Text(e, "comment_date_gmt"), Text(e, "comment_date"));
        var (at, isGiven) = _dates.Of(utc, local, posted);
        var status = Text(e, "comment_approved")?.ToLowerInvariant();
        var comment = new OldComment(
            _ids.Of(id, of, name, mail ?? "", utc ?? "", local ?? "", html),
            parent is null or "" or "0" ? null : parent,
            HtmlText.Decode(name),
            string.IsNullOrEmpty(mail) ? name : mail,
            at,
            html,
            status switch
            {
                "1" or "approve" or "approved" => OldStatus.Published,
                "spam" => OldStatus.Spam,
                _ => OldStatus.Held,
            })
        {
            GivenId = id,
            Line = OldXml.LineOf(e),
            HasTime = isGiven,
            LeftOut = status is "trash" or "post-trashed" ? LeftOutReason.Deleted : OfType(Text(e, "comment_type")),
        };
        return OldXml.IsCut(e) || comment.IsUnreadable ? comment with { LeftOut = LeftOutReason.Unreadable } : comment;
    }

    // A review is a reader's comment with stars.
    private static LeftOutReason? OfType(string? type) => type?.ToLowerInvariant() switch
    {
        null or "" or "comment" or "review" => null,
        "pingback" or "trackback" or "webmention" => LeftOutReason.Pingback,
        _ => LeftOutReason.UnknownType,
    };

    private static string? Text(XElement of, string name) => Child(of, name)?.Value.Trim();

    // What a broken file has put deeper is found there.
    private static XElement? Child(XElement of, string name) =>
        of.Elements().FirstOrDefault(e => Is(e, name)) ?? of.Descendants().FirstOrDefault(e => Is(e, name));

    // Of RSS itself.
    private static string? Plain(XElement item, string name) =>
        item.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static bool Is(XElement e, string name) =>
        e.Name.LocalName == name && (e.Name.NamespaceName == Prefix || e.Name.NamespaceName.StartsWith(Namespace, StringComparison.Ordinal));
}
