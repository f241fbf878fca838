using System.Globalization;
using System.Text;
using NatComments.Core.Audit;
using NatComments.Core.Activation;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Following;

/// <summary>
/// Reads what happened in the threads of a site a moment after it happened, and writes down what follows from it for the whole site: the
/// search index, the audit chain over every decision, statistics, the record of reporters. A post does not wait for this and hardly
/// pays for it. Each event is followed exactly once, also when several nodes follow the same site or one dies in between.
/// </summary>
public sealed class SiteFollower(IStore store, IThreads threads, AuditLog audit)
{
    // 1,000 marks and 2,400 events in one batch, some 800 new comments: what a batch costs besides its events is then hardly felt. With the threads'
    // positions the marks are 2,000 changes at most, which leaves FollowedBatch.MaxChanges for the rest in one commit.
    private const int MaxMarks = 1_000;
    private const int MaxEvents = 2_400;

    // Batches are numbered, and the number of each is taken as a document that must be absent. They are kept long enough that a follower which
    // stood still between reading and writing cannot find its number free again.
    private const int KeptNumbers = 1_000;

    /// <summary>The index of authors whose words were erased and are still to leave the search index.</summary>
    public const string ErasedIndex = FollowingKeys.ErasedAuthors;

    /// <summary>
    /// Follows what has happened until now. What happens meanwhile waits for the next time: a batch costs much the same whether it has one
    /// comment or two hundred, so a busy site is followed in large ones.
    /// </summary>
    public async Task CatchUp(string site, CancellationToken stop = default)
    {
        if (!await IsBehind(site, stop))
        {
            return;
        }

        var lost = 0;
        for (var followed = Followed.More; followed != Followed.All;)
        {
            followed = await Follow(site, stop);
            lost = followed == Followed.Lost ? lost + 1 : 0;
            await AuditLog.Backoff(lost, stop);
        }

        while (await Erase(site, stop) || await Merge(site, stop))
        {
        }
    }

    // Two small reads: a quiet site is asked twice a second. Merging is due after following only.
    private async ValueTask<bool> IsBehind(string site, CancellationToken stop) =>
        (await store.ReadEntries(site, ThreadNews.Index, new(1), stop)).Count > 0 || (await store.ReadEntries(site, ErasedIndex, new(1), stop)).Count > 0;

    private enum Followed
    {
        All,

        /// <summary>The batch was full, and more waits.</summary>
        More,

        /// <summary>Another node has followed meanwhile, or somebody else has written to the audit chain: the marks must be read again.</summary>
        Lost,
    }

    // Follows one batch.
    private async Task<Followed> Follow(string site, CancellationToken stop)
    {
        var number = await Number(site, stop);
        var head = await audit.Head(site, stop);
        var marks = await store.ReadEntries(site, ThreadNews.Index, new(MaxMarks), stop);
        if (marks.Count == 0)
        {
            return Followed.All;
        }

        var batch = new FollowedBatch(site, store, threads, await SearchWriter.Open(store, site, stop));
        var (positions, done) = (new List<DocumentChange>(), new List<string>());
        foreach (var thread in await Read(site, marks, stop))
        {
            if (batch.IsFull)
            {
                break;
            }

            var taken = await batch.Take(thread, stop);
            positions.Add(new(FollowingKeys.Position(thread.Thread.Article), Encoding.UTF8.GetBytes((thread.After + taken).ToString(CultureInfo.InvariantCulture))));

            // More may be there than was taken: then the marks stay.
            if (thread.IsWhole && taken == thread.Events.Count)
            {
                done.AddRange(thread.Marks);
            }
        }

        List<DocumentChange> documents = [.. await batch.Documents(stop), .. Taken(number), .. positions];
        var written = await Write(site, head, batch, documents, [.. done.Select(mark => new EntryChange(ThreadNews.Index, mark, null)), .. batch.Entries()]);
        return !written ? Followed.Lost : marks.Count == MaxMarks || done.Count < marks.Count ? Followed.More : Followed.All;
    }

    // False when the race is lost, which is no failure: the marks are still there, or the other has followed them.
    private async Task<bool> Write(string site, AuditHead head, FollowedBatch batch, List<DocumentChange> documents, List<EntryChange> entries) => batch.Drafts.Count == 0
        ? await store.TryCommit(new(site, null, documents, entries, batch.Counters())) == CommitResult.Done
        : await audit.TryCommit(site, head, new AuditedChange(batch.Drafts) { Documents = documents, Entries = entries, Counters = batch.Counters() });

    private async Task<List<FollowedThread>> Read(string site, IReadOnlyList<Entry> marks, CancellationToken stop)
    {
        var (read, room) = (new List<FollowedThread>(), MaxEvents);
        foreach (var group in marks.GroupBy(mark => ThreadNews.ArticleOf(mark.Key)))
        {
            if (room == 0)
            {
                break;
            }

            var thread = ThreadId.FromTrusted(site, group.Key);
            var after = await store.ReadDocument(site, FollowingKeys.Position(group.Key), stop) is { } bytes ? long.Parse(Encoding.UTF8.GetString(bytes), CultureInfo.InvariantCulture) : 0;
            var events = await store.ReadEvents(site, thread.Stream, after, room, stop);
            room -= events.Count;
            read.Add(new(thread, after, events, IsWhole: room > 0, [.. group.Select(mark => mark.Key)]));
        }

        return read;
    }

    private Task<bool> Merge(string site, CancellationToken stop) => Rewrite(site, async number =>
    {
        if (await SearchMerger.Merge(store, site, stop) is not var (changes, unused))
        {
            return false;
        }

        await Replace(site, number, changes, unused, erases: false, stop);
        return true;
    }, stop);

    private Task<bool> Erase(string site, CancellationToken stop) => Rewrite(site, async number =>
    {
        if (await store.ReadEntries(site, ErasedIndex, new(1), stop) is not [{ Key: var author }])
        {
            return false;
        }

        if (await SearchMerger.Erase(store, site, author, stop) is var (changes, unused))
        {
            await Replace(site, number, changes, unused, erases: true, stop);
        }
        else
        {
            await store.TryCommit(new(site, null, [.. Taken(number)], [new(ErasedIndex, author, null)], []), stop);
        }

        return true;
    }, stop);

    // True when there may be more to do: also when another node has rewritten meanwhile what was being read.
    private async Task<bool> Rewrite(string site, Func<long, Task<bool>> rewrite, CancellationToken stop)
    {
        var number = await Number(site, stop);
        try
        {
            return await rewrite(number);
        }
        catch (InvalidDataException)
        {
            if (await Number(site, stop) == number)
            {
                throw;
            }

            return true;
        }
    }

    private async ValueTask<long> Number(string site, CancellationToken stop) =>
        await store.ReadDocument(site, FollowingKeys.Head, stop) is { } bytes ? long.Parse(Encoding.UTF8.GetString(bytes), CultureInfo.InvariantCulture) : 0;

    // What is then of no use goes with the same commit when it fits, so that a crash leaves no words behind.
    private async Task Replace(string site, long number, IReadOnlyList<DocumentChange> changes, IReadOnlyList<string> unused, bool erases, CancellationToken stop)
    {
        DocumentChange[] all = [.. changes, .. Taken(number), .. unused.Select(key => new DocumentChange(key, null))];
        var first = Math.Min(all.Length, Commit.MaxChanges);
        if (await store.TryCommit(new(site, null, all[..first], [], []) { Erases = erases }, stop) == CommitResult.Done)
        {
            foreach (var some in all[first..].Chunk(Commit.MaxChanges))
            {
                await store.TryCommit(new(site, null, some, [], []) { Erases = erases }, stop);
            }
        }
    }

    private static IEnumerable<DocumentChange> Taken(long number)
    {
        yield return new(FollowingKeys.Batch(number + 1), [], MustBeAbsent: true);
        yield return new(FollowingKeys.Head, Encoding.UTF8.GetBytes((number + 1).ToString(CultureInfo.InvariantCulture)));
        if (number > KeptNumbers)
        {
            yield return new(FollowingKeys.Batch(number - KeptNumbers), null);
        }
    }
}

/// <summary>New events of one thread.</summary>
/// <param name="After">The number of the event before the first.</param>
/// <param name="IsWhole">True when the thread had no more.</param>
/// <param name="Marks">What told of them.</param>
internal sealed record FollowedThread(ThreadId Thread, long After, IReadOnlyList<byte[]> Events, bool IsWhole, IReadOnlyList<string> Marks);
