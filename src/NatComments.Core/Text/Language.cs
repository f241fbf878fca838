namespace NatComments.Core.Text;

/// <summary>A language that the text engine knows by sight.</summary>
public enum Language : byte
{
    /// <summary>Too short to tell, mixed, or another language.</summary>
    Undetermined,
    Turkish,
    English,

    /// <summary>Kurmanji, in Latin letters.</summary>
    Kurdish,
}

/// <summary>The codes of languages as they stand in verdicts and settings.</summary>
public static class Languages
{
    /// <summary>"tr", "en", "ku" or "und".</summary>
    public static string Code(this Language language) => language switch
    {
        Language.Turkish => "tr",
        Language.English => "en",
        Language.Kurdish => "ku",
        _ => "und",
    };

    /// <summary>The language of a code such as "tr", "TR-tr" or "kmr"; undetermined for every other text and for null.</summary>
    public static Language Parse(string? code)
    {
        if (code is null || code.Length < 2 || (code.Length > 2 && char.IsAsciiLetter(code[2]) && !code.Equals("kmr", StringComparison.OrdinalIgnoreCase)))
        {
            return Language.Undetermined;
        }

        return (code[0] | 0x20, code[1] | 0x20) switch
        {
            ('t', 'r') => Language.Turkish,
            ('e', 'n') => Language.English,
            ('k', 'u' or 'm') => Language.Kurdish,
            _ => Language.Undetermined,
        };
    }
}
