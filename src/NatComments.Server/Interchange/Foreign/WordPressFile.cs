using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Reads the export file of WordPress (WXR 1.0 to 1.3, <c>wp-admin/includes/export.php</c>), one post at a time, however long the file. Trackbacks and
/// pingbacks are no comments and are left out.
/// </summary>
internal static class WordPressFile
{
    // The address of the namespace ends with the version.
    private const string Namespace = "http://wordpress.org/export/";

    /// <summary>The posts that have comments, in the order of the file.</summary>
    /// <exception cref="XmlException">The file is no XML, or is cut off.</exception>
    public static IEnumerable<OldThread> Read(Stream file, OldArticles names, ImportReport report)
    {
        using var xml = OldXml.Open(file, "rss");
        while (OldXml.NextElement(xml, "item"))
        {
            if (Thread(OldXml.Element(xml), names, report) is { Comments.Count: > 0 } thread)
            {
                yield return thread;
            }
        }
    }

    private static OldThread? Thread(XElement item, OldArticles names, ImportReport report)
    {
        var url = item.Element("link")?.Value;
        var comments = new List<OldComment>();
        foreach (var e in item.Elements().Where(e => Is(e, "comment")))
        {
            report.Meet();
            switch (Text(e, "comment_type"))
            {
                case null or "" or "comment":
                    comments.Add(Comment(e));
                    break;
                case "pingback" or "trackback":
                    report.LeaveOut(LeftOutReason.Pingback, Text(e, "comment_id") ?? "");
                    break;
                default:
                    report.LeaveOut(LeftOutReason.UnknownType, Text(e, "comment_id") ?? "");
                    break;
            }
        }

        if (names.Name(Text(item, "post_id"), item.Element("guid")?.Value, url) is { } article)
        {
            return new(article, item.Element("title")?.Value, url, Text(item, "comment_status") == "closed", comments);
        }

        comments.ForEach(comment => report.LeaveOut(LeftOutReason.NoArticle, comment.Example));
        return null;
    }

    private static OldComment Comment(XElement e)
    {
        var name = Text(e, "comment_author") ?? "";
        var parent = Text(e, "comment_parent");
        return new(
            Text(e, "comment_id") ?? "",
            parent is null or "" or "0" ? null : parent,
            name,
            First(Text(e, "comment_author_email"), name),
            Time(First(Text(e, "comment_date_gmt"), Text(e, "comment_date"))),
            Text(e, "comment_content") ?? "",
            Text(e, "comment_approved") switch
            {
                "1" or "approve" or "approved" => OldStatus.Published,
                "spam" => OldStatus.Spam,
                "trash" or "post-trashed" => OldStatus.Deleted,
                _ => OldStatus.Held,
            });
    }

    // "0000-00-00 00:00:00" stands where a time was never known.
    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;

    private static string First(string? one, string? other) => string.IsNullOrWhiteSpace(one) ? other ?? "" : one;

    private static string? Text(XElement of, string name) => of.Elements().FirstOrDefault(e => Is(e, name))?.Value;

    private static bool Is(XElement e, string name) => e.Name.LocalName == name && e.Name.NamespaceName.StartsWith(Namespace, StringComparison.Ordinal);
}
