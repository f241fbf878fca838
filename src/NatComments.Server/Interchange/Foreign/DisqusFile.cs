using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Reads the XML export of Disqus (https://docs.disqus.com/developers/export/): the threads, then the posts that name them. Threads of one article
/// (by http and https, under several hosts and spellings) are one. All comments are held in memory until the file's end.
/// </summary>
internal static class DisqusFile
{
    // Two million comments, which are held in memory until the file's end: some gigabytes.
    private const int MaxComments = 2_000_000;

    private static readonly XNamespace Disqus = "http://disqus.com";
    private static readonly XName Id = XNamespace.Get("http://disqus.com/disqus-internals") + "id";

    /// <summary>The articles that have comments, in the order in which the file first names them.</summary>
    /// <exception cref="XmlException">The file is no XML, or is cut off.</exception>
    public static IEnumerable<OldThread> Read(Stream file, OldArticles names, ImportReport report)
    {
        using var xml = OldXml.Open(file, "disqus");
        var comments = 0;
        var articles = new Dictionary<string, string>();
        var found = new Dictionary<string, (OldThread Thread, List<OldComment> Comments)>();
        while (OldXml.NextElement(xml, "thread", "post"))
        {
            var e = OldXml.Element(xml);
            if (e.Name.LocalName == "thread")
            {
                Thread(e, names, articles, found);
            }
            else if (articles.TryGetValue(Reference(e, "thread") ?? "", out var article))
            {
                found[article].Comments.Add(++comments <= MaxComments ? Comment(e) : throw new InvalidDataException($"It has more than {MaxComments} comments."));
                report.Meet();
            }
            else
            {
                report.Meet();
                report.LeaveOut(LeftOutReason.ThreadUnknown, (string?)e.Attribute(Id) ?? "");
            }
        }

        return found.Values.Where(article => article.Comments.Count > 0).Select(article => article.Thread);
    }

    private static void Thread(XElement e, OldArticles names, Dictionary<string, string> articles, Dictionary<string, (OldThread, List<OldComment>)> found)
    {
        // The plugin for WordPress writes "<number of the post> <guid>".
        var number = (Text(e, "id") ?? "").Split(' ')[0];
        var url = Text(e, "link");
        if (Text(e, "isDeleted") != "true" && names.Name(number.All(char.IsAsciiDigit) ? number : null, Text(e, "id"), url) is { } article)
        {
            articles[(string?)e.Attribute(Id) ?? ""] = article;
            var comments = new List<OldComment>();
            found.TryAdd(article, (new(article, Text(e, "title"), url, Text(e, "isClosed") == "true", comments), comments));
        }
    }

    private static OldComment Comment(XElement e)
    {
        var author = e.Element(Disqus + "author");
        var name = author is null ? "" : Text(author, "name") ?? "";
        var person = author is null ? null : First(Text(author, "email"), Text(author, "username"));
        return new(
            (string?)e.Attribute(Id) ?? "",
            Reference(e, "parent"),
            name,
            First(person, name)!,
            DateTimeOffset.TryParse(Text(e, "createdAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.UnixEpoch,
            Text(e, "message") ?? "",
            Text(e, "isDeleted") == "true" ? OldStatus.Deleted
                : Text(e, "isSpam") == "true" ? OldStatus.Spam
                : Text(e, "isApproved") == "false" ? OldStatus.Held
                : OldStatus.Published);
    }

    private static string? First(string? one, string? other) => string.IsNullOrWhiteSpace(one) ? other : one;

    private static string? Reference(XElement of, string name) => (string?)of.Element(Disqus + name)?.Attribute(Id);

    private static string? Text(XElement of, string name) => of.Element(Disqus + name)?.Value;
}
