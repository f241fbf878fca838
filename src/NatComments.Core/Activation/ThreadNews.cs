using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// The marks that commits leave for whoever follows the threads of a site later (search, audit chain, statistics). A
/// mark says that a thread has a version that was not followed yet; it is removed by the commit that follows it, so
/// nothing is missed and nothing followed twice, whichever node dies when.
/// </summary>
public static class ThreadNews
{
    /// <summary>The index that holds the marks.</summary>
    public const string Index = FollowingKeys.News;

    /// <summary>
    /// The mark of a commit, or null when nothing happened that anybody follows: likes are counted in their thread
    /// only.
    /// </summary>
    public static EntryChange? Mark(string article, long version, IReadOnlyList<ThreadEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is not CommentLiked)
            {
                return new(Index, FollowingKeys.NewsEntry(version, article), []);
            }
        }

        return null;
    }

    /// <summary>
    /// The counter of commits that were written to threads of a site beside the servers: by an import.
    /// </summary>
    public const string Beside = SiteKeys.Beside;

    /// <summary>The document with how many of those commits the servers have heard of.</summary>
    public const string BesideHeard = SiteKeys.BesideHeard;

    /// <summary>The same commit, so that running servers notice it: their threads read on from the log.</summary>
    public static Commit WrittenBeside(this Commit commit) => commit with { Counters = [.. commit.Counters, new(Beside, 1)] };

    /// <summary>The article of a mark.</summary>
    public static string ArticleOf(string key) =>
        FollowingKeys.TryParseNewsEntry(key, out _, out var article) ? article : throw new FormatException($"{key} marks no thread.");
}
