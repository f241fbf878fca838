using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Interchange;

namespace NatComments.Server.CommandLine;

/// <summary>Writes all of a site to a file, under a temporary name until it is whole. A running server may go on meanwhile.</summary>
internal static class ExportCommand
{
    private const int Batch = 500;

    public static async Task<int> Run(CommandContext context, string site, FileInfo file, CancellationToken stop)
    {
        if (await context.Sites.Find(site, stop) is not { } of)
        {
            return CommandContext.Fail($"There is no site {site}.");
        }

        if (file.Exists)
        {
            return CommandContext.Fail($"{file.FullName} is there already; choose another name or remove it.");
        }

        var partial = file.FullName + ".part";
        long events = 0, texts = 0;

        // Texts, notes and sanctions are for nobody else on the machine to read. One that was left by an interruption may be open to all.
        File.Delete(partial);
        var mine = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var to = new StreamWriter(partial, mine))
        {
            await to.WriteLineAsync(LineJson.Write(new SiteLine(Line.CurrentFormat, site, of.Name, of.CreatedAt, TimeProvider.System.GetUtcNow())));
            var streams = await Streams(context.Store, site, stop);
            await Progress.Show("Threads", streams.Count, async progress =>
            {
                foreach (var stream in streams)
                {
                    events += await Events(context.Store, site, stream, to, stop);
                    progress.Advance(1);
                }
            });

            // After the events: a text is written in the same commit as its event, so every event above finds its text below.
            IReadOnlyList<string> prefixes = [.. Line.TextPrefixes, .. Line.Settings.Keys];
            await Progress.Show("Texts", prefixes.Count, async progress =>
            {
                foreach (var prefix in prefixes)
                {
                    texts += await Texts(context.Store, site, prefix, to, stop);
                    progress.Advance(1);
                }
            });
            texts += await Notes(context.Store, site, to, stop);
        }

        File.Move(partial, file.FullName);
        return CommandContext.Say($"{file.FullName}: {events} events and {texts} texts of {site}.");
    }

    private static async Task<List<string>> Streams(IStore store, string site, CancellationToken stop)
    {
        var all = new List<string>();
        while (await store.ReadStreamNames(site, ThreadId.StreamPrefix, all.LastOrDefault(), StoreLimits.MaxRead, stop) is { Count: > 0 } some)
        {
            all.AddRange(some);
        }

        return all;
    }

    private static async Task<long> Events(IStore store, string site, string stream, StreamWriter to, CancellationToken stop)
    {
        var number = 0L;
        while (await store.ReadEvents(site, stream, number, Batch, stop) is { Count: > 0 } some)
        {
            foreach (var e in some)
            {
                await to.WriteLineAsync(LineJson.Write(new EventLine(stream[ThreadId.StreamPrefix.Length..], ++number, ThreadJson.Read(e))));
            }
        }

        return number;
    }

    private static async Task<long> Notes(IStore store, string site, StreamWriter to, CancellationToken stop)
    {
        string? after = null;
        var count = 0L;
        while (await store.ReadEntries(site, AuthorStore.AllNotes, new(Batch, after), stop) is { Count: > 0 } some)
        {
            foreach (var note in some)
            {
                var (about, key) = AuthorKeys.TryParseNoteEntry(note.Key, out var index, out var entry) ? (index, entry)
                    : throw new FormatException($"{note.Key} is no key of a note.");
                await to.WriteLineAsync(LineJson.Write(new NoteLine(about, key, note.Value)));
            }

            (after, count) = (some[^1].Key, count + some.Count);
        }

        return count;
    }

    private static async Task<long> Texts(IStore store, string site, string prefix, StreamWriter to, CancellationToken stop)
    {
        string? after = null;
        var count = 0L;
        while (await store.ReadDocumentKeys(site, prefix, after, Batch, stop) is { Count: > 0 } keys)
        {
            foreach (var (key, value) in keys.Zip(await store.ReadDocuments(site, keys, stop)))
            {
                if (value is not null)
                {
                    await to.WriteLineAsync(LineJson.Write(new TextLine(key, value)));
                    count++;
                }
            }

            after = keys[^1];
        }

        return count;
    }
}
