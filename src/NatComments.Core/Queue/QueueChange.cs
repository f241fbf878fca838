using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Queue;

/// <summary>What an event changes in the queues: must a person look, and where. Follows from how the comment stood and how it stands.</summary>
public static class QueueChange
{
    /// <summary>Adds the entries and counters that must change when a comment goes from one state to the next.</summary>
    public static void Add(string article, CommentState? before, CommentState after, List<EntryChange> entries, List<CounterChange> counters)
    {
        var was = QueueEntry.Of(article, before);
        var now = QueueEntry.Of(article, after);
        if (was is not null && (now is null || was.Key != now.Key || was.Waiting.Queue != now.Waiting.Queue))
        {
            entries.Add(new(QueueEntry.IndexOf(was.Waiting.Queue), was.Key, null));
        }

        if (now is not null)
        {
            entries.Add(new(QueueEntry.IndexOf(now.Waiting.Queue), now.Key, now.ToBytes()));
        }

        AddAge(was, now, entries);
        if (was?.Waiting.Queue == now?.Waiting.Queue)
        {
            return;
        }

        if (was is not null)
        {
            counters.Add(new(QueueEntry.CounterOf(was.Waiting.Queue), -1));
        }

        if (now is not null)
        {
            counters.Add(new(QueueEntry.CounterOf(now.Waiting.Queue), 1));
        }
    }

    private static void AddAge(QueueEntry? was, QueueEntry? now, List<EntryChange> entries)
    {
        if (was is not null && (now is null || was.AgeKey != now.AgeKey || was.Waiting.Queue != now.Waiting.Queue))
        {
            entries.Add(new(QueueEntry.AgeIndexOf(was.Waiting.Queue), was.AgeKey, null));
        }

        if (now is not null && (was is null || was.AgeKey != now.AgeKey || was.Waiting.Queue != now.Waiting.Queue))
        {
            entries.Add(new(QueueEntry.AgeIndexOf(now.Waiting.Queue), now.AgeKey, []));
        }
    }
}
