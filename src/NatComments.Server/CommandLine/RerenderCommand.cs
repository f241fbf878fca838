using System.CommandLine;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Interchange;
using NatComments.Server.Interchange.Foreign;
using NatComments.Server.Rendering;
using NatComments.Server.Storage;

namespace NatComments.Server.CommandLine;

/// <summary>
/// Writes the HTML of texts anew by today's rules. It is kept beside the Markdown from the time a text was written, so that a newer version of the program
/// shows old texts by old rules until this is run. Pages and feeds have entity tags of their contents: no cache keeps the old form.
/// </summary>
internal static class RerenderCommand
{
    // 200 texts in one commit, and one record of the audit chain: 60 KB.
    private const int Step = 200;

    public static Command Describe(Option<string> data)
    {
        var site = new Argument<string>("SITE") { Description = "The site whose texts to render.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every site." };
        var rerender = new Command("rerender", """
            Writes published and waiting texts as HTML by the rules of this version, after an upgrade. What looks the same stays untouched; interrupted, it is run
            again. Stop the server first; over Redis servers may go on, and show the new forms once each was started again. Example: rerender nat
            """) { site, all };
        rerender.SetAction((args, stop) => CommandContext.Told(async () =>
        {
            using var serving = ServingLock.Take(CommandContext.Options(args.GetValue(data)!));
            return await CommandContext.Open(args.GetValue(data)!, context => Run(context, args.GetValue(site), args.GetValue(all), stop));
        }));
        return rerender;
    }

    private static async Task<int> Run(CommandContext context, string? site, bool isAll, CancellationToken stop)
    {
        if (site is null == !isAll)
        {
            return CommandContext.Fail("Name one site, or say --all.");
        }

        if (site is not null && await context.Sites.Find(site, stop) is null)
        {
            return CommandContext.Fail($"There is no site {site}.");
        }

        foreach (var of in site is not null ? [site] : (await context.Sites.All(stop)).Select(known => known.Id))
        {
            var (texts, changed) = await Site(context.Store, context.Audit, of, stop);
            CommandContext.Say($"{of}: {texts:N0} texts, {changed:N0} of them look different and were rendered anew.");
        }

        return string.IsNullOrWhiteSpace(CommandContext.Options("").Redis) ? 0 : CommandContext.Say("Servers that are running keep pages in memory: start them again, one after the other.");
    }

    /// <summary>Renders a site's texts; gives how many there are and how many were written anew.</summary>
    internal static async Task<(long Texts, long Changed)> Site(IStore store, AuditLog audit, string site, CancellationToken stop)
    {
        var (texts, changed) = (0L, 0L);
        await Progress.Show(site, await Count(store, site, stop), async progress =>
        {
            await foreach (var keys in Keys(store, site, stop))
            {
                changed += await Renew(store, audit, site, keys, stop);
                texts += keys.Count;
                progress.Advance(keys.Count);
            }
        });
        return (texts, changed);
    }

    private static async Task<long> Count(IStore store, string site, CancellationToken stop)
    {
        var count = 0L;
        await foreach (var keys in Keys(store, site, stop))
        {
            count += keys.Count;
        }

        return count;
    }

    private static async IAsyncEnumerable<IReadOnlyList<string>> Keys(IStore store, string site, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        string? after = null;
        while (await store.ReadDocumentKeys(site, ThreadKeys.Texts, after, Step, stop) is { Count: > 0 } keys)
        {
            yield return keys;
            after = keys[^1];
        }
    }

    private static async Task<int> Renew(IStore store, AuditLog audit, string site, IReadOnlyList<string> keys, CancellationToken stop)
    {
        var changed = await audit.Change(site, async () =>
        {
            var stored = await store.ReadDocuments(site, keys, stop);
            var renewed = keys.Zip(stored).Where(pair => pair.Second is not null)
                .Select(pair => (Key: pair.First, Old: pair.Second!, New: Renewed(pair.First, pair.Second!)))
                .Where(text => !text.New.AsSpan().SequenceEqual(text.Old)).ToList();
            return (renewed, renewed.Count == 0 ? null : new AuditedChange(
                RenderedText.Draft(renewed.Select(text => Rendered(text.Key, text.Old, text.New))), [.. renewed.Select(text => new DocumentChange(text.Key, text.New))]));
        });
        await EraseAgain(store, site, [.. changed.Select(text => text.Key)], stop);
        return changed.Count;
    }

    // Words that their author erased between the reading and the writing must not come back.
    private static async Task EraseAgain(IStore store, string site, List<string> keys, CancellationToken stop)
    {
        var marks = keys.Count == 0 ? [] : await store.ReadDocuments(site, [.. keys.Select(Privacy.OwnRecords.ErasedKeyOf)], stop);
        var erased = keys.Zip(marks).Where(pair => pair.Second is not null).Select(pair => new DocumentChange(pair.First, null)).ToList();
        if (erased.Count > 0)
        {
            await store.TryCommit(new(site, null, erased, [], []) { Erases = true }, stop);
        }
    }

    // What today's rules refuse stays as it is.
    private static byte[] Renewed(string key, byte[] stored)
    {
        var text = CommentText.FromBytes(stored);
        var markdown = IsImported(key) && EscapedMarkdown.AsEntities(text.Markdown) is { Length: <= ThreadLimits.MaxTextLength } unmarked ? unmarked : text.Markdown;
        return CommentMarkdown.Render(markdown).Html is { } html && (html != text.Html || markdown != text.Markdown)
            ? (text with { Markdown = markdown, Html = html }).ToBytes()
            : stored;
    }

    // Comments of imports have names of version 8.
    private static bool IsImported(string key) => Place(key).Comment.Version == 8;

    private static RenderedText Rendered(string key, byte[] old, byte[] now)
    {
        var (article, comment, revision) = Place(key);
        return new(article, comment, revision, AuditRecord.Digest(old), AuditRecord.Digest(now));
    }

    private static (string Article, Guid Comment, int Revision) Place(string key) =>
        ThreadKeys.TryParseText(key, out var article, out var comment, out var revision) ? (article, comment, revision)
        : throw new FormatException($"{key} is no key of a text.");
}
