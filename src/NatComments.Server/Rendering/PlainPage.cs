using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NatComments.Core.Threads;

namespace NatComments.Server.Rendering;

/// <summary>What somebody has typed into the form of a page without scripts, and what is to be said about it.</summary>
/// <param name="Fault">The code of what is wrong, null when nothing is.</param>
/// <param name="Preview">The text as it will look, null when it was not asked for.</param>
public sealed record TypedComment(string Id, string? Parent, string? Name, string? Phrase, string? Text, string? Fault = null, string? Preview = null);

/// <summary>A thread as HTML that needs no script: to read, to write, to put into a site's own page, and for search engines.</summary>
/// <param name="self">The address of the thread's page, without query.</param>
/// <param name="guidelines">The site's own, as sanitised HTML; null when it has none.</param>
public sealed class PlainPage(Words words, ThreadId thread, string self, string? guidelines = null)
{
    private readonly StringBuilder _html = new(16_384);

    /// <summary>The whole page.</summary>
    /// <param name="posted">The address of the receipt of a comment that was just posted, null otherwise.</param>
    public string Whole(ThreadPage page, TypedComment typed, string? posted)
    {
        Head(words, _html, words.Say("comments"), self);
        _html.Append("<h1>").Append(E(words.Say("count", page.Count))).Append("</h1><p class=dim>").Append(E(thread.Article)).Append("</p>");
        if (posted is not null)
        {
            _html.Append("<p class=box role=status>").Append(E(words.Say("held"))).Append(" <a href=\"").Append(E(posted)).Append("\">").Append(E(words.Say("receipt"))).Append("</a></p>");
        }

        if (page.State != ThreadMode.Open)
        {
            _html.Append("<p class=box>").Append(E(words.Say("state-" + page.State.ToString().ToLowerInvariant()))).Append("</p>");
        }

        if (page.State != ThreadMode.Closed)
        {
            Form(typed);
        }

        Sorts(page.Sort);
        List(page, page.State != ThreadMode.Closed);
        LinkedData(page);
        return _html.Append("</main></body></html>").ToString();
    }

    /// <summary>The comments alone, to be put into a page of the site.</summary>
    public string Fragment(ThreadPage page)
    {
        _html.Append("<section class=\"nat-comments\" lang=\"").Append(E(words.Language.Lang)).Append("\"><h2>").Append(E(words.Say("count", page.Count))).Append("</h2>");
        List(page, false);
        LinkedData(page);
        return _html.Append("<p><a href=\"").Append(E(self)).Append("\">").Append(E(words.Say("your-comment"))).Append("</a></p></section>").ToString();
    }

    /// <summary>The beginning of every page without scripts, to the opened main part.</summary>
    public static void Head(Words words, StringBuilder html, string title, string? canonical)
    {
        var (lang, direction) = words.Language;
        html.Append("<!doctype html><html lang=\"").Append(E(lang)).Append("\" dir=\"").Append(E(direction)).Append("\"><head><meta charset=utf-8><meta name=viewport content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>")
            .Append(E(title)).Append("</title><link rel=stylesheet href=\"/plain/plain.css\"><link rel=icon href=\"data:,\">");
        if (canonical is not null)
        {
            html.Append("<link rel=canonical href=\"").Append(E(canonical)).Append("\"><link rel=alternate type=\"application/atom+xml\" href=\"/api/v1").Append(E(canonical)).Append("/feed.atom\">");
        }

        html.Append("</head><body><main>");
    }

    /// <summary>Text as it stands in HTML, in an element or a quoted attribute.</summary>
    public static string E(string? text) => (text ?? "").Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    private void Sorts(PageSort current)
    {
        _html.Append("<nav class=row id=list aria-label=\"").Append(E(words.Say("sort"))).Append("\">");
        foreach (var sort in Enum.GetValues<PageSort>())
        {
            var name = sort.ToString().ToLowerInvariant();
            _html.Append("<a href=\"?sort=").Append(name).Append("#list\"").Append(sort == current ? " aria-current=true>" : ">").Append(E(words.Say(name))).Append("</a>");
        }

        _html.Append("</nav>");
    }

    private void Form(TypedComment typed)
    {
        _html.Append("<form method=post action=\"").Append(E(self)).Append("#form\" id=form><h2>").Append(E(words.Say(typed.Parent is null ? "your-comment" : "your-reply"))).Append("</h2>");
        if (typed.Fault is { } fault)
        {
            _html.Append("<p class=fault role=alert id=fault>").Append(E(words.Fault(fault))).Append("</p>");
        }

        if (typed.Preview is { } preview)
        {
            _html.Append("<section class=preview aria-label=\"").Append(E(words.Say("preview"))).Append("\">").Append(preview).Append("</section>");
        }

        Hidden("id", typed.Id);
        Hidden("parent", typed.Parent);
        _html.Append("<label>").Append(E(words.Say("name"))).Append("<input name=name required maxlength=60 autocomplete=username dir=auto value=\"").Append(E(typed.Name)).Append("\"></label>")
            .Append("<label>").Append(E(words.Say("phrase-own"))).Append("<input name=phrase type=password maxlength=200 autocomplete=current-password value=\"").Append(E(typed.Phrase)).Append("\"></label>")
            .Append("<label>").Append(E(words.Say(typed.Parent is null ? "your-comment" : "your-reply"))).Append("<textarea name=text required maxlength=").Append(ThreadLimits.MaxTextLength).Append(" rows=6 dir=auto")
            .Append(typed.Fault is null ? ">" : " aria-describedby=fault>").Append('\n').Append(E(typed.Text)).Append("</textarea></label><p class=row><button class=main name=do value=send>").Append(E(words.Say("send")))
            .Append("</button><button name=do value=preview>").Append(E(words.Say("preview"))).Append("</button></p><details><summary>").Append(E(words.Say("rules"))).Append("</summary>").Append(guidelines ?? $"<p>{E(words.Say("guidelines"))}</p>").Append("</details><p><a href=\"").Append(E($"/sites/{thread.Site}/me")).Append("\">").Append(E(words.Say("mine"))).Append("</a></p></form>");
    }

    private void Hidden(string name, string? value)
    {
        if (value is not null)
        {
            _html.Append("<input type=hidden name=").Append(name).Append(" value=\"").Append(E(value)).Append("\">");
        }
    }

    private void List(ThreadPage page, bool open)
    {
        _html.Append(page.Comments.Count == 0 ? $"<p>{E(words.Say("empty"))}</p>" : "<ol class=list>");
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

            Comment(comment, open);
            depth = level;
        }

        if (depth >= 0)
        {
            _html.Insert(_html.Length, "</li></ol>", depth + 1);
        }

        if (page.Next is { } next)
        {
            _html.Append("<p><a rel=next href=\"").Append(E(self)).Append("?sort=").Append(page.Sort.ToString().ToLowerInvariant()).Append("&amp;after=").Append(E(next)).Append("#list\">").Append(E(words.Say("more"))).Append("</a></p>");
        }
    }

    private void Comment(CommentView comment, bool open)
    {
        var name = comment.Author?.Name;
        _html.Append("<li id=\"comment-").Append(comment.Id).Append("\"><article><header><b dir=auto>").Append(E(name ?? words.Say("nobody"))).Append("</b> ");
        if (comment.Author?.Badge is { } badge)
        {
            _html.Append("<span class=badge>").Append(E(words.Say("badge-" + badge))).Append("</span> ");
        }

        _html.Append("<a href=\"").Append(E(self)).Append("?from=").Append(comment.Id).Append("#comment-").Append(comment.Id).Append("\"><time datetime=\"").Append(comment.PostedAt.UtcDateTime.ToString("o", System.Globalization.CultureInfo.InvariantCulture)).Append("\">")
            .Append(E(words.Time(comment.PostedAt))).Append("</time></a></header><div class=body dir=auto>")
            .Append(name is null ? $"<p class=dim>{E(words.Say(comment.Status == CommentStatus.Rejected ? "place-rejected" : "place-empty"))}</p>" : comment.Html)
            .Append("</div>");
        if (open && name is not null && comment.Depth < ThreadLimits.MaxDepth)
        {
            _html.Append("<footer><a href=\"").Append(E(self)).Append("?reply=").Append(comment.Id).Append("#form\">").Append(E(words.Say("reply"))).Append("</a></footer>");
        }

        _html.Append("</article>");
    }

    // https://schema.org/Comment, for search engines.
    private void LinkedData(ThreadPage page)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteString("@context", "https://schema.org");
            json.WriteString("@type", "WebPage");
            json.WriteString("identifier", thread.Article);
            json.WriteNumber("commentCount", page.Count);
            json.WriteStartArray("comment");
            foreach (var comment in page.Comments.Where(comment => comment.Author is not null))
            {
                json.WriteStartObject();
                json.WriteString("@type", "Comment");
                json.WriteString("@id", $"#comment-{comment.Id}");
                json.WriteString("text", LinkedText(comment.Html));
                json.WriteString("dateCreated", comment.PostedAt.UtcDateTime);
                json.WriteNumber("upvoteCount", comment.Likes);
                if (comment.ParentId is { } parent)
                {
                    json.WriteStartObject("parentItem");
                    json.WriteString("@id", $"#comment-{parent}");
                    json.WriteEndObject();
                }

                json.WriteStartObject("author");
                json.WriteString("@type", "Person");
                json.WriteString("name", comment.Author!.Name);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        // The encoder writes < as an escape, so that no text can end the element.
        _html.Append("<script type=\"application/ld+json\">").Append(Encoding.UTF8.GetString(buffer.ToArray())).Append("</script>");
    }

    private static string LinkedText(string html) =>
        System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "")).Trim();
}
