using NatComments.Core.Threads;
using NatComments.Server.CommandLine;

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

        using var from = new StreamReader(file.FullName);
        if (LineJson.Read(await from.ReadLineAsync(stop) ?? "") is not SiteLine { Format: <= Line.CurrentFormat } head)
        {
            return Workshop.Fail($"{file.FullName} is not an export, or one that a later version wrote.");
        }

        await shop.Sites.Add(site, head.Name);
        var import = new SiteImport(shop.Store, shop.Audit, site);
        string? wrong = null;
        await Progress.Show("Reading", file.Length, async progress =>
        {
            var number = 1L;
            while (wrong is null && await from.ReadLineAsync(stop) is { } text)
            {
                number++;
                if (LineJson.Read(text) is not { } line)
                {
                    wrong = $"Line {number} cannot be read. What stands before it has been taken in; mend the line and import again.";
                    break;
                }

                await import.Take(line, stop);
                if (number % Batch == 0)
                {
                    progress.Set(from.BaseStream.Position);
                }
            }

            await import.Finish(stop);
            progress.Set(file.Length);
        });

        foreach (var article in import.Differing)
        {
            Console.Error.WriteLine($"The thread of {article} has gone another way here and was left as it is.");
        }

        Workshop.Say($"{site}: {import.NewEvents} events and {import.NewTexts} texts are new, {import.KnownEvents} events and {import.KnownTexts} texts were there already.");
        return wrong is not null ? Workshop.Fail(wrong) : import.Differing.Count > 0 ? 1 : 0;
    }

    /// <summary>Why nothing can be read from this file into this site; null when it can.</summary>
    public static string? Problem(string site, FileInfo file) =>
        !file.Exists ? $"{file.FullName} is not there."
        : !ThreadId.IsSite(site) ? $"\"{site}\" cannot be a site's id. Ids are lower-case letters, digits and hyphens."
        : null;
}
