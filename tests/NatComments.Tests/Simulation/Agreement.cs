using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Tests.Grains;
using NatComments.Tests.Queue;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Simulation;

/// <summary>Compares everything that says something about one thread with the fold of its log.</summary>
internal sealed class Agreement(IStore store, CommentThread fold, List<byte[]> log)
{
    public async Task Check(IEnumerable<Acknowledged> acknowledged, IReadOnlyList<LoneThreads> hosts)
    {
        var events = log.Select(Encoding.UTF8.GetString).ToList();
        CheckAcknowledged(acknowledged, [.. events]);
        CheckNothingDoubled(acknowledged);
        await CheckTexts();
        foreach (var host in hosts)
        {
            await CheckHost(host);
        }
    }

    /// <summary>What the store keeps beside the logs: queues, author indexes and these counters.</summary>
    public static async Task<KeptIndexes> Kept(IStore store, IEnumerable<string> counters)
    {
        var kept = new KeptIndexes();
        string[] names = [.. counters.Concat(Queues.All.Select(QueueEntry.CounterOf)).Distinct()];
        foreach (var (name, value) in names.Zip(await store.ReadCounters("demo", names)))
        {
            kept.Counters[name] = value;
        }

        foreach (var index in Queues.All.Select(QueueEntry.IndexOf).Concat(Queues.All.Select(QueueEntry.AgeIndexOf)).Concat(RandomCommands.Readers.SelectMany(reader => (string[])[ThreadCommit.AuthorIndex(reader), ThreadCommit.RepliesIndex(reader)])).Append(ThreadCommit.PublishedIndex))
        {
            foreach (var entry in await store.ReadEntries("demo", index, new EntryRange(StoreLimits.MaxRead)))
            {
                kept.Entries[(index, entry.Key)] = Encoding.UTF8.GetString(entry.Value);
            }
        }

        return kept;
    }

    private void CheckAcknowledged(IEnumerable<Acknowledged> acknowledged, HashSet<string> events)
    {
        foreach (var (_, command, reply) in acknowledged)
        {
            if (reply.Result is not Accepted accepted)
            {
                continue;
            }

            Assert.All(accepted.Events, e => Assert.Contains(Encoding.UTF8.GetString(ThreadJson.Write(e)), events));
            switch (command)
            {
                case PostComment post:
                    Assert.Equal(post.Author, fold.Find(post.Id)?.Author);
                    break;
                case WithdrawComment withdraw:
                    Assert.Equal(CommentStatus.Withdrawn, fold.Find(withdraw.Id)?.Status);
                    break;
                case EditComment edit:
                    Assert.InRange(fold.Find(edit.Id)!.Revision, edit.Revision + 1, ThreadLimits.MaxRevisions);
                    break;
                case ReportComment report:
                    Assert.Contains(report.ReaderId, fold.Find(report.Id)!.ReportedBy);
                    break;
            }
        }
    }

    private void CheckNothingDoubled(IEnumerable<Acknowledged> acknowledged)
    {
        var posted = log.Select(e => ThreadJson.Read(e)).OfType<CommentPosted>().ToList();
        Assert.Equal(posted.Count, posted.Select(e => e.Id).Distinct().Count());
        Assert.Equal(fold.Count, posted.Count);
        Assert.All(
            acknowledged.Where(a => a is { Command: PostComment, Reply.Result: Accepted { Events.Count: > 0 } }).GroupBy(a => a.Command.Comment),
            posts => Assert.Single(posts));
    }

    private async Task CheckTexts()
    {
        for (var ordinal = 0; ordinal < fold.Count; ordinal++)
        {
            var comment = fold[ordinal];
            var texts = await store.ReadDocuments("demo", [.. Enumerable.Range(1, comment.Revision).Select(revision => CommentText.Key(fold.Id.Article, comment.Id, revision))]);
            Assert.All(texts, Assert.NotNull);
            Assert.Equal(Posting.Text($"words of {comment.Id:N}"), CommentText.FromBytes(texts[0]!));
        }
    }

    private async Task CheckHost(LoneThreads host)
    {
        await Refresh(host);
        var state = await host.ReadState(fold.Id);
        Assert.Equal((fold.Version, fold.PublishedCount, fold.Mode), (state.Version, state.Count, state.State));
        for (var ordinal = 0; ordinal < fold.Count; ordinal++)
        {
            var found = await host.Find(fold.Id, fold[ordinal].Id);
            SameThread.Check(fold[ordinal], found!.Comment);
            Assert.Equal(fold.Tree.RepliesOf(ordinal), found.Replies);
        }

        foreach (var reader in (string?[])[null, .. RandomCommands.Readers])
        {
            var expected = ThreadView.Draft(fold, new PageQuery(PageSort.Oldest, PageQuery.MaxLimit), reader)!.Places.Select(place => place.Comment.Id.ToString("N"));
            Assert.Equal(expected, (await host.Page(reader, fold.Id)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        }
    }

    // A host may have been left behind by the other; any command, also one that is refused, lets it notice. The store may fail here too.
    private async Task Refresh(LoneThreads host)
    {
        var nobody = new LikeComment(Guid.Empty, "nobody", On: true);
        await HostQuestions.Until(async () =>
        {
            try
            {
                return (await host.Ask(fold.Id, nobody)).Result is Refused;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });
    }
}
