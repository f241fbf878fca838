namespace NatComments.Core.Search;

/// <summary>
/// The words of a text as the search knows them: letters and digits, in lower case, without diacritics, and with one i for İ, I, ı and i, so that
/// it does not matter on which keyboard a text or a question was typed. Cheap on purpose: every comment goes through it.
/// </summary>
public static class SearchWords
{
    /// <summary>40 characters: what is longer is no word that anybody looks for; it is known by its beginning.</summary>
    public const int MaxLength = 40;

    /// <summary>500 different words of one comment: a text of the greatest length has hardly more.</summary>
    public const int MaxWords = 500;

    /// <summary>The different words of a text.</summary>
    public static IReadOnlyCollection<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[MaxLength];
        for (var at = 0; words.Count < MaxWords && Next(text, ref at, buffer) is { IsEmpty: false } word;)
        {
            lookup.Add(word);
        }

        return words;
    }

    /// <summary>Reads the next word of a text, be it new or not; an empty one at the end.</summary>
    /// <param name="at">Where to read on.</param>
    /// <param name="buffer"><see cref="MaxLength"/> characters in which the word stands until the next one is read.</param>
    public static ReadOnlySpan<char> Next(ReadOnlySpan<char> text, ref int at, Span<char> buffer)
    {
        var length = 0;
        while (at < text.Length)
        {
            var c = Fold(text[at++]);
            if (c > ' ')
            {
                if (length < MaxLength)
                {
                    buffer[length++] = c;
                }
            }
            else if (c == ' ' && length > 0)
            {
                break;
            }
        }

        return buffer[..length];
    }

    /// <summary>A letter as it is compared; a space between words, and nothing (U+0000) for marks that stand on letters.</summary>
    public static char Fold(char c)
    {
        if (c < 0x80)
        {
            return c is >= 'a' and <= 'z' or >= '0' and <= '9' ? c : c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : ' ';
        }

        return c switch
        {
            >= '\u0300' and <= '\u036f' or '\u200b' or '\u200c' or '\u200d' or '\u00ad' or '\ufeff' => '\0',
            'ı' or 'İ' => 'i',
            _ => FoldLetter(char.ToLowerInvariant(c)),
        };
    }

    private static char FoldLetter(char c) => c switch
    {
        'à' or 'á' or 'â' or 'ã' or 'ä' or 'å' or 'ā' => 'a',
        'ç' or 'ć' or 'č' => 'c',
        'è' or 'é' or 'ê' or 'ë' or 'ē' => 'e',
        'ğ' => 'g',
        'ì' or 'í' or 'î' or 'ï' or 'ī' => 'i',
        'ñ' => 'n',
        'ò' or 'ó' or 'ô' or 'õ' or 'ö' or 'ō' => 'o',
        'ş' or 'š' or 'ș' => 's',
        'ù' or 'ú' or 'û' or 'ü' or 'ū' => 'u',
        'ý' or 'ÿ' => 'y',
        'ž' => 'z',
        _ => char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? c : ' ',
    };
}
