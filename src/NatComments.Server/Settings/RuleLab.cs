using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Settings;

/// <summary>
/// Says what other thresholds or another word list would have done to the last comments, before anybody saves them. Replays the policy over
/// the verdicts that were written down; authors are judged by their record as it is now, and words only where a list is tried.
/// </summary>
internal sealed class RuleLab(IStore store, SearchReader search)
{
    /// <summary>1,000 comments: a day of a busy site, replayed in some tens of milliseconds.</summary>
    public const int MaxComments = 1_000;

    // 100 changed comments are shown; the numbers count all.
    private const int MaxShown = 100;

    /// <summary>Replays.</summary>
    /// <param name="words">A word list to try in the place of the site's own; null: words are left out of both sides.</param>
    public async Task<PreviewReply> Replay(Site site, PolicySettings policy, WordListMatcher? words, int last, CancellationToken stop)
    {
        var documents = (await search.Newest(site.Id, last, stop)).Where(document => document.Scores is not null && document.Status != CommentStatus.Withdrawn).ToList();
        var records = await Records(site.Id, documents, stop);
        var texts = documents.Count == 0 ? [] : await store.ReadDocuments(site.Id, [.. documents.Select(d => CommentText.Key(d.Article, d.Comment, d.Revision))], stop);
        var (before, after, changed) = (new int[3], new int[3], new List<PreviewedReply>());
        for (var i = 0; i < documents.Count; i++)
        {
            var text = texts[i] is { } bytes ? CommentText.FromBytes(bytes).Shown : "";
            var evidence = new Evidence(new Verdict("und", documents[i].Scores!.Value), "preview", records[documents[i].Author], site.Policy);
            var was = Policy.Decide(words is null ? evidence : evidence with { ListedWord = Submissions.Listed(site.Words, text, out _) }, premoderated: false);
            var now = Policy.Decide(evidence with { Policy = policy, ListedWord = words is null ? ListedWord.None : Submissions.Listed(words, text, out _) }, premoderated: false);
            before[Place(was)]++;
            after[Place(now)]++;
            if (Place(was) != Place(now) && changed.Count < MaxShown)
            {
                changed.Add(new(documents[i].Article, documents[i].Comment, text, documents[i].Status, Word(was), Word(now), now.Decision?.Reason ?? now.Hold!));
            }
        }

        return new(documents.Count, Count(before), Count(after), changed);
    }

    private async Task<Dictionary<string, AuthorRecord>> Records(string site, List<SearchDocument> documents, CancellationToken stop)
    {
        var authors = documents.Select(document => document.Author).Distinct().ToList();
        var names = authors.SelectMany(author => ThreadCommit.AuthorCounters(author) is var (published, rejected) ? new[] { published, rejected } : []).ToList();
        var counts = names.Count == 0 ? [] : await store.ReadCounters(site, names, stop);
        return authors.Select((author, i) => (author, new AuthorRecord(counts[2 * i], counts[(2 * i) + 1]))).ToDictionary(pair => pair.author, pair => pair.Item2);
    }

    private static int Place(PolicyAnswer answer) => answer.Decision?.Outcome switch { Outcome.Publish => 0, Outcome.Reject => 2, _ => 1 };

    private static string Word(PolicyAnswer answer) => Place(answer) switch { 0 => "publish", 1 => "hold", _ => "reject" };

    private static PreviewCountsReply Count(int[] counts) => new(counts[0], counts[1], counts[2]);
}
