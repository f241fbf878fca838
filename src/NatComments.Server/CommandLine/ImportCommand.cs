using System.Diagnostics;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Interchange;

namespace NatComments.Server.CommandLine;

/// <summary>
/// Brings a file of comments in and tells what became of each. What is there already is left alone, so that the same file may be read again after an
/// interruption; a thread that has gone another way here is left as it is and named.
/// </summary>
internal static class ImportCommand
{
    public static async Task<int> Run(CommandContext context, ImportRequest request, CancellationToken stop)
    {
        var (result, started) = (new ImportResult(request), TimeProvider.System.GetTimestamp());
        if (Unwritable(request.Report) is { } unwritable)
        {
            return CommandContext.Fail(unwritable);
        }

        result.Failure = Problem(request);
        if (result.Failure is null)
        {
            await Read(context, result, stop);
        }

        result.Took = TimeProvider.System.GetElapsedTime(started);
        return await Tell(result);
    }

    private static async Task Read(CommandContext context, ImportResult result, CancellationToken stop)
    {
        var (request, report) = (result.Request, result.Report);
        try
        {
            var kind = FileKind.Of(request.File);
            if ((result.Failure = Wrong(result, kind)) is not null)
            {
                return;
            }

            await (result.Format == ImportFormat.Ndjson ? OwnReading.Run(context, result, stop) : OldCommentReading.Run(context, result, stop));
            if (kind.Format is null && report.Found == 0 && result.Broken is null)
            {
                result.Failure = $"{request.File.FullName} {kind.Refusal}";
                return;
            }

            Debug.Assert(report.IsBalanced || result.Broken is not null, "A comment of the file has got lost.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            result.Broken = e.Message;
        }
        catch (StoreUnavailableException e)
        {
            result.Stopped = $"The database does not answer ({e.Code}). {e.Message}";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            result.Stopped = "The import was interrupted.";
        }

        report.Stop();
        if (report.New > 0 || result.Lines is { NewEvents: > 0 })
        {
            result.IsShown = request.DryRun || stop.IsCancellationRequested ? null : await RunningServers.TakeUp(context, request.Site, stop);
        }
    }

    private static async Task<int> Tell(ImportResult result)
    {
        var end = ImportWords.End(result);
        if (result.Failure is null && !result.Request.Json)
        {
            foreach (var line in ImportWords.Lines(result))
            {
                CommandContext.Say(line);
            }

            CommandContext.Say(ImportWords.Sum(result));
            foreach (var hint in ImportWords.Hints(result))
            {
                await Console.Error.WriteLineAsync(hint);
            }
        }

        var document = ImportDocument.Write(result, end);
        if (result.Request.Report is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, document + "\n", CancellationToken.None);
        }

        if (result.Request.Json)
        {
            CommandContext.Say(document);
        }

        if (result.End != ImportEnd.Complete)
        {
            CommandContext.Fail(end);
        }
        else if (!result.Request.Json)
        {
            CommandContext.Say(end);
        }

        return (int)result.End;
    }

    // Why nothing can be read from this file into this site; null when it can.
    private static string? Problem(ImportRequest request) =>
        !ThreadId.IsSite(request.Site) ? $"\"{request.Site}\" cannot be a site's id. Ids are lower-case letters, digits and hyphens."
        : Directory.Exists(request.File.FullName) ? $"{request.File.FullName} is a folder; name the file in it."
        : !request.File.Exists ? $"{request.File.FullName} is not there."
        : null;

    // Before anything is taken in: afterwards there would be nobody to tell.
    private static string? Unwritable(FileInfo? report)
    {
        try
        {
            report?.Open(FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The report cannot be written to {report!.FullName}: {e.Message}";
        }
    }

    // What is wrong with the kind of the file. Who names a format that the beginning of a file only does not contradict is believed.
    private static string? Wrong(ImportResult result, FileKind kind)
    {
        var (request, name) = (result.Request, result.Request.File.Name);
        result.Format = request.From ?? kind.Format;
        if (kind.Format is { } found)
        {
            return result.Format == found ? null
                : $"{request.File.FullName} seems to be {kind.Seems}, not {FileKind.Name(result.Format!.Value)}. Nothing was taken in. Import it with: import {request.Site} {name} --from {ImportDocument.Code(found.ToString())}";
        }

        return kind.Perhaps is not null && kind.Perhaps == request.From ? null : $"{request.File.FullName} {kind.Refusal}";
    }
}
