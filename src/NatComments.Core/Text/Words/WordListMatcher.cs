namespace NatComments.Core.Text.Words;

/// <summary>
/// Finds the entries of word lists in texts: thousands of them in one pass over the normalised text, however the words were disguised. Thread-safe;
/// built once per change of a site's lists. Words are found whole, Turkish and English endings allowed; diacritics may be missing in the text.
/// </summary>
public sealed class WordListMatcher
{
    /// <summary>10,000 entries: more than any newsroom keeps, and a few megabytes of automaton.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>100 places are enough to decide on a text, and bound the work on one that repeats a word ten thousand times.</summary>
    public const int MaxHits = 100;

    private readonly WordPattern[] _patterns;
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
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count > MaxEntries)
        {
            throw new ArgumentException($"A site keeps at most {MaxEntries} entries in its word lists.", nameof(entries));
        }

        Entries = [.. entries];
        _patterns = [.. Entries.SelectMany((e, i) => e.IsUsable ? WordPattern.Of(i, e) : [])];
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
        t_counted ??= [];
        t_counted.Clear();
        var walk = new Walk(this, text) { Hits = t_counted };
        walk.Run();
        var reject = 0;
        var hold = 0;
        foreach (var hit in t_counted)
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

    /// <summary>One pass over a text. The words are read as if one space stood between them; second readings are read each for itself.</summary>
    private ref struct Walk(WordListMatcher matcher, NormalisedText text) : IPatternVisitor
    {
        internal List<WordListHit>? Hits;
        private readonly ReadOnlySpan<Token> _tokens = text.Tokens;
        private int _token;
        private int _position;

        internal void Run()
        {
            var state = 0;
            for (_token = 0; _token < _tokens.Length; _token++)
            {
                if ((_tokens[_token].Marks & TokenMarks.Guessed) != 0)
                {
                    continue;
                }

                if (_tokens[_token].IsAlternate)
                {
                    Read(0);
                }
                else if (_tokens[_token].Length == 0)
                {
                    state = 0;
                }
                else
                {
                    state = Read(state) is var read and > 0 ? matcher._automaton.Next(read, ' ') : 0;
                }
            }
        }

        public void Found(int index)
        {
            if (Hits is { Count: MaxHits })
            {
                return;
            }

            var pattern = matcher._patterns[index];
            ref readonly var token = ref _tokens[_token];
            var first = FirstToken(pattern, out var start);
            if (first < 0 || !IsAllowed(pattern, token, start, first))
            {
                return;
            }

            var hit = new WordListHit(pattern.Entry, _tokens[first].OriginStart, token.OriginEnd);
            Hits ??= [];
            foreach (var known in Hits)
            {
                if (known.Entry == hit.Entry && known.Start < hit.End && hit.Start < known.End)
                {
                    return;
                }
            }

            Hits.Add(hit);
        }

        // A word is left as soon as whatever could still be found would begin within it: an entry begins where a word does, but for glued words.
        private int Read(int state)
        {
            var automaton = matcher._automaton;
            var token = _tokens[_token];
            var isGlued = (token.Marks & TokenMarks.Joined) != 0;
            var folded = text.Folded;
            if (state == 0 && !isGlued && token.Length >= PatternAutomaton.BeginningLength && !automaton.MayBegin(folded[token.Start..token.End]))
            {
                return 0;
            }

            for (_position = token.Start; _position < token.End; _position++)
            {
                state = automaton.Next(state, folded[_position], isGlued ? 0 : _position - token.Start + 1);
                if (state == 0 && !isGlued)
                {
                    return 0;
                }

                automaton.Visit(state, ref this);
            }

            return state;
        }

        /// <summary>The token in which the pattern begins, or -1 when it does not begin where a word does.</summary>
        private readonly int FirstToken(WordPattern pattern, out int start)
        {
            var left = pattern.Folded.Length - (_position - _tokens[_token].Start + 1);
            var at = _token;
            while (left > 0)
            {
                at--;
                while (at >= 0 && _tokens[at].IsAlternate)
                {
                    at--;
                }

                if (at < 0)
                {
                    start = 0;
                    return -1;
                }

                left -= _tokens[at].Length + 1;
            }

            // Glued words: an entry may begin anywhere if it is long enough not to be there by chance.
            const int minGluedLength = 5;
            start = _tokens[at].Start - left;
            var isGlued = (_tokens[at].Marks & TokenMarks.Joined) != 0 && pattern.Folded.Length >= minGluedLength;
            return left == 0 || isGlued ? at : -1;
        }

        private readonly bool IsAllowed(WordPattern pattern, in Token token, int start, int first)
        {
            if (pattern.NeedsMask && (token.Marks & TokenMarks.Masked) == 0)
            {
                return false;
            }

            var tail = text.Folded[(_position + 1)..token.End];
            var isGlued = (token.Marks & TokenMarks.Joined) != 0 && first == _token;
            return (isGlued || TailFits(pattern, tail)) && DiacriticsFit(pattern, start, first);
        }

        private static bool TailFits(WordPattern pattern, ReadOnlySpan<char> tail)
        {
            if (pattern.Kind == WordEntryKind.Prefix || (tail.IsEmpty && !pattern.Softened && !pattern.NeedsEnding))
            {
                return true;
            }

            return pattern.Kind == WordEntryKind.WithEndings
                && !tail.IsEmpty
                && (!pattern.Softened || TurkishSuffixes.IsVowel(tail[0]))
                && (TurkishSuffixes.IsChain(tail) || tail is "ing" or "ed" or "es" or "ers" or "ish" or "s" or "y");
        }

        /// <summary>
        /// A text may leave diacritics out (serefsiz), but where it has one, the entry must have it too: sık is not sik. Long entries may be
        /// typed without diacritics themselves, except that ı and i stay two letters.
        /// </summary>
        private readonly bool DiacriticsFit(WordPattern pattern, int start, int first)
        {
            const int strictLength = 4;
            const int dotlessLength = 7;
            if (first != _token)
            {
                return true;
            }

            for (var i = 0; i < pattern.Plain.Length; i++)
            {
                var written = text.Plain[start + i];
                var isLoose = pattern.Plain.Length > (written == 'ı' ? dotlessLength : strictLength);
                if (written != text.Folded[start + i] && written != pattern.Plain[i] && !isLoose)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
