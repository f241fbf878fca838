using System.IO.Compression;
using NatComments.Core.Threads;
using NatComments.Server.Interchange;
using NatComments.Server.Interchange.Foreign;
using NatComments.Server.Sites;

namespace NatComments.Server.CommandLine;

/// <summary>
/// Brings an export of this program in. The file is read twice: first what stands beside the threads, then the threads, so that a server that runs beside
/// the import never shows a comment without its words.
/// </summary>
internal static class OwnReading
{
    private const int Batch = 200;

    // How the lines of an export begin.
    private const string EventStart = "{\"line\":\"event\"";
    private const string TextStart = "{\"line\":\"text\"";

    public static async Task Run(CommandContext context, ImportResult result, CancellationToken stop)
    {
        var (request, report) = (result.Request, result.Report);
        var import = new SiteImport(context.Store, context.Audit, request.Site, TimeProvider.System, report, writes: !request.DryRun);
        string? name = null;
        await Progress.Show("Reading", 2 * request.File.Length, async progress =>
        {
            var beside = await Pass(request.File, EventStart, progress, 0, async (line, _) =>
            {
                switch (line)
                {
                    case SiteLine head when name is null && PlainText.Name(head.Name, Site.MaxNameLength) is { } given:
                        name = given;
                        await (request.DryRun ? Task.FromResult(true) : context.Sites.Add(request.Site, name));
                        break;
                    case not EventLine when name is not null:
                        await import.Take(line, stop);
                        break;
                    case not EventLine:
                        throw new LineException("the name of the site is empty or too long");
                }
            }, stop);
            await import.FinishTexts(stop);
            import.IsCut = beside.Wrong is not null || !beside.IsWhole;
            var threads = name is null ? beside : await Pass(request.File, TextStart, progress, request.File.Length, async (line, number) =>
            {
                if (line is EventLine e)
                {
                    await import.Take(e, number, stop);
                }
            }, stop);
            await import.Finish(stop);
            progress.Set(2 * request.File.Length);
            result.Broken = (threads.Wrong ?? beside.Wrong) is { } wrong ? $"{request.File.FullName}, {wrong}." : null;
        });
        result.Lines = (import.NewEvents, import.KnownEvents, import.NewTexts, import.KnownTexts);
        if (name is null)
        {
            result.Failure = result.Broken ?? $"{request.File.FullName} has nothing in it.";
        }
    }

    // Wrong: the line that the pass ended at, and why. IsWhole: the last line is one, so nothing is cut off behind it.
    private static async Task<(string? Wrong, bool IsWhole)> Pass(FileInfo file, string passedOver, Progress progress, long before, Func<Line, long, Task> take, CancellationToken stop)
    {
        using var from = Open(file);
        var last = "";
        try
        {
            while (await from.Next(stop) is { } text)
            {
                last = text;
                if (!text.StartsWith(passedOver, StringComparison.Ordinal))
                {
                    await take(LineJson.Read(text) ?? throw new LineException("it cannot be read"), from.Number);
                }

                if (from.Number % Batch == 0)
                {
                    progress.Set(before + from.Position);
                }
            }

            return (null, LineJson.Read(last) is not null);
        }
        catch (Exception e) when (e is LineException or InvalidDataException)
        {
            return ($"line {from.Number}: {e.Message}", false);
        }
    }

    private static LineReader Open(FileInfo file)
    {
        var raw = file.OpenRead();
        return new(raw, FileKind.IsPacked(file) ? new UnpackedStream(new GZipStream(raw, CompressionMode.Decompress), file.Length) : raw);
    }
}
