using System.Globalization;
using System.Text;
using System.Xml;
using NatComments.Core.Threads;

namespace NatComments.Server.Pages;

/// <summary>The two forms of feeds that readers' programs take.</summary>
public enum FeedForm
{
    /// <summary>Atom (RFC 4287), with replies by RFC 4685.</summary>
    Atom,

    /// <summary>RSS 2.0, in the form that WordPress gives to comments.</summary>
    Rss,
}

/// <summary>A comment in a feed.</summary>
/// <param name="Title">Who wrote it and, in a feed of several articles, about which.</param>
/// <param name="Thread">The thread's page without scripts: an address that leads to the comment in any case.</param>
/// <param name="Article">The article's own page; null when it is not known for sure.</param>
public sealed record FeedEntry(string Title, string Thread, string? Article, CommentView Comment)
{
    /// <summary>Where a comment of the thread is read.</summary>
    public string Place(Guid comment) =>
        Article is null ? $"{Thread}?from={comment}#comment-{comment}" : Article.Contains('#') ? Article : $"{Article}#comment-{comment}";
}

/// <summary>Comments by time, newest first, as a feed.</summary>
/// <param name="Self">The feed's address, without its form; it is the feed's name too.</param>
/// <param name="Page">Where a person reads what the feed is about; null when there is no such page.</param>
/// <param name="Subtitle">What stands in it, in words.</param>
/// <param name="Lang">The language of the words around the comments.</param>
/// <param name="Since">When the feed was last changed if nothing stands in it.</param>
public sealed record Feed(string Self, string? Page, string Title, string Subtitle, string Lang, DateTimeOffset Since, IReadOnlyList<FeedEntry> Entries)
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Replies = "http://purl.org/syndication/thread/1.0";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Content = "http://purl.org/rss/1.0/modules/content/";

    private DateTimeOffset Updated => Entries.Count == 0 ? Since : Entries.Max(entry => entry.Comment.EditedAt ?? entry.Comment.PostedAt);

    /// <summary>The feed as XML, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Write(FeedForm form)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            if (form == FeedForm.Atom)
            {
                Clean().WriteAtom(xml);
            }
            else
            {
                Clean().WriteRss(xml);
            }
        }

        return buffer.ToArray();
    }

    // XML has no way to write most control characters, and one of them makes the feed of a whole site unreadable. What comes in today has none; what was
    // kept long ago may.
    private Feed Clean() => this with
    {
        Self = PlainText.Clean(Self),
        Page = Page is null ? null : PlainText.Clean(Page),
        Title = PlainText.Clean(Title),
        Entries = [.. Entries.Select(Clean)],
    };

    private static FeedEntry Clean(FeedEntry entry) => new(
        PlainText.Clean(entry.Title),
        PlainText.Clean(entry.Thread),
        entry.Article is null ? null : PlainText.Clean(entry.Article),
        entry.Comment with
        {
            Html = PlainText.Clean(entry.Comment.Html),
            Author = entry.Comment.Author is { } author ? author with { Name = PlainText.Clean(author.Name) } : null,
        });

    private void WriteAtom(XmlWriter xml)
    {
        xml.WriteStartElement("feed", Atom);
        xml.WriteAttributeString("xmlns", "thr", null, Replies);
        xml.WriteAttributeString("xml", "lang", null, Lang);
        xml.WriteElementString("id", Atom, Self.StartsWith('/') ? "urn:natcomments:" + Self[1..].Replace('/', ':') : Self);
        xml.WriteElementString("title", Atom, Title);
        xml.WriteElementString("subtitle", Atom, Subtitle);
        xml.WriteElementString("updated", Atom, Time(Updated));
        Link(xml, "self", Address("atom"));
        if (Page is not null)
        {
            Link(xml, "alternate", Page);
        }

        foreach (var entry in Entries)
        {
            var comment = entry.Comment;
            xml.WriteStartElement("entry", Atom);
            xml.WriteElementString("id", Atom, $"urn:uuid:{comment.Id}");
            xml.WriteElementString("title", Atom, entry.Title);
            Link(xml, "alternate", entry.Place(comment.Id));
            xml.WriteElementString("published", Atom, Time(comment.PostedAt));
            xml.WriteElementString("updated", Atom, Time(comment.EditedAt ?? comment.PostedAt));
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, comment.Author?.Name ?? "");
            xml.WriteEndElement();
            if (comment.ParentId is { } parent)
            {
                xml.WriteStartElement("thr", "in-reply-to", Replies);
                xml.WriteAttributeString("ref", $"urn:uuid:{parent}");
                xml.WriteAttributeString("href", entry.Place(parent));
                xml.WriteAttributeString("type", "text/html");
                xml.WriteEndElement();
            }

            xml.WriteStartElement("content", Atom);
            xml.WriteAttributeString("type", "html");
            xml.WriteString(comment.Html);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteRss(XmlWriter xml)
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "dc", null, DublinCore);
        xml.WriteAttributeString("xmlns", "content", null, Content);
        xml.WriteAttributeString("xmlns", "atom", null, Atom);
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", Title);
        xml.WriteElementString("link", Page ?? Address("rss"));
        Link(xml, "self", Address("rss"));
        xml.WriteElementString("description", Subtitle);
        xml.WriteElementString("language", Lang);
        xml.WriteElementString("lastBuildDate", Updated.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
        foreach (var entry in Entries)
        {
            var comment = entry.Comment;
            xml.WriteStartElement("item");
            xml.WriteElementString("title", entry.Title);
            xml.WriteElementString("link", entry.Place(comment.Id));
            xml.WriteElementString("creator", DublinCore, comment.Author?.Name ?? "");
            xml.WriteElementString("pubDate", comment.PostedAt.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
            xml.WriteStartElement("guid");
            xml.WriteAttributeString("isPermaLink", "false");
            xml.WriteString($"urn:uuid:{comment.Id}");
            xml.WriteEndElement();
            xml.WriteElementString("description", comment.Html);
            xml.WriteElementString("encoded", Content, comment.Html);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private string Address(string form) => Self + (Self.Contains("/replies/", StringComparison.Ordinal) ? "." : "/feed.") + form;

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
