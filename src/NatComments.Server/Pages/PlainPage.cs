using System.Globalization;
using System.Text;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Localization;
using NatComments.Server.Rendering;
using NatComments.Server.Threads;

namespace NatComments.Server.Pages;

/// <summary>What a page without scripts stands in: a thread, its article, its site's guidelines, and the language it is read in.</summary>
/// <param name="Site">What the site is called.</param>
/// <param name="Guidelines">The site's own, as sanitised HTML; null when it has none.</param>
/// <param name="Asked">The language that the address asks for, to be asked for by every link; null when it asks for none.</param>
/// <param name="Root">What links to this server begin with: its path, where it has one, or its whole address in a page of the site.</param>
public sealed record PlainSetting(Words Words, ThreadId Thread, string Site, KnownArticle Article, string? Guidelines, string? Asked, string Root = "")
{
    /// <summary>The address of the thread's page, without query.</summary>
    public string Self { get; } = Root + Address(Thread.Site, Thread.Article, Root);

    /// <summary>The address of the reader's own record.</summary>
    public string Record => WithLanguage($"{Root}/sites/{Thread.Site}/me", "");

    /// <summary>Where the page of an article's comments stands.</summary>
    /// <param name="root">What the address is to begin with.</param>
    public static string Address(string site, string article, string root) => $"/sites/{site}/threads/{PublicAddress.Article(article, IsUnderPath(root))}";

    private static bool IsUnderPath(string root) => Uri.TryCreate(root, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.AbsolutePath.Length > 1 : root.Length > 0;

    /// <summary>The way back to the article, as a link; null where no way is known.</summary>
    public string? Back => Article.Url is { } url ? $"<a href=\"{PlainPage.E(url)}\">{PlainPage.E(Words.Say("back"))}</a>" : null;

    /// <summary>Above every page: the site, and the way back to the article.</summary>
    public string Frame => $"<p class=\"dim row\"><span dir=auto>{PlainPage.E(Site)}</span>{Back}</p>";

    /// <summary>The thread's page with this query (without its question mark), in the same language.</summary>
    public string Link(string query, string place = "") => WithLanguage(Self, query) + place;

    /// <summary>Where a comment stands.</summary>
    public string ToComment(Guid comment) => Link($"from={comment}", $"#comment-{comment}");

    private string WithLanguage(string path, string query) =>
        (query, Asked) switch
        {
            ("", null) => path,
            (_, null) => $"{path}?{query}",
            ("", _) => $"{path}?lang={Words.Language.Lang}",
            _ => $"{path}?{query}&lang={Words.Language.Lang}",
        };
}

/// <summary>A thread as HTML that needs no script: to read, to write, to put into a site's own page, and for search engines.</summary>
public sealed class PlainPage(PlainSetting setting)
{
    private readonly Words _words = setting.Words;
    private readonly StringBuilder _html = new(16_384);

    /// <summary>The whole page.</summary>
    /// <param name="form">The form that stands on it when the thread is not closed.</param>
    /// <param name="said">What is said of what was just done, as HTML; null for nothing.</param>
    public string Whole(ThreadPage page, string form, string? said)
    {
        var count = _words.Say(page.Count == 0 ? "comments" : "count", page.Count);
        Head(_words, _html, $"{count} · {setting.Article.Name ?? setting.Site}", setting.Root, Links());
        _html.Append(setting.Frame).Append(setting.Article.Name is { } name ? $"<h1 dir=auto>{E(name)}</h1><h2>{E(count)}</h2>" : $"<h1>{E(count)}</h1>");
        if (said is not null)
        {
            _html.Append("<p class=box role=status>").Append(said).Append("</p>");
        }

        if (page.State != ThreadMode.Open)
        {
            _html.Append("<p class=box>").Append(E(_words.Say("state-" + page.State.ToString().ToLowerInvariant()))).Append("</p>");
        }

        if (page.State != ThreadMode.Closed)
        {
            _html.Append(form);
        }

        if (page.Comments.Count > 0)
        {
            Sorts(page.Sort);
        }

        List(page, true);
        return _html.Append(LinkedData.Of(setting, page)).Append("</main></body></html>").ToString();
    }

    /// <summary>The comments alone, to be put into a page of the site.</summary>
    public string Fragment(ThreadPage page)
    {
        _html.Append("<section class=\"nat-comments\" lang=\"").Append(E(_words.Language.Lang)).Append("\"><h2>").Append(E(_words.Say("count", page.Count))).Append("</h2>");
        if (setting.Article is { Title: { } title, Url: { } url })
        {
            _html.Append("<p class=\"nat-article\"><a href=\"").Append(E(url)).Append("\">").Append(E(title)).Append("</a></p>");
        }

        List(page, false);
        return _html.Append(LinkedData.Of(setting, page)).Append("<p><a href=\"").Append(E(setting.Link(""))).Append("\">").Append(E(_words.Say("your-comment"))).Append("</a></p></section>").ToString();
    }

    /// <summary>The beginning of every page without scripts, to the opened main part.</summary>
    public static void Head(Words words, StringBuilder html, string title, string root, string links = "")
    {
        var (lang, direction) = words.Language;
        html.Append("<!doctype html><html lang=\"").Append(E(lang)).Append("\" dir=\"").Append(E(direction)).Append("\"><head><meta charset=utf-8><meta name=viewport content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>")
            .Append(E(title)).Append("</title><meta name=robots content=noindex><link rel=stylesheet href=\"").Append(E(root)).Append("/plain/plain.css\"><link rel=icon href=\"data:,\">").Append(links).Append("</head><body><main>");
    }

    // The page doubles the article's comments: whoever searches is to find the article.
    private string Links()
    {
        var api = setting.Root + "/api/v1" + setting.Self[setting.Root.Length..];
        return (setting.Article.Url is { } url ? $"<link rel=canonical href=\"{E(url)}\">" : "")
            + $"<link rel=alternate type=\"application/atom+xml\" href=\"{E(api)}/feed.atom\"><link rel=alternate type=\"application/rss+xml\" href=\"{E(api)}/feed.rss\">";
    }

    /// <summary>A page that says what is wrong and nothing else.</summary>
    public static string Fault(Words words, string said, string root)
    {
        var html = new StringBuilder();
        Head(words, html, said, root);
        return html.Append("<h1>").Append(E(words.Say("comments"))).Append("</h1><p class=box role=alert>").Append(E(said)).Append("</p></main></body></html>").ToString();
    }

    /// <summary>Text as it stands in HTML, in an element or a quoted attribute.</summary>
    public static string E(string? text) => HtmlText.Encode(text);

    /// <summary>A time, for people and for programs.</summary>
    internal static string Time(Words words, DateTimeOffset at) =>
        $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{E(words.Time(at))}</time>";

    /// <summary>A message with a time in it.</summary>
    internal static string With(Words words, string key, DateTimeOffset at) =>
        E(words.Say(key, name: words.Time(at))).Replace(E(words.Time(at)), Time(words, at), StringComparison.Ordinal);

    /// <summary>Who wrote a comment; a place without words has no name.</summary>
    internal static string NameOf(CommentView comment) => comment.Author?.Name ?? "";

    private void Sorts(PageSort current)
    {
        _html.Append("<nav class=row id=list aria-label=\"").Append(E(_words.Say("sort"))).Append("\">");
        foreach (var sort in Enum.GetValues<PageSort>())
        {
            var name = sort.ToString().ToLowerInvariant();
            _html.Append("<a href=\"").Append(E(setting.Link($"sort={name}", "#list"))).Append('"').Append(sort == current ? " aria-current=true>" : ">").Append(E(_words.Say(name))).Append("</a>");
        }

        _html.Append("</nav>");
    }

    private void List(ThreadPage page, bool whole)
    {
        _html.Append(page.Comments.Count > 0 ? "<ol class=list>" : page.State == ThreadMode.Closed ? "" : $"<p>{E(_words.Say("empty"))}</p>");
        var depth = -1;
        foreach (var comment in page.Comments)
        {
            // A page may begin in the middle of a conversation: what is deeper than the first stands inside as many lists as it can.
            var level = Math.Min(comment.Depth, depth + 1);
            _html.Insert(_html.Length, "</ol></li>", Math.Max(0, depth - level)).Append(level > depth ? (depth >= 0 ? "<ol>" : "") : "</li>");
            if (level > depth && depth < 0)
            {
                level = 0;
            }

            Comment(comment, whole, page.State != ThreadMode.Closed);
            depth = level;
        }

        if (depth >= 0)
        {
            _html.Insert(_html.Length, "</li></ol>", depth + 1);
        }

        if (page.Next is { } next)
        {
            _html.Append("<p><a rel=next href=\"").Append(E(setting.Link($"sort={page.Sort.ToString().ToLowerInvariant()}&after={Uri.EscapeDataString(next)}", "#list"))).Append("\">").Append(E(_words.Say("more"))).Append("</a></p>");
        }
    }

    private void Comment(CommentView comment, bool whole, bool open)
    {
        _html.Append("<li id=\"comment-").Append(comment.Id).Append("\"><article><header>").Append(comment.Author is { } author ? $"<b dir=auto>{E(author.Name)}</b> " : "");
        if (comment.Author?.Badge is { } badge)
        {
            _html.Append("<span class=badge>").Append(E(_words.Say("badge-" + badge))).Append("</span> ");
        }

        _html.Append("<a href=\"").Append(E(setting.ToComment(comment.Id))).Append("\">").Append(Time(_words, comment.PostedAt)).Append("</a>");
        if (comment.EditedAt is { } edited)
        {
            _html.Append(" <span title=\"").Append(E(_words.Time(edited))).Append("\">").Append(E(_words.Say("edited"))).Append("</span>");
        }

        _html.Append("</header><div class=body dir=auto>")
            .Append(comment.Author is null ? $"<p class=dim>{E(_words.Say(comment.Status == CommentStatus.Withdrawn ? "place-empty" : "place-rejected"))}</p>" : comment.Html)
            .Append("</div>");
        if (whole && comment.Author is not null)
        {
            _html.Append("<footer class=row>").Append(comment.Likes == 0 ? "" : $"<span>♥ {E(_words.Say("likes-count", comment.Likes))}</span>");
            if (open && comment.Depth < ThreadLimits.MaxDepth)
            {
                Act("reply", comment.Id);
            }

            Act("report", comment.Id);
            _html.Append("</footer>");
        }

        _html.Append("</article>");
    }

    private void Act(string name, Guid comment) =>
        _html.Append("<a href=\"").Append(E(setting.Link($"{name}={comment}", "#form"))).Append("\">").Append(E(_words.Say(name))).Append("</a>");
}
