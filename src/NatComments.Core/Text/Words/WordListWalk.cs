namespace NatComments.Core.Text.Words;

public sealed partial class WordListMatcher
{
    /// <summary>One pass over a text. The words are read as if one space stood between them; second readings are read each for itself.</summary>
    private ref struct Walk(WordListMatcher matcher, NormalisedText text) : IPatternVisitor
    {
        // Nobody disguises a dung beetle.
        private const TokenMarks Disguises = TokenMarks.Guessed | TokenMarks.Alternate | TokenMarks.Disguised | TokenMarks.Masked | TokenMarks.Joined;

        internal List<WordListHit>? Hits;
        private readonly ReadOnlySpan<Token> _tokens = text.Tokens;
        private int _token;
        private int _position;

        internal void Run()
        {
            var state = 0;
            for (_token = 0; _token < _tokens.Length; _token++)
            {
                if ((_tokens[_token].Marks & (matcher._findsFriends ? Disguises : TokenMarks.Guessed)) != 0)
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
            if (first < 0 || !IsAllowed(pattern, token, start, first) || (!pattern.SeesFriends && AreFriends(first)))
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
                at = Before(at);
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

        private readonly int Before(int token)
        {
            do
            {
                token--;
            }
            while (token >= 0 && _tokens[token].IsAlternate);
            return token;
        }

        // What stands wholly among words that only look like insults is none itself.
        private readonly bool AreFriends(int first)
        {
            for (var at = _token; at >= first; at = Before(at))
            {
                if ((_tokens[at].Marks & TokenMarks.Innocent) == 0)
                {
                    return false;
                }
            }

            return true;
        }

        private readonly bool IsAllowed(WordPattern pattern, in Token token, int start, int first)
        {
            if ((pattern.NeedsMask && (token.Marks & TokenMarks.Masked) == 0) || IsContraction(token))
            {
                return false;
            }

            var judging = pattern.Scope.In(text.Language, text.IsShort);
            var isGlued = (token.Marks & TokenMarks.Joined) != 0 && first == _token;
            return judging != Judging.No && (isGlued || TailFits(pattern, token)) && Spelling.Fits(pattern, judging, text, (_position, start, first, _token));
        }

        // "who're" is two words, which the reader of words glues. The letter before an apostrophe stands for it, too.
        private readonly bool IsContraction(in Token token)
        {
            const string ending = "re";
            var before = token.End - ending.Length - 1;
            return before >= token.Start
                && (token.Marks & (TokenMarks.Disguised | TokenMarks.Alternate)) == 0
                && text.OriginEnd(before) - text.OriginStart(before) > 1
                && text.Folded[(before + 1)..token.End].SequenceEqual(ending);
        }

        private readonly bool TailFits(WordPattern pattern, in Token token)
        {
            var tail = text.Folded[(_position + 1)..token.End];
            if (pattern.Kind == WordEntryKind.Prefix || (tail.IsEmpty && !pattern.Softened && !pattern.NeedsEnding))
            {
                return true;
            }

            var own = pattern.Own == Language.Undetermined ? text.Language : pattern.Own;
            return pattern.Kind == WordEntryKind.WithEndings
                && !tail.IsEmpty
                && (!pattern.Softened || (own != Language.English && TurkishSuffixes.IsVowel(tail[0])))
                && Endings.Fit(own, pattern.Plain, tail, addresses: !matcher._findsFriends);
        }
    }
}
