using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>Reads queues: their lengths, and pages of them with the texts. Wakes no thread, and costs the same for a queue of any length.</summary>
internal sealed class QueueReader(IStore store, QueueClaims claims, Clusters clusters, ModeratorNames names, SavedViews views, Articles articles, TimeProvider clock)
{
    public const int DefaultLimit = 50;

    /// <summary>200 entries: four screens.</summary>
    public const int MaxLimit = 200;

    // An article id of 300 characters of four bytes, with what stands beside it, in base64.
    private const int MaxEntryLength = 1_700;

    /// <summary>Every queue of a site.</summary>
    public async Task<IReadOnlyList<QueueReply>> All(string site, CancellationToken stop)
    {
        var counts = await store.ReadCounters(site, [.. Queues.All.Select(QueueEntry.CounterOf)], stop);
        var replies = new List<QueueReply>();
        foreach (var (queue, count) in Queues.All.Zip(counts))
        {
            var first = count == 0 ? [] : await store.ReadEntries(site, QueueEntry.AgeIndexOf(queue), new(1), stop);
            replies.Add(new(queue, count, first.Count == 0 ? null : QueueEntry.SinceOf(first[0].Key)));
        }

        return replies;
    }

    /// <summary>A page of a queue or saved view. The cursor names a place in the order, so it stays good while others decide.</summary>
    public async Task<Result<QueuePage>> Page(string site, string queue, int limit, string? after, CancellationToken stop)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return new Refusal(Problems.InvalidRequest, $"limit is 1 to {MaxLimit}.");
        }

        if (ReadCursor(queue, after).Take(out var from) is { } malformed)
        {
            return malformed;
        }

        if ((await Entries(site, queue, limit, from, stop)).Take(out var read) is { } no)
        {
            return no;
        }

        return new QueuePage(await Replies(site, read.Entries, stop), read.Next is null ? null : Cursor(queue, read.Next));
    }

    /// <summary>Entries of a queue or saved view in their order, and the key after which there are more.</summary>
    public async Task<Result<(IReadOnlyList<QueueEntry> Entries, string? Next)>> Entries(string site, string queue, int limit, string? after, CancellationToken stop)
    {
        if (queue.StartsWith(SavedView.Prefix, StringComparison.Ordinal))
        {
            return await views.Find(site, queue) is { } view ? await views.Entries(site, view, limit, after, stop) : new Refusal(Problems.QueueNotFound);
        }

        if (!Queues.All.Contains(queue))
        {
            return new Refusal(Problems.QueueNotFound);
        }

        var read = await store.ReadEntries(site, QueueEntry.IndexOf(queue), new(limit + 1, after), stop);
        IReadOnlyList<QueueEntry> entries = [.. read.Take(limit).Select(entry => QueueEntry.FromBytes(entry.Value))];
        return (entries, read.Count > limit ? read[limit - 1].Key : null);
    }

    /// <summary>Entries as the console shows them, with texts and claims.</summary>
    public async Task<IReadOnlyList<QueuedReply>> Replies(string site, IReadOnlyList<QueueEntry> entries, CancellationToken stop)
    {
        var texts = entries.Count == 0 ? [] : await store.ReadDocuments(site, [.. entries.Select(e => CommentText.Key(e.Article, e.Comment, e.Revision))], stop);
        var held = await claims.Read(site);
        var grouped = await clusters.Of(site, [.. entries.Select(entry => entry.Comment)], stop);
        var pages = await articles.Of(site, entries.Select(entry => entry.Article), stop);
        var now = clock.GetUtcNow();
        var replies = new List<QueuedReply>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var claim = held.Of(entries[i].Comment, now);
            var text = texts[i] is { } bytes ? CommentText.FromBytes(bytes) : null;
            replies.Add(Reply(entries[i], text) with
            {
                ClaimedBy = claim is null ? null : await names.Of(claim.Moderator, stop),
                ClaimedUntil = claim?.Until,
                Cluster = grouped[i],
                Page = pages[entries[i].Article],
            });
        }

        return replies;
    }

    /// <summary>What an entry's name stands for: a comment and the revision that waits.</summary>
    public static Result<(string Article, Guid Comment, int Revision)> ReadEntry(string entry)
    {
        var bytes = new byte[entry.Length];
        return entry.Length <= MaxEntryLength && Base64Url.TryDecodeFromChars(entry, bytes, out var length)
            && Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split('\n') is [var id, var revision, var article]
            && Guid.TryParseExact(id, "N", out var comment) && int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (article, comment, number)
            : new Refusal(Problems.InvalidId);
    }

    private static string EntryOf(QueueEntry entry) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{entry.Comment:N}\n{entry.Revision}\n{entry.Article}")));

    private static QueuedReply Reply(QueueEntry entry, CommentText? text) => new(
        EntryOf(entry),
        entry.Article,
        new(entry.Comment, entry.ParentId, entry.Revision, text?.Shown ?? "", text?.Html ?? "", new(entry.Author, text?.Name ?? "", text?.Badge), entry.PostedAt, entry.Status),
        entry.Waiting.Queue,
        entry.Waiting.Why,
        entry.Waiting.Priority,
        entry.Waiting.Since,
        entry.OpenReports,
        entry.Verdict() is { } verdict ? VerdictReply.Of(verdict) : null,
        null)
    {
        Order = OrderReply.Of(entry),
        DecisionNumber = entry.DecisionNumber,
        ShownRevision = entry.ShownRevision,
    };

    private static string Cursor(string queue, string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{queue}\n{key}"));

    private static Result<string?> ReadCursor(string queue, string? cursor)
    {
        if (cursor is null)
        {
            return (string?)null;
        }

        var bytes = new byte[cursor.Length];
        return cursor.Length <= 200 && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split('\n') is [var of, { Length: > 20 } key] && of == queue && key.All(char.IsAscii)
            ? key
            : new Refusal(Refusals.InvalidCursor);
    }
}
