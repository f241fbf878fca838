using System.Globalization;
using NatComments.Core.Threads;

namespace NatComments.Server.Interchange;

/// <summary>The report of an import as a person reads it: what became of the comments, in lines that stand under each other, and what to do next.</summary>
internal static class ImportWords
{
    // 10 articles show what is meant; a site that once changed its addresses has thousands. The report for programs has more of them.
    private const int MaxArticles = 10;

    // 42 letters: the longest name of a line, "new, what they answer to is missing", and its indent.
    private const int NameWidth = 42;

    private const int NumberWidth = 11;

    /// <summary>The lines of the report.</summary>
    public static IEnumerable<string> Lines(ImportResult result)
    {
        var report = result.Report;
        yield return $"{result.Request.File.Name}, {FileKind.Name(result.Format!.Value)}, into the site {result.Request.Site}:";
        yield return Row("comments in the file", report.Found);
        yield return Row(result.Request.DryRun ? "would be new" : "new", report.New, 1);
        if (report.Waiting > 0)
        {
            yield return Row("of them wait for a moderator", report.Waiting, 2);
        }

        if (report.Rejected > 0)
        {
            yield return Row("of them rejected, as there", report.Rejected, 2);
        }

        yield return Row("there already, left as they are", report.There, 1);
        yield return Row("left out", report.LeftOut, 1);
        foreach (var (reason, examples) in report.Reasons)
        {
            yield return Row(Say(reason), examples, 2);
        }

        foreach (var (change, examples) in report.Changes)
        {
            yield return Row(Say(change), examples, 1);
        }

        if (result.Lines is { } lines)
        {
            yield return Row("events new", lines.NewEvents) + Count(", there already", lines.KnownEvents);
            yield return Row("texts, notes, settings new", lines.NewTexts) + Count(", there already", lines.KnownTexts);
        }
    }

    /// <summary>The same in a sentence.</summary>
    public static string Sum(ImportResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Request.Site}: {result.Report.New} comments {(result.Request.DryRun ? "would be" : "are")} new, {result.Report.There} were there already, {result.Report.LeftOut} were left out.");

    /// <summary>What whoever imports should look at, a line each.</summary>
    public static IEnumerable<string> Hints(ImportResult result)
    {
        foreach (var (article, reason) in result.Report.Incomplete.Take(MaxArticles))
        {
            yield return $"Not all comments of {Shown(article)} could be taken in: {Why(reason)}";
        }

        if (result.Report.Incomplete.Count > MaxArticles)
        {
            yield return $"And {result.Report.Incomplete.Count - MaxArticles:N0} more articles.";
        }

        foreach (var reason in result.Report.Reasons.Keys.Where(reason => Advice(reason) is not null))
        {
            yield return Advice(reason)!;
        }

        foreach (var line in OfArticles(result))
        {
            yield return line;
        }

        if (result.Report.Broken is { Count: > 0 } broken)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The file is not well-formed in {broken.Count:N0} places and was read on; the first: {broken.First}");
        }
    }

    private static IEnumerable<string> OfArticles(ImportResult result)
    {
        var together = result.Articles?.Together ?? [];
        foreach (var (article, one, other) in together.Take(MaxArticles))
        {
            yield return $"{Shown(one)} and {Shown(other)} are one article here, {Shown(article)}: their comments stand in one thread.";
        }

        if (together.Count > 0)
        {
            yield return $"{together.Count:N0} articles of the file have several addresses. If these are different pages, import with --articles post or --articles identifier, and give pages the same names (data-article).";
        }

        var otherwise = result.Articles?.Otherwise ?? [];
        foreach (var article in otherwise.Take(MaxArticles))
        {
            yield return $"The file does not have of {Shown(article)} what articles are to be called by, so it is called that. Its page must ask for it: data-article=\"{Shown(article)}\".";
        }

        if (otherwise.Count > MaxArticles)
        {
            yield return $"And {otherwise.Count - MaxArticles:N0} more articles that are called by something else.";
        }
    }

    /// <summary>How it ended, and what to do next.</summary>
    public static string End(ImportResult result) => result switch
    {
        { Failure: { } failure } => failure,
        { Broken: { } wrong } => $"The file cannot be read to its end: {wrong} {Taken(result)} Mend the file and import again: what is here already is left alone.",
        { Stopped: { } why } => $"{why} {Taken(result)} Import again to go on: what is here already is left alone.",
        { Request.DryRun: true } => "Nothing was written (--dry-run).",
        { Report.Found: 0 } => $"The file has no comments. {(result.Format == ImportFormat.Wxr ? "In WordPress: Tools, Export, All content." : "")}".TrimEnd(),
        { End: ImportEnd.Incomplete } => "The rest of the file is here. The comments named above are not; import again once the reason is gone.",
        _ => "Every comment of the file is here, or is left out for the reason that is given.",
    } + (result.Failure is null && result.IsShown is { } shown ? shown ? " The running server shows them." : " The running server is still taking them up; its search and statistics follow in a moment." : "");

    private static string Taken(ImportResult result) => result.Request.DryRun ? "Nothing was written (--dry-run)."
        : string.Create(CultureInfo.InvariantCulture, $"{result.Report.New:N0} comments that stand before that have been taken in, {result.Report.There:N0} were there already; what stands behind it was not read.");

    private static string Say(LeftOutReason reason) => reason switch
    {
        LeftOutReason.Deleted => "deleted there",
        LeftOutReason.Pingback => "pingbacks and trackbacks",
        LeftOutReason.UnknownType => "no readers' comments",
        LeftOutReason.NoText => "without words",
        LeftOutReason.Repeated => "twice in the file",
        LeftOutReason.NoArticle => "of no article",
        LeftOutReason.UnusableArticle => "article cannot be called so",
        LeftOutReason.ThreadDeleted => "article deleted there",
        LeftOutReason.ThreadUnknown => "article not in the file",
        LeftOutReason.ThreadFull => "thread is full",
        LeftOutReason.ThreadBusy => "thread was being written to",
        LeftOutReason.ThreadDiffers => "thread is another here",
        LeftOutReason.IdInUse => "id is another comment's here",
        LeftOutReason.TextMissing => "words not in the file",
        LeftOutReason.NotReached => "not reached",
        _ => "cannot be read",
    };

    private static string Say(CommentChange change) => change switch
    {
        CommentChange.TextCut => "new, text cut to the limit",
        CommentChange.NameCut => "new, name cut to the limit",
        CommentChange.NameMissing => "new, author without a name",
        CommentChange.DateReplaced => "new, time unknown and replaced",
        _ => "new, what they answer to is missing",
    };

    // Why an article is not complete, and what to do.
    private static string Why(LeftOutReason reason) => reason switch
    {
        LeftOutReason.UnusableArticle => $"an article's id has 1 to {ThreadId.MaxArticleLength} characters, none of them control characters. Import with --articles post or --articles identifier.",
        LeftOutReason.ThreadFull => string.Create(CultureInfo.InvariantCulture, $"its thread has {ThreadLimits.MaxComments:N0} comments, and a thread has no more."),
        LeftOutReason.ThreadBusy => "somebody was writing to its thread again and again. Import again to complete it.",
        LeftOutReason.ThreadDiffers => "its thread has gone another way here and was left as it is.",
        LeftOutReason.IdInUse => "it has a comment whose id another comment of the site has, and was not taken in from there on.",
        LeftOutReason.TextMissing => "the file ends before their words. Import the whole file to complete it.",
        _ => "they cannot be read.",
    };

    private static string? Advice(LeftOutReason reason) => reason switch
    {
        LeftOutReason.NoArticle => "Comments of no article: the file has neither an address nor an identifier nor a number of what they were written to.",
        LeftOutReason.ThreadUnknown => "Comments of articles that are not in the file: export again, with all discussions.",
        LeftOutReason.Unreadable => "Comments that cannot be read: mend the file at the lines that are named, and import again.",
        _ => null,
    };

    private static string Row(string name, ImportReport.Examples examples, int depth) =>
        $"{Row(name, examples.Count, depth)}{(examples.First.Count == 0 ? "" : "   ")}{(examples.First.Count == 0 ? "" : examples.Count > examples.First.Count ? "such as " : "")}{string.Join(", ", examples.First)}";

    private static string Row(string name, long count, int depth = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{new string(' ', 2 + (2 * depth)) + name,-NameWidth}") + string.Create(CultureInfo.InvariantCulture, $"{count,NumberWidth:N0}");

    private static string Count(string name, long count) => string.Create(CultureInfo.InvariantCulture, $"{name} {count:N0}");

    // A terminal obeys control characters.
    private static string Shown(string article) => PlainText.Name(article.Length > ThreadId.MaxArticleLength ? article[..ThreadId.MaxArticleLength] : article, ThreadId.MaxArticleLength) ?? "an article";
}
