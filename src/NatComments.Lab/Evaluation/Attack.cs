using System.Text;

namespace NatComments.Lab.Evaluation;

/// <summary>
/// Disguises texts as people do who want to slip past a filter. <see cref="Kinds"/> may be used in training; <see cref="Unseen"/> are kept for judging only.
/// </summary>
public static class Attack
{
    /// <summary>7 in 10 words of three letters or more are attacked, as the study did.</summary>
    private const double WordShare = 0.7;

    private const double LetterShare = 0.7;
    private const int MinWord = 3;

    private static readonly Dictionary<char, char> Leet = Pairs("a4e3i1o0s5t7A4E3I1O0S5T7ı1ö0ş5");
    private static readonly Dictionary<char, char> Alike = Pairs("aаeеoоpрcсxхyуiіkκvνsѕhһmмtтnոuυ");
    private static readonly Dictionary<char, char> Signs = Pairs("a@i!s$o0e€b8g9t+c¢l1");
    private static readonly Dictionary<char, char> Accents = Pairs("aáeéiíoóuúnñcćsśzžrřyýlł");

    /// <summary>Disguises that training may use.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["leet", "zw", "homoglyph", "spaced", "repeat", "punct", "ascii", "mask", "swap", "double", "signs", "vowelless", "split"];

    /// <summary>Disguises that training never sees.</summary>
    public static IReadOnlyList<string> Unseen { get; } = ["emoji", "fullwidth", "bold", "accent", "strike", "dotspace", "glue"];

    /// <summary>The study's mixture: each word by one of its seven disguises.</summary>
    private static readonly string[] Study = ["leet", "zw", "homoglyph", "spaced", "repeat", "punct", "ascii"];

    /// <summary>Disguises a text: a kind of <see cref="Kinds"/> or <see cref="Unseen"/>, <c>mixed</c> or <c>mixed-unseen</c>.</summary>
    public static string Apply(string text, string kind, Random random)
    {
        var result = new StringBuilder(text.Length * 2);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            if (end == i)
            {
                var isGlued = kind == "glue" && text[i] == ' ' && random.NextDouble() < 0.5;
                result.Append(isGlued ? "" : text[i].ToString());
                i++;
                continue;
            }

            var word = text[i..end];
            var own = kind switch { "mixed" => Study[random.Next(Study.Length)], "mixed-unseen" => Unseen[random.Next(Unseen.Count)], _ => kind };
            result.Append(word.Length >= MinWord && random.NextDouble() < WordShare ? Word(word, own, random) : word);
            i = end;
        }

        return result.ToString();
    }

    private static string Word(string word, string kind, Random random) => kind switch
    {
        "leet" => Map(word, Leet, random),
        "homoglyph" => Map(word, Alike, random),
        "signs" => Map(word, Signs, random),
        "accent" => Map(word, Accents, random),
        "ascii" => string.Concat(word.Select(c => "ışğüöçİŞĞÜÖÇâîû".IndexOf(c) is >= 0 and var at ? "isguocISGUOCaiu"[at] : c)),
        "zw" => Between(word, () => "\u200b\u200c\u200d\u2060\ufeff"[random.Next(5)].ToString(), 0.6, random),
        "emoji" => Between(word, () => "🔥💩😂🤡"[(random.Next(4) * 2)..][..2], 0.4, random),
        "strike" => string.Concat(word.Select(c => c + "\u0336")),
        "spaced" => string.Join(' ', word.ToCharArray()),
        "dotspace" => string.Join(". ", word.ToCharArray()),
        "repeat" => At(word, random.Next(word.Length), c => new string(c, random.Next(3, 7))),
        "double" => At(word, random.Next(word.Length), c => new string(c, 2)),
        "punct" => word.Insert(random.Next(1, word.Length), ".-_*~"[random.Next(5)].ToString()),
        "mask" => At(word, random.Next(1, word.Length - 1), _ => "*#%"[random.Next(3)].ToString()),
        "vowelless" => string.Concat(word.Where((c, i) => i == 0 || i == word.Length - 1 || !"aeıioöuüAEIİOÖUÜ".Contains(c))),
        "swap" => Swap(word, random.Next(1, word.Length - 1)),
        "fullwidth" => string.Concat(word.Select(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' ? (char)(c + 0xFEE0) : c)),
        "bold" => string.Concat(word.Select(c => c is >= 'a' and <= 'z' ? char.ConvertFromUtf32(0x1D41A + c - 'a') : c.ToString())),
        "split" => word.Length < 5 ? word : word.Insert(word.Length / 2, " "),
        _ => word,
    };

    private static string Map(string word, Dictionary<char, char> map, Random random) =>
        string.Concat(word.Select(c => map.TryGetValue(c, out var to) && random.NextDouble() < LetterShare ? to : c));

    private static string Between(string word, Func<string> piece, double share, Random random)
    {
        var result = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            result.Append(word[i]).Append(i < word.Length - 1 && random.NextDouble() < share ? piece() : "");
        }

        return result.ToString();
    }

    private static string At(string word, int at, Func<char, string> replace) => word[..at] + replace(word[at]) + word[(at + 1)..];

    private static string Swap(string word, int at) => word[..(at - 1)] + word[at] + word[at - 1] + word[(at + 1)..];

    private static Dictionary<char, char> Pairs(string pairs) => pairs.Chunk(2).ToDictionary(p => p[0], p => p[1]);
}
