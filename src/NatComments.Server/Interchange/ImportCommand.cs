using NatComments.Core.Threads;
using NatComments.Server.CommandLine;
using NatComments.Server.Hosting;

namespace NatComments.Server.Interchange;

/// <summary>
/// Brings an export in. What is there already is left alone, so that the same file may be read again after an interruption; a thread that has
/// gone another way here is left as it is and named.
/// </summary>
internal static class ImportCommand
{
    private const int Batch = 200;

    public static async Task<int> Run(Workshop shop, string site, FileInfo file, CancellationToken stop)
    {
        if (Problem(site, file) is { } problem)
        {
            return Workshop.Fail(problem);
        }

        try
        {
            return await Read(shop, site, file, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Workshop.Fail($"{file.FullName} cannot be read: {e.Message}");
        }
    }

    private static async Task<int> Read(Workshop shop, string site, FileInfo file, CancellationToken stop)
    {
        using var from = new LineReader(file);
        if (LineJson.Read(await from.Next(stop) ?? "") is not SiteLine { Format: > 0 and <= Line.CurrentFormat } head || PlainText.Name(head.Name, Site.MaxNameLength) is not { } name)
        {
            return Workshop.Fail($"{file.FullName} is not an export, or one that a later version wrote.");
        }

        await shop.Sites.Add(site, name);
        var import = new SiteImport(shop.Store, shop.Audit, site, TimeProvider.System);
        string? wrong = null;
        await Progress.Show("Reading", file.Length, async progress =>
        {
            wrong = await Lines(from, import, progress, stop);
            await import.Finish(stop);
            progress.Set(file.Length);
        });
        wrong = wrong is null ? null : $"{file.FullName}, line {from.Number}: {wrong}. What stands before it has been taken in; mend the line and import again.";

        foreach (var article in import.InUse)
        {
            Console.Error.WriteLine($"The thread of {article} has a comment whose id another comment of {site} has, and was not taken in from there on.");
        }

        foreach (var article in import.Differing)
        {
            Console.Error.WriteLine($"The thread of {article} has gone another way here and was left as it is.");
        }

        Workshop.Say($"{site}: {import.NewEvents} events and {import.NewTexts} texts are new, {import.KnownEvents} events and {import.KnownTexts} texts were there already.");
        return wrong is not null ? Workshop.Fail(wrong) : import.Differing.Count + import.InUse.Count > 0 ? 1 : 0;
    }

    // What is wrong with a line; null when all were taken in.
    private static async Task<string?> Lines(LineReader from, SiteImport import, Progress progress, CancellationToken stop)
    {
        try
        {
            while (await from.Next(stop) is { } text)
            {
                if (LineJson.Read(text) is not { } line)
                {
                    return "it cannot be read";
                }

                await import.Take(line, stop);
                if (from.Number % Batch == 0)
                {
                    progress.Set(from.Position);
                }
            }

            return null;
        }
        catch (Exception e) when (e is LineException or InvalidDataException)
        {
            return e.Message;
        }
    }

    /// <summary>Why nothing can be read from this file into this site; null when it can.</summary>
    public static string? Problem(string site, FileInfo file) =>
        !file.Exists ? $"{file.FullName} is not there."
        : !ThreadId.IsSite(site) ? $"\"{site}\" cannot be a site's id. Ids are lower-case letters, digits and hyphens."
        : null;
}
