using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>A file that was imported with the command line: what the command said, and what readers see afterwards.</summary>
internal sealed partial class ImportedFile : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningServer? _server;

    private ImportedFile()
    {
    }

    public int Code { get; private set; }

    public string Said { get; private set; } = "";

    public int New => Number(NewForm());

    public int There => Number(ThereForm());

    public int LeftOut => Number(LeftOutForm());

    public string Data => _folder.File("data");

    public static Task<ImportedFile> Of(string system, string file, params string[] more) => Of(system, Encoding.UTF8.GetBytes(file), "old.xml", more);

    public static async Task<ImportedFile> Of(string system, byte[] file, string name = "old.xml", params string[] more)
    {
        var imported = new ImportedFile();
        await imported.Again(system, file, name, more);
        return imported;
    }

    /// <summary>Imports a further file, or the same again.</summary>
    public async Task Again(string system, byte[] file, string name = "old.xml", params string[] more)
    {
        var path = _folder.File(name);
        await File.WriteAllBytesAsync(path, file);
        (Code, Said) = await CommandOutput.Run(["import", "demo", path, "--from", system, "--data", Data, .. more]);
    }

    public async Task<RunningServer> Server() => _server ??= await RunningServer.Start(Data);

    /// <summary>An article's comments as readers see them, the oldest first.</summary>
    public async Task<List<JsonElement>> Comments(string article) => [.. (await (await Server()).Page(article, "?sort=oldest")).Items("comments")];

    /// <summary>The texts of an article's comments as HTML, without the paragraph around them.</summary>
    public async Task<List<string>> Texts(string article) =>
        [.. (await Comments(article)).Select(comment => comment.Text("html")!.Replace("<p>", "", StringComparison.Ordinal).Replace("</p>\n", "", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private int Number(Regex form) => int.Parse(form.Match(Said).Groups["number"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<number>\d+) comments? (?:are|is) new")]
    private static partial Regex NewForm();

    [GeneratedRegex(@"(?<number>\d+) (?:were|was) there already")]
    private static partial Regex ThereForm();

    [GeneratedRegex(@"(?<number>\d+) (?:were|was) left out")]
    private static partial Regex LeftOutForm();
}
