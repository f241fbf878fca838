using System.Text;
using System.Text.Json;
using NatComments.Core.Audit;
using NatComments.Core.Authors;
using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Sites;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Pages;
using NatComments.Server.Rendering;
using NatComments.Server.Threads;

namespace NatComments.Server.Interchange;

/// <summary>A line that cannot be taken in; the message says why.</summary>
internal sealed class LineException(string why) : Exception(why);

/// <summary>
/// Looks at the texts and settings of an import. Nothing that a browser will show is believed: HTML is made anew from the Markdown, badges are left
/// out, addresses are of the web, and people of other servers become the import.
/// </summary>
internal static class TextCheck
{
    private const string NoComment = "its key names no comment";

    // 60 characters for an id of a sanction or view: those that are made here have up to 32.
    private const int MaxId = 60;

    /// <summary>The text as it will be kept. Throws <see cref="LineException"/> for what cannot be kept.</summary>
    public static byte[] Taken(string key, byte[] value)
    {
        var start = key[..(key.IndexOf('/') + 1)];
        var rest = key[start.Length..];
        return start switch
        {
            ThreadKeys.Texts => Text(key, value),
            ThreadKeys.Reports => Report(key, value),
            ThreadKeys.Appeals => Appeal(key, value),
            ThreadKeys.Receipts => Receipt(rest, value),
            ThreadKeys.ErasedMarks => Erased(key, value),
            ThreadKeys.Articles => Article(rest, value),
            AuthorKeys.Sanctions => Sanctions(rest, value),
            SiteKeys.Views => View(rest, value),
            _ when key == SiteKeys.Settings => Settings(value),
            _ when key == SiteKeys.WordLists => Words(value),
            _ => throw new LineException("there is no such text in an export"),
        };
    }

    /// <summary>A moderator's note as it will be kept.</summary>
    public static byte[] Note(NoteLine line)
    {
        var about = AuthorKeys.TryParseNotesAboutAuthor(line.About, out var author) ? Ids.IsAuthor(author)
            : AuthorKeys.TryParseNotesAboutComment(line.About, out var id) && id != Guid.Empty;
        Must(about, "it is about no author and no comment");
        Must(line.Key.Length is > 0 and <= 100 && PlainText.IsClean(line.Key) && !line.Key.Contains('/'), "its key is none");
        var note = Read(line.Value, NoteJson.Default.ModeratorNote);
        Must(note is { Text: not null } && PlainText.Tidy(note.Text, Decision.MaxNoteLength) is not null, "the note is too long or cannot be shown");
        return JsonSerializer.SerializeToUtf8Bytes(note with { By = AuditMakers.Import }, NoteJson.Default.ModeratorNote);
    }

    private static byte[] Text(string key, byte[] value)
    {
        Must(key.LastIndexOf('/') > ThreadKeys.Texts.Length && int.TryParse(key.AsSpan(key.LastIndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture, out var named) && named is > 0 and <= ThreadLimits.MaxRevisions, "its key names no revision");
        Must(ThreadKeys.TryParseText(key, out var article, out var comment, out _), NoComment);
        Comment(article, comment);
        var text = Read(value, ThreadJson.Default.CommentText);
        Must(text is { Name: not null, Markdown: not null }, "it has no name or no words");
        var name = PlainText.Name(text.Name, ThreadLimits.MaxNameLength);
        Must(name is not null, "the name cannot be shown");
        var markdown = PlainText.Tidy(PlainText.Clean(text.Markdown), ThreadLimits.MaxTextLength);
        Must(markdown is not null, $"the text is longer than {ThreadLimits.MaxTextLength} characters");

        // What was taken in by older rules and has nothing to show by today's stands as it was written.
        return new CommentText(name, markdown, CommentMarkdown.Render(markdown).Html ?? $"<p>{PlainPage.E(markdown)}</p>").ToBytes();
    }

    private static byte[] Report(string key, byte[] value)
    {
        Must(key.LastIndexOf('/') > ThreadKeys.Reports.Length && Ids.IsAuthor(key[(key.LastIndexOf('/') + 1)..]), "its key names no reader");
        Must(ThreadKeys.TryParseReport(key, out var article, out var comment, out _), NoComment);
        Comment(article, comment);
        return Words(value, Decision.MaxNoteLength);
    }

    private static byte[] Appeal(string key, byte[] value)
    {
        Must(ThreadKeys.TryParseAppeal(key, out var article, out var comment), NoComment);
        Comment(article, comment);
        return Words(value, ThreadLimits.MaxStatementLength);
    }

    private static byte[] Receipt(string rest, byte[] value)
    {
        var text = Utf8(value);
        Must(rest.Length is > 0 and <= 150 && PlainText.IsClean(rest) && !rest.Contains('/'), "its key names no receipt");
        Must(text.Length > 32 && Guid.TryParseExact(text[..32], "N", out var id) && id != Guid.Empty && ThreadId.IsArticle(text[32..]), "it is for no comment");
        return value;
    }

    private static byte[] Erased(string key, byte[] value)
    {
        Must(value.Length == 0, "it has words");
        var isReport = ThreadKeys.TryParseErasedReport(key, out var article, out var comment, out var reader) && Ids.IsAuthor(reader);
        Must(isReport || ThreadKeys.TryParseErased(key, out article, out comment), NoComment);
        Comment(article!, comment);
        return value;
    }

    private static byte[] Article(string article, byte[] value)
    {
        Must(ThreadId.IsArticle(article), "its key names no article");
        var page = Read(value, ArticleJson.Default.ArticlePage);
        Must(page is not null, "it is empty");
        var title = page.Title is null ? null : PlainText.Name(page.Title, ArticlePage.MaxTitleLength);
        Must(page.Title is null == title is null, "the title cannot be shown");
        Must(page.Url is null || (page.Url.Length <= ArticlePage.MaxUrlLength && Articles.WebAddress(page.Url) is not null), "the address is none of http or https");

        // A file is not the site's people: its word counts as that of a page, whose address is looked at whenever it is shown.
        var tidy = new ArticlePage(title, page.Url is null ? null : Articles.WebAddress(page.Url)!.GetLeftPart(UriPartial.Query)) { FromPage = page.IsSitesWord ? true : null };
        return JsonSerializer.SerializeToUtf8Bytes(tidy, ArticleJson.Default.ArticlePage);
    }

    private static byte[] Sanctions(string author, byte[] value)
    {
        Must(Ids.IsAuthor(author), "its key names no author");
        var all = Parsed(() => AuthorSanctions.FromBytes(value)).All;
        Must(all is { Count: <= AuthorSanctions.MaxSanctions }, "there are too many");
        Must(all.All(s => s is { Id.Length: > 0 and <= MaxId, Reason: not null } && PlainText.IsClean(s.Id) && Enum.IsDefined(s.Kind) && Reasons.IsWellFormed(s.Reason)
            && (s.Note is null || PlainText.Tidy(s.Note, Decision.MaxNoteLength) is not null)), "a sanction is not of the form that it must have");
        return new AuthorSanctions([.. all.Select(s => s with { By = AuditMakers.Import, LiftedBy = s.LiftedBy is null ? null : AuditMakers.Import })]).ToBytes();
    }

    private static byte[] View(string id, byte[] value)
    {
        var view = Parsed(() => SavedView.FromBytes(value));
        Must(view is { Name: not null, Articles: not null, Authors: not null } && view.Id == id && id.StartsWith(SavedView.Prefix, StringComparison.Ordinal) && id.Length <= MaxId && PlainText.IsClean(id), "its key is not its id");
        Must(view.Articles.Count <= SavedView.MaxListed && view.Articles.All(ThreadId.IsArticle) && view.Authors.Count <= SavedView.MaxListed && view.Authors.All(author => Ids.IsAuthor(author)), "it names what is no article or no author");
        var name = PlainText.Name(view.Name, SavedView.MaxNameLength);
        Must(name is not null, "the name cannot be shown");
        return (view with { Name = name }).ToBytes();
    }

    private static byte[] Settings(byte[] value)
    {
        var settings = Parsed(() => SiteSettings.FromBytes(value));
        Must(settings is { Policy: not null, Reasons: not null, Guidelines: not null } && settings.Reasons.All(reason => reason is { Code: not null, Names: not null }), "a setting is missing");
        Must(settings.Problem() is null && PlainText.IsClean(settings.Guidelines), settings.Problem() ?? "the guidelines cannot be shown");
        return settings.ToBytes();
    }

    private static byte[] Words(byte[] value)
    {
        var lists = Parsed(() => WordLists.FromBytes(value));
        Must(lists is { Lists: { Count: <= WordLists.MaxLists } } && lists.Lists.All(list => list is { Name: not null, Text.Length: <= WordList.MaxTextLength }), "there are too many or too long lists");
        Must(lists.Lists.All(list => PlainText.Name(list.Name, WordList.MaxNameLength) == list.Name && PlainText.IsClean(list.Text)), "a list has a name or words that cannot be shown");
        Must(lists.Lists.All(list => list.Language is null or "" || StarterLists.Languages.Contains(list.Language)), "a list has a language that is not known");
        var entries = lists.Lists.SelectMany(list => list.Entries()).ToList();
        Must(entries.Count <= WordListMatcher.MaxEntries && entries.All(entry => entry.IsUsable), "an entry cannot be found in any text");
        return lists.ToBytes();
    }

    private static byte[] Words(byte[] value, int max)
    {
        var words = PlainText.Tidy(PlainText.Clean(Utf8(value)), max);
        Must(words is { Length: > 0 }, $"it has no words, or more than {max} characters");
        return Encoding.UTF8.GetBytes(words);
    }

    // The place of a comment: its article, which may hold any sign, and its id.
    private static void Comment(string article, Guid comment) => Must(ThreadId.IsArticle(article) && comment != Guid.Empty, NoComment);

    private static string Utf8(byte[] value)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(value);
        }
        catch (DecoderFallbackException)
        {
            throw new LineException("it is no UTF-8");
        }
    }

    private static T? Read<T>(byte[] value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => Parsed(() => JsonSerializer.Deserialize(value, type));

    // Whatever the bytes are, what cannot be read is said and is no failure of the program.
    private static T Parsed<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException or NullReferenceException)
        {
            throw new LineException("its value is not of the form that it must have");
        }
    }

    private static void Must([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool good, string why)
    {
        if (!good)
        {
            throw new LineException(why);
        }
    }
}
