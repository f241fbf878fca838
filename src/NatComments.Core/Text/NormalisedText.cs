namespace NatComments.Core.Text;

/// <summary>What a token of a normalised text is.</summary>
public enum TokenKind : byte
{
    /// <summary>Letters, perhaps with digits, as a reader reads them.</summary>
    Word,

    /// <summary>Digits only.</summary>
    Number,

    /// <summary>One emoji or other sign.</summary>
    Symbol,

    /// <summary>A web address; its letters are not in the text, see <see cref="NormalisedText.Links"/>.</summary>
    Link,

    /// <summary>An e-mail address; its letters are not in the text.</summary>
    Email,

    /// <summary>A mention of another person (@name); its letters are not in the text.</summary>
    Mention,
}

/// <summary>What was done to a word before it could be read.</summary>
[Flags]
public enum TokenMarks : byte
{
    None = 0,

    /// <summary>A second reading of the same letters beside another token: no part of the sequence of words.</summary>
    Alternate = 1,

    /// <summary>Written to be misread: look-alikes, digits for letters, spaced letters, marks inside the word.</summary>
    Disguised = 2,

    /// <summary>Letters were hidden behind a mask such as an asterisk.</summary>
    Masked = 4,

    /// <summary>All capitals, three letters at least.</summary>
    Shouted = 8,

    /// <summary>Put together from letters that stood apart, so that other words may be glued to it.</summary>
    Joined = 16,

    /// <summary>Only a guess at what was meant: the models weigh it, word lists do not look at it, so that therapist holds no rapist.</summary>
    Guessed = 32,

    /// <summary>One of <see cref="Words.FalseFriends"/>: the models and word lists do not look at it.</summary>
    Innocent = 64,
}

/// <summary>A word or what stands for one: a stretch of the normalised text.</summary>
/// <param name="Start">First character in <see cref="NormalisedText.Plain"/>.</param>
/// <param name="Length">Characters; 0 for links, addresses and mentions.</param>
/// <param name="OriginStart">First UTF-16 unit of the original text.</param>
/// <param name="OriginEnd">One past the last UTF-16 unit of the original text.</param>
public readonly record struct Token(int Start, int Length, int OriginStart, int OriginEnd, TokenKind Kind, TokenMarks Marks)
{
    /// <summary>One past the last character in <see cref="NormalisedText.Plain"/>.</summary>
    public int End => Start + Length;

    /// <summary>Whether the token is a second reading of another one's letters.</summary>
    public bool IsAlternate => (Marks & TokenMarks.Alternate) != 0;
}

/// <summary>A web address in the text.</summary>
/// <param name="Start">First UTF-16 unit of the original text.</param>
/// <param name="End">One past the last UTF-16 unit.</param>
/// <param name="Domain">A hash of the last two labels of the host, lower-case, to tell domains apart.</param>
/// <param name="IsShortener">The host is a known link shortener.</param>
/// <param name="IsMap">The host is a map service, or a path of one.</param>
public readonly record struct Link(int Start, int End, int Domain, bool IsShortener, bool IsMap);

/// <summary>
/// A text as a reader reads it: lower-case words with one space between them, disguises undone, each character with the stretch
/// of the original text that it came from. The buffers are reused: what an instance says holds until it is filled again.
/// Not thread-safe; one instance per thread.
/// </summary>
public sealed class NormalisedText
{
    /// <summary>5 words: of "10 am" nobody can tell the language, and "pis çingene defol" is taken for English.</summary>
    private const int MinTelling = 5;

    private char[] _plain = new char[512];
    private char[] _folded = new char[512];
    private int[] _start = new int[512];
    private int[] _end = new int[512];
    private Token[] _tokens = new Token[128];
    private Link[] _links = new Link[8];
    private int _length;
    private int _tokenCount;
    private int _linkCount;

    /// <summary>Lower-case text in which the Turkish and Kurmanji letters keep their diacritics.</summary>
    public ReadOnlySpan<char> Plain => _plain.AsSpan(0, _length);

    /// <summary>The same characters without diacritics (ş → s, ı → i), position for position.</summary>
    public ReadOnlySpan<char> Folded => _folded.AsSpan(0, _length);

    /// <summary>The words in the order of the text; second readings stand right behind what they are readings of.</summary>
    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _tokenCount);

    /// <summary>The web addresses of the text.</summary>
    public ReadOnlySpan<Link> Links => _links.AsSpan(0, _linkCount);

    /// <summary>The language that the words speak for.</summary>
    public Language Language { get; internal set; }

    /// <summary>The length of the original text that was looked at, in UTF-16 units.</summary>
    public int OriginalLength { get; internal set; }

    /// <summary>Marks that a reader does not see, found between visible characters.</summary>
    public int InvisibleCount { get; internal set; }

    /// <summary>Exclamation marks.</summary>
    public int ExclamationCount { get; internal set; }

    /// <summary>Letters, and how many of them are capitals.</summary>
    public int LetterCount { get; internal set; }

    /// <summary>Capital letters.</summary>
    public int CapitalCount { get; internal set; }

    /// <summary>Letters of scripts other than Latin that were not read as Latin ones.</summary>
    public int ForeignCount { get; internal set; }

    /// <summary>Where the character at a position of <see cref="Plain"/> begins in the original text.</summary>
    public int OriginStart(int position) => _start[position];

    /// <summary>One past where the character at a position of <see cref="Plain"/> ends in the original text.</summary>
    public int OriginEnd(int position) => _end[position];

    internal Glyph[] Glyphs = new Glyph[512];
    internal int GlyphCount;

    /// <summary>The letters of the word that is being read; see <see cref="WordReader"/>.</summary>
    internal Glyph[] Scratch = new Glyph[128];
    internal int ScratchCount;

    /// <summary>Before which letter of the word that is being read a letter was masked, or -1.</summary>
    internal int MaskAt = -1;

    internal int Length => _length;

    internal Span<char> MutablePlain => _plain.AsSpan(0, _length);

    /// <summary><see cref="Words.FalseFriends"/> has looked at it.</summary>
    internal bool AreFriendsMarked { get; set; }

    /// <summary>Its language is known from elsewhere, so that it is never too short to tell.</summary>
    internal bool IsLanguageGiven { get; private set; }

    /// <summary>Says which language it is in, whatever its words speak for.</summary>
    internal void GiveLanguage(Language language) => (Language, IsLanguageGiven) = (language, true);

    /// <summary>Whether it has fewer than <see cref="MinTelling"/> words, so that its language is a guess.</summary>
    internal bool IsShort
    {
        get
        {
            if (IsLanguageGiven)
            {
                return false;
            }

            var words = 0;
            foreach (ref readonly var token in Tokens)
            {
                words += token is { Kind: TokenKind.Word, IsAlternate: false } ? 1 : 0;
                if (words == MinTelling)
                {
                    return false;
                }
            }

            return true;
        }
    }

    internal void Clear()
    {
        AreFriendsMarked = IsLanguageGiven = false;
        _length = _tokenCount = _linkCount = GlyphCount = 0;
        InvisibleCount = ExclamationCount = LetterCount = CapitalCount = ForeignCount = OriginalLength = 0;
        Language = Language.Undetermined;
    }

    internal ref Glyph AddGlyph()
    {
        if (GlyphCount == Glyphs.Length)
        {
            Array.Resize(ref Glyphs, GlyphCount * 2);
        }

        return ref Glyphs[GlyphCount++];
    }

    internal void AddScratch(in Glyph glyph)
    {
        if (ScratchCount == Scratch.Length)
        {
            Array.Resize(ref Scratch, ScratchCount * 2);
        }

        Scratch[ScratchCount++] = glyph;
    }

    internal void AddChar(char plain, int start, int end)
    {
        if (_length == _plain.Length)
        {
            Array.Resize(ref _plain, _length * 2);
            Array.Resize(ref _folded, _length * 2);
            Array.Resize(ref _start, _length * 2);
            Array.Resize(ref _end, _length * 2);
        }

        _plain[_length] = plain;
        _folded[_length] = plain == 'I' ? 'i' : LetterTable.Fold(plain);
        _start[_length] = start;
        _end[_length++] = end;
    }

    internal void AddSeparator(int origin)
    {
        if (_length > 0)
        {
            AddChar(' ', origin, origin);
        }
    }

    internal void AddToken(Token token)
    {
        if (_tokenCount == _tokens.Length)
        {
            Array.Resize(ref _tokens, _tokenCount * 2);
        }

        _tokens[_tokenCount++] = token;
    }

    /// <summary>Takes back what was added behind a place that the text had reached.</summary>
    internal void Undo(int length, int tokens) => (_length, _tokenCount) = (length, tokens);

    /// <summary>Turns a token into a second reading of those that follow it.</summary>
    internal void MakeAlternate(int token) => _tokens[token] = _tokens[token] with { Marks = _tokens[token].Marks | TokenMarks.Alternate };

    /// <summary>Marks every word within a stretch of the original text, second readings too.</summary>
    internal void MarkInnocent(int start, int end)
    {
        foreach (ref var token in _tokens.AsSpan(0, _tokenCount))
        {
            if (token.OriginStart >= start && token.OriginEnd <= end)
            {
                token = token with { Marks = token.Marks | TokenMarks.Innocent };
            }
        }
    }

    /// <summary>Whether a token is a common word.</summary>
    internal bool IsCommon(in Token token) => CommonWords.Cost(Folded.Slice(token.Start, token.Length)) != CommonWords.Unknown;

    internal void AddLink(Link link)
    {
        if (_linkCount == _links.Length)
        {
            Array.Resize(ref _links, _linkCount * 2);
        }

        _links[_linkCount++] = link;
    }
}

/// <summary>One visible character of the original text, before words are read.</summary>
internal struct Glyph
{
    /// <summary>Lower-case Latin for <see cref="GlyphKind.Letter"/> ('I' stands for the capital whose lower case depends on the language); the character itself otherwise.</summary>
    internal char Value;

    /// <summary>The second unit of a sign beyond the first plane, or 0.</summary>
    internal char Low;
    internal GlyphKind Kind;
    internal bool Capital;

    /// <summary>A Latin letter in an unusual dress: full width, mathematical, circled.</summary>
    internal bool Dressed;
    internal int Start;
    internal int End;
}
