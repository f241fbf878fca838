using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatComments.Server.Interchange;

/// <summary>The report of an import for programs. Its names stay; further ones may be added.</summary>
/// <param name="Outcome">complete, failed, broken or incomplete.</param>
/// <param name="Message">What whoever imported was told at the end.</param>
/// <param name="Server">What a running server shows of it: none (no server runs), shown, or later.</param>
internal sealed record ImportDocument(
    int Format, string Site, string File, string? From, string Articles, bool DryRun, string Outcome, int ExitCode, string Message, string Server, double Seconds,
    ImportDocument.CommentCounts Comments, IReadOnlyList<ImportDocument.Counted> LeftOut, IReadOnlyList<ImportDocument.Counted> Changed,
    IReadOnlyList<ImportDocument.ArticleLeft> IncompleteArticles, IReadOnlyList<ImportDocument.SharedArticle> SharedArticles, IReadOnlyList<string> RenamedArticles,
    ImportDocument.LineCounts? Events, ImportDocument.LineCounts? Texts)
{
    private const int CurrentFormat = 1;

    // 1,000 articles: a list that somebody still works through. The counts are whole.
    private const int MaxArticles = 1_000;

    /// <summary>Found is the sum of new, there and leftOut. Of the new ones of another system so many are published, wait, or are rejected.</summary>
    public sealed record CommentCounts(long Found, long New, long There, long LeftOut, long? Published, long? Waiting, long? Rejected);

    public sealed record Counted(string Reason, long Count, IReadOnlyList<string> Examples);

    public sealed record ArticleLeft(string Article, string Reason);

    public sealed record SharedArticle(string Article, IReadOnlyList<string> Addresses);

    public sealed record LineCounts(long New, long There);

    public static string Write(ImportResult result, string message)
    {
        var (request, report) = (result.Request, result.Report);
        return JsonSerializer.Serialize(new ImportDocument(
            CurrentFormat,
            request.Site,
            request.File.FullName,
            result.Format is { } format ? Code(format.ToString()) : null,
            Code(request.Articles.ToString()),
            request.DryRun,
            Code(result.End.ToString()),
            (int)result.End,
            message,
            result.IsShown switch { null => "none", true => "shown", false => "later" },
            Math.Round(result.Took.TotalSeconds, 1),
            result.Lines is null
                ? new(report.Found, report.New, report.There, report.LeftOut, report.New - report.Waiting - report.Rejected, report.Waiting, report.Rejected)
                : new(report.Found, report.New, report.There, report.LeftOut, null, null, null),
            Counts(report.Reasons),
            Counts(report.Changes),
            [.. report.Incomplete.Take(MaxArticles).Select(article => new ArticleLeft(article.Key, Code(article.Value.ToString())))],
            [.. (result.Articles?.Together ?? []).Take(MaxArticles).Select(shared => new SharedArticle(shared.Article, [shared.One, shared.Other]))],
            [.. (result.Articles?.Otherwise ?? []).Take(MaxArticles)],
            result.Lines is { } events ? new(events.NewEvents, events.KnownEvents) : null,
            result.Lines is { } texts ? new(texts.NewTexts, texts.KnownTexts) : null), ImportJson.Readable.ImportDocument);
    }

    /// <summary>A name of the code as it stands in the document: <c>thread-full</c>.</summary>
    public static string Code(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static List<Counted> Counts<T>(IReadOnlyDictionary<T, ImportReport.Examples> counts)
        where T : struct, Enum => [.. counts.Select(one => new Counted(Code(one.Key.ToString()!), one.Value.Count, one.Value.First))];
}

[JsonSerializable(typeof(ImportDocument))]
internal sealed partial class ImportJson : JsonSerializerContext
{
    // A file and no page: letters stay as they are.
    public static ImportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
