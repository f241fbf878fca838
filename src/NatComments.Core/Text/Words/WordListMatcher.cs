namespace NatComments.Core.Text.Words;

/// <summary>
/// Finds the entries of word lists in texts: thousands of them in one pass over the normalised text, however the words were disguised. Thread-safe;
/// built once per change of a site's lists. Words are found whole, with the endings of the entry's language. An entry judges the texts of
/// its language, or of those that it names. A text whose language is not known, or too short to tell, must spell it letter for letter.
/// </summary>
public sealed partial class WordListMatcher
{
    /// <summary>10,000 entries: more than any newsroom keeps, and a few megabytes of automaton.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>100 places are enough to decide on a text, and bound the work on one that repeats a word ten thousand times.</summary>
    public const int MaxHits = 100;

    private readonly WordPattern[] _patterns;
    private readonly bool _findsFriends;
    private readonly PatternAutomaton _automaton;
    private readonly long[] _hits;

    [ThreadStatic]
    private static List<WordListHit>? t_counted;

    // Every post on a site with lists is read once more for them, into a buffer that is kept.
    [ThreadStatic]
    private static NormalisedText? t_text;

    /// <summary>Builds a matcher. Entries that cannot be read (see <see cref="WordListEntry.IsUsable"/>) are kept in their place and never found.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxEntries"/>.</exception>
    public WordListMatcher(IReadOnlyList<WordListEntry> entries)
        : this(entries, friends: false)
    {
    }

    /// <param name="friends">The entries are those of <see cref="FalseFriends"/>.</param>
    internal WordListMatcher(IReadOnlyList<WordListEntry> entries, bool friends)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count > MaxEntries)
        {
            throw new ArgumentException($"A site keeps at most {MaxEntries} entries in its word lists.", nameof(entries));
        }

        Entries = [.. entries];
        _findsFriends = friends;
        _patterns = [.. Entries.SelectMany((e, i) => e.IsUsable ? WordPattern.Of(i, e, seesFriends: friends || FalseFriends.Contains(e.Words)) : [])];
        _automaton = new PatternAutomaton(_patterns);
        _hits = new long[Entries.Count];
    }

    /// <summary>The entries in the order in which they were given.</summary>
    public IReadOnlyList<WordListEntry> Entries { get; }

    /// <summary>In how many texts an entry was found since the matcher was built.</summary>
    public long HitCount(int entry) => Interlocked.Read(ref _hits[entry]);

    /// <summary>Reads a text and finds what is in it, in the order of the text.</summary>
    public IReadOnlyList<WordListHit> Match(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        t_text ??= new();
        TextNormaliser.Normalise(text, t_text);
        return Match(t_text);
    }

    /// <summary>Finds what is in a text that has been read, in the order of the text. Each place is reported once for each entry.</summary>
    public IReadOnlyList<WordListHit> Match(NormalisedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        FalseFriends.Mark(text);
        var walk = new Walk(this, text);
        walk.Run();
        if (walk.Hits is not { } hits)
        {
            return [];
        }

        foreach (var entry in hits.Select(h => h.Entry).Distinct())
        {
            Interlocked.Increment(ref _hits[entry]);
        }

        hits.Sort((a, b) => (a.Start, a.Entry).CompareTo((b.Start, b.Entry)));
        return hits;
    }

    /// <summary>How many places of a text ask for each action. Counts no hits and allocates nothing for a text in which nothing is found.</summary>
    internal (int Reject, int Hold) Count(NormalisedText text)
    {
        FalseFriends.Mark(text);
        var reject = 0;
        var hold = 0;
        foreach (var hit in Find(text))
        {
            if (Entries[hit.Entry].Action == WordAction.Reject)
            {
                reject++;
            }
            else
            {
                hold++;
            }
        }

        return (reject, hold);
    }

    /// <summary>False when no entry begins as a word does, which spares reading it.</summary>
    internal bool MayBegin(ReadOnlySpan<char> word)
    {
        Span<char> beginning = stackalloc char[PatternAutomaton.BeginningLength];
        if (word.Length < beginning.Length)
        {
            return true;
        }

        for (var i = 0; i < beginning.Length; i++)
        {
            beginning[i] = LetterTable.Fold(word[i]);
        }

        return _automaton.MayBegin(beginning);
    }

    /// <summary>What is in a text, in a list that holds until the thread's next call.</summary>
    internal List<WordListHit> Find(NormalisedText text)
    {
        t_counted ??= [];
        t_counted.Clear();
        var walk = new Walk(this, text) { Hits = t_counted };
        walk.Run();
        return t_counted;
    }
}
