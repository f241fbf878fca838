using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Storage;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Rendering;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>
/// Takes a text that a reader sends and gathers, before the thread's turn, everything that the rules will need to judge it: rendered and
/// sanitised HTML, the verdict, the author's record, the site's policy.
/// </summary>
internal sealed class Submissions(IStore store, IScorer scorer, AuthorStore authors, WordHits wordHits, ReportWeights weights, LikeWeights likes, RecentTexts recent)
{
    /// <summary>The text as it will be kept and the evidence on it. Refused when it cannot be taken.</summary>
    /// <param name="known">The author has been seen before; a new one has no record to look up.</param>
    /// <param name="isNew">A comment that was not there before; an edit is no repetition of what it replaces.</param>
    internal async ValueTask<Result<(CommentText Text, Evidence Evidence)>> Gather(Site site, string author, bool known, string name, string? text, bool isNew, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Refusal(Problems.TextEmpty);
        }

        if (text.Length > ThreadLimits.MaxTextLength)
        {
            return new Refusal(Problems.TextTooLong);
        }

        if (PlainText.Tidy(text, ThreadLimits.MaxTextLength) is not { } markdown)
        {
            return new Refusal(Problems.InvalidText);
        }

        var (html, refusal) = CommentMarkdown.Render(markdown);
        if (refusal is not null)
        {
            return new Refusal(refusal);
        }

        // Judged is what is shown, however it was spelled.
        var words = new CommentText(name, markdown, html!);
        var shown = words.Shown;
        if (known && await authors.Admit(site.Id, author, words: true, stop) is { } no)
        {
            return no;
        }

        var (record, links) = known ? await RecordWithLinks(site.Id, author, stop) : default;
        var verdict = scorer.Score(new(shown, Signals: new(links == 0, isNew ? recent.Add(site.Id, shown) : 0, record.IsNew)));
        var listed = Listed(site.Words, shown, out var entries);
        foreach (var entry in entries)
        {
            wordHits.Add(site.Id, entry);
        }

        return (words, new(verdict, scorer.Version, record, site.Policy, listed));
    }

    /// <summary>False for words that the site's policy rejects without a person, whoever writes them.</summary>
    internal bool MayStand(Site site, string words)
    {
        var evidence = new Evidence(scorer.Score(new(words)), scorer.Version, default, site.Policy, Listed(site.Words, words, out _));
        return Policy.Decide(evidence, premoderated: false).Decision?.Outcome != Outcome.Reject;
    }

    /// <summary>A like with its weight. Refused for a visitor who was banned.</summary>
    /// <param name="network">A digest of the reader's network that means nothing outside this process.</param>
    internal async ValueTask<Result<LikeComment>> Like(string site, LikeComment like, string network, CancellationToken stop = default)
    {
        return await authors.Admit(site, like.ReaderId, words: false, stop) is { } no ? no
            : like.On ? like with { IsWeightless = await likes.IsWeightless(site, like.Id, like.ReaderId, network, stop) } : like;
    }

    /// <summary>A report with its weight. Refused for a visitor who was banned.</summary>
    /// <param name="network">A digest of the reader's network that means nothing outside this process.</param>
    internal async ValueTask<Result<ReportComment>> Report(string site, ReportComment report, string network, CancellationToken stop = default)
    {
        return await authors.Admit(site, report.ReaderId, words: false, stop) is { } no ? no : report with { IsWeightless = await weights.IsWeightless(site, report.Id, report.ReaderId, network, stop) };
    }

    /// <summary>What word lists ask for when they meet a text: the strongest entry that is found, and which were.</summary>
    internal static ListedWord Listed(WordListMatcher? words, string text, out IReadOnlyList<string> entries)
    {
        var hits = words?.Match(text) ?? [];
        entries = hits.Count == 0 ? [] : [.. hits.Select(hit => words!.Entries[hit.Entry].Notation).Distinct()];
        return hits.Count == 0 ? ListedWord.None
            : hits.Any(hit => words!.Entries[hit.Entry].Action == WordAction.Reject) ? ListedWord.Reject
            : ListedWord.Hold;
    }

    /// <summary>What is known of an author on a site.</summary>
    public async ValueTask<AuthorRecord> Record(string site, string author, CancellationToken stop = default) => (await RecordWithLinks(site, author, stop)).Record;

    private async ValueTask<(AuthorRecord Record, long Links)> RecordWithLinks(string site, string author, CancellationToken stop = default)
    {
        var (published, rejected) = ThreadCommit.AuthorCounters(author);
        var counts = await store.ReadCounters(site, [published, rejected, ThreadCommit.AuthorLinks(author)], stop);
        return (new(counts[0], counts[1]), counts[2]);
    }
}
