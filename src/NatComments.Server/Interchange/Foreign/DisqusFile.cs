using System.Xml.Linq;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Reads the XML export of Disqus (https://docs.disqus.com/developers/export/): threads, and posts that name them, in any
/// order. Threads of one article (by http and https, under several hosts and spellings) are one. All comments are held in
/// memory until the file's end.
/// </summary>
internal sealed class DisqusFile
{
    // Two million comments, which are held in memory until the file's end: some gigabytes.
    private const int MaxComments = 2_000_000;

    private readonly OldDates _dates = new(TimeProvider.System.GetUtcNow());
    private readonly OldIds _ids = new();
    private readonly OldArticles _names;
    private readonly ImportReport _report;
    private readonly Dictionary<string, OldPage> _threads = [];
    private readonly List<(string Thread, OldComment Comment)> _posts = [];
    private readonly Dictionary<string, string> _idsHere = [];

    private DisqusFile(OldArticles names, ImportReport report) => (_names, _report) = (names, report);

    // A thread: what is to be made of its posts.
    private sealed record OldPage(
        string? Article, LeftOutReason? LeftOut, string? Title, string? Url, bool IsClosed, DateTimeOffset? At);

    /// <summary>The articles that have comments, in the order in which the file first names them.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is no such export, or is damaged or cut off; after the last article.
    /// </exception>
    public static IEnumerable<OldThread> Read(Stream file, OldArticles names, ImportReport report)
    {
        var reader = new DisqusFile(names, report);
        var wrong = reader.Read(file);
        foreach (var thread in reader.Threads())
        {
            yield return thread;
        }

        if (wrong is not null)
        {
            throw new InvalidDataException(wrong);
        }
    }

    // Why the file could not be read to its end.
    private string? Read(Stream file)
    {
        var xml = OldXml.Open(file, "disqus");
        try
        {
            while (xml.Next("thread", "post") is { } e)
            {
                if (e.Name.LocalName == "thread")
                {
                    Thread(e);
                }
                else if (_posts.Count < MaxComments)
                {
                    _report.Meet();
                    _posts.Add((Reference(e, "thread"), Comment(e)));
                }
                else
                {
                    return $"It has more than {MaxComments} comments.";
                }
            }

            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
        finally
        {
            _report.Broken = (xml.Broken, xml.FirstBroken);
        }
    }

    private IEnumerable<OldThread> Threads()
    {
        var found = new Dictionary<string, (OldPage Page, List<OldComment> Comments)>();
        foreach (var page in _threads.Values.Where(page => page is { Article: not null, LeftOut: null }))
        {
            found.TryAdd(page.Article!, (page, []));
        }

        foreach (var (thread, comment) in _posts)
        {
            if (_threads.GetValueOrDefault(thread) is not { } page)
            {
                _report.LeaveOut(comment.LeftOut ?? LeftOutReason.ThreadUnknown, comment.Example);
            }
            else if (page.LeftOut is { } why)
            {
                _report.LeaveOut(comment.LeftOut ?? why, comment.Example);
            }
            else
            {
                found[page.Article!].Comments.Add(comment.Under(_idsHere) with
                {
                    At = comment.HasTime || page.At is null ? comment.At : page.At.Value,
                    Page = page.Url,
                });
            }
        }

        return found.Where(article => article.Value.Comments.Count > 0)
            .Select(article => (Article: article.Key, article.Value.Page, article.Value.Comments))
            .Select(of => new OldThread(of.Article, of.Page.Title, of.Page.Url, of.Page.IsClosed, of.Comments));
    }

    private void Thread(XElement e)
    {
        // The plugin for WordPress writes "<number of the post> <guid>".
        var (identifier, link) = (Text(e, "id") ?? "", Text(e, "link"));
        var number = identifier.Split(' ')[0];
        var isAddress = identifier.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        var url = string.IsNullOrEmpty(link) && isAddress ? identifier : link;
        var article = url?.Contains(OldText.Unreadable) == true ? null
            : _names.Name(number.All(char.IsAsciiDigit) ? number : null, identifier, url);
        var page = new OldPage(
            article,
            Is(e, "isDeleted") ? LeftOutReason.ThreadDeleted : article is null ? LeftOutReason.NoArticle : null,
            HtmlText.Title(Text(e, "title")),
            url,
            Is(e, "isClosed"),
            _dates.Read(Text(e, "createdAt")));
        if (Id(e) is { Length: > 0 } id && (page.LeftOut is null || !_threads.ContainsKey(id)))
        {
            _threads[id] = page;
        }
    }

    private OldComment Comment(XElement e)
    {
        var author = Child(e, "author");
        var (given, parent) = (Id(e), Reference(e, "parent"));
        var name = author is null ? "" : Text(author, "name") ?? "";
        var person = author is null ? "" : First(Text(author, "email"), Text(author, "username"), name);
        var html = Child(e, "message") is { } message ? OldXml.Markup(message) : "";
        var (at, isGiven) = _dates.Of(Text(e, "createdAt"), null, null);
        var comment = new OldComment(
            _ids.Of(given, Reference(e, "thread"), name, person, Text(e, "createdAt") ?? "", html),
            parent is "" or "0" ? null : parent,
            HtmlText.Decode(name),
            person,
            at,
            html,
            Is(e, "isSpam") ? OldStatus.Spam
                : Text(e, "isApproved")?.ToLowerInvariant() is "false" or "0" ? OldStatus.Held
                : OldStatus.Published)
        {
            GivenId = given,
            Line = OldXml.LineOf(e),
            HasTime = isGiven,
            LeftOut = Is(e, "isDeleted") ? LeftOutReason.Deleted : null,
        };
        _idsHere.TryAdd(given, comment.Id);
        return OldXml.IsCut(e) || comment.IsUnreadable ? comment with { LeftOut = LeftOutReason.Unreadable } : comment;
    }

    private static string First(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                return text;
            }
        }

        return "";
    }

    private static string Reference(XElement of, string name) => Child(of, name) is { } reference ? Id(reference) : "";

    private static string Id(XElement e) =>
        e.Attributes().FirstOrDefault(a => a.Name.LocalName == "id")?.Value.Trim() ?? "";

    private static bool Is(XElement e, string name) => Text(e, name)?.ToLowerInvariant() is "true" or "1";

    private static string? Text(XElement of, string name) => Child(of, name)?.Value.Trim();

    // What a broken file has put deeper is found there.
    private static XElement? Child(XElement of, string name) =>
        of.Elements().FirstOrDefault(e => e.Name.LocalName == name) ?? of.Descendants().FirstOrDefault(e => e.Name.LocalName == name);
}
