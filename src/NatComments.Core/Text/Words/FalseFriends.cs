namespace NatComments.Core.Text.Words;

/// <summary>
/// Words and phrases that only look like insults: dung beetles, boxers, old coins, Göteborg, Moby Dick. They are data, in
/// <c>false-friends.txt</c> (Turkish) and <c>false-friends-en.txt</c>, in the notation of <see cref="WordListText"/>: what stands under <c>[innocent]</c> is hidden from the models
/// and from word lists, endings included; what stands under <c>[reject]</c> stays in sight although it holds such a word. Only the words
/// themselves are hidden: an insult beside Moby Dick is still found.
/// </summary>
internal static class FalseFriends
{
    private static readonly Lazy<WordListMatcher> Matcher = new(() => new(
        [.. WordListText.Parse(WordData.Read("false-friends.txt")), .. WordListText.Parse(WordData.Read("false-friends-en.txt"))],
        friends: true));

    /// <summary>Marks the words of a text that are only false friends; nothing the second time.</summary>
    internal static void Mark(NormalisedText text)
    {
        if (text.AreFriendsMarked)
        {
            return;
        }

        text.AreFriendsMarked = true;
        var matcher = Matcher.Value;
        var hits = matcher.Find(text);
        for (var i = 0; i < hits.Count; i++)
        {
            if (IsInnocent(matcher, hits, i))
            {
                text.MarkInnocent(hits[i].Start, hits[i].End);
            }
        }
    }

    /// <summary>Whether an entry of another list is one of these itself.</summary>
    internal static bool Contains(string words)
    {
        var text = TextNormaliser.Normalise(words);
        return Matcher.Value.Find(text).Exists(hit => hit.End - hit.Start >= words.Length);
    }

    private static bool IsInnocent(WordListMatcher matcher, List<WordListHit> hits, int at)
    {
        if (matcher.Entries[hits[at].Entry].Action == WordAction.Reject)
        {
            return false;
        }

        foreach (var hit in hits)
        {
            if (matcher.Entries[hit.Entry].Action == WordAction.Reject && hit.Start <= hits[at].Start && hits[at].End <= hit.End)
            {
                return false;
            }
        }

        return true;
    }
}
