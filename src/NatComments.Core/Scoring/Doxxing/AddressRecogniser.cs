using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Doxxing;

/// <summary>
/// Postal addresses in Turkish and English forms. A street or a quarter alone is news; with the number of a house it is where somebody lives.
/// </summary>
internal static class AddressRecogniser
{
    [Flags]
    private enum Part
    {
        None = 0,
        Quarter = 1,
        Street = 2,
        Building = 4,
        Number = 8,
    }

    /// <summary>14 words hold a whole address.</summary>
    private const int Window = 14;

    private static readonly Dictionary<string, Part> TurkishParts = new(StringComparer.Ordinal)
    {
        ["mahallesi"] = Part.Quarter, ["mahalle"] = Part.Quarter, ["mah"] = Part.Quarter, ["mh"] = Part.Quarter, ["mahallesinde"] = Part.Quarter, ["koyu"] = Part.Quarter,
        ["sokak"] = Part.Street, ["sokagi"] = Part.Street, ["sokaginda"] = Part.Street, ["sok"] = Part.Street, ["sk"] = Part.Street, ["sokakta"] = Part.Street,
        ["caddesi"] = Part.Street, ["caddesinde"] = Part.Street, ["cadde"] = Part.Street, ["cad"] = Part.Street, ["cd"] = Part.Street, ["bulvari"] = Part.Street, ["blv"] = Part.Street, ["bulv"] = Part.Street,
        ["apartmani"] = Part.Building, ["apt"] = Part.Building, ["ap"] = Part.Building, ["sitesi"] = Part.Building, ["blok"] = Part.Building, ["kat"] = Part.Building, ["daire"] = Part.Building, ["dairesi"] = Part.Building,
        ["no"] = Part.Number, ["numara"] = Part.Number, ["nolu"] = Part.Number, ["num"] = Part.Number,
    };

    private static readonly HashSet<string> EnglishStreets = new(StringComparer.Ordinal)
        { "street", "avenue", "road", "lane", "boulevard", "crescent", "terrace", "ave", "blvd", "st", "rd", "ln" };

    /// <summary>Adds the addresses of a text.</summary>
    internal static void Find(NormalisedText text, string original, List<PersonalDetail> into)
    {
        // Every form has the number of a house.
        if (text.Folded.ContainsAnyInRange('0', '9') || original.AsSpan().ContainsAnyInRange('0', '9'))
        {
            FindTurkish(text, into);
            FindEnglish(text, original, into);
        }
    }

    private static void FindTurkish(NormalisedText text, List<PersonalDetail> into)
    {
        var parts = TurkishParts.GetAlternateLookup<ReadOnlySpan<char>>();
        var tokens = text.Tokens;
        var start = -1;
        var end = 0;
        var seen = Part.None;
        for (var i = 0; i < tokens.Length; i++)
        {
            var known = tokens[i].Kind == TokenKind.Word && parts.TryGetValue(text.Folded.Slice(tokens[i].Start, tokens[i].Length), out var part) ? part : Part.None;
            known = NeedsNumber(known) && !HasNumberBeside(tokens, i) ? Part.None : known;
            if (known == Part.None)
            {
                continue;
            }

            if (start < 0 || i - start > Window)
            {
                start = Math.Max(0, i - 1);
                seen = Part.None;
            }

            seen |= known;
            end = known is Part.Number or Part.Building && i + 1 < tokens.Length ? i + 1 : i;
            var isWhole = (seen & (Part.Number | Part.Building)) != 0 && (seen & (Part.Street | Part.Quarter)) != 0;
            var hasHouse = (seen & Part.Number) != 0 || (seen & (Part.Building | Part.Street | Part.Quarter)) == (Part.Building | Part.Street | Part.Quarter);
            if (isWhole && hasHouse)
            {
                Add(into, new PersonalDetail(PersonalDetailKind.StreetAddress, tokens[start].OriginStart, tokens[end].OriginEnd, 0.85f));
            }
        }
    }

    private static bool NeedsNumber(Part part) => part is Part.Number or Part.Building;

    private static bool HasNumberBeside(ReadOnlySpan<Token> tokens, int at) =>
        (at + 1 < tokens.Length && tokens[at + 1].Kind == TokenKind.Number && tokens[at + 1].Length <= 4)
        || (at + 2 < tokens.Length && tokens[at + 1].IsAlternate && tokens[at + 2].Kind == TokenKind.Number)
        || (at > 0 && tokens[at - 1].Kind == TokenKind.Number && tokens[at - 1].Length <= 3);

    /// <summary>A number, one to three capitalised words and a kind of street: 12 Elm Street, 221B Baker St.</summary>
    private static void FindEnglish(NormalisedText text, string original, List<PersonalDetail> into)
    {
        const int maxWords = 3;
        var streets = EnglishStreets.GetAlternateLookup<ReadOnlySpan<char>>();
        var tokens = text.Tokens;
        for (var i = 2; i < tokens.Length; i++)
        {
            if (tokens[i].Kind != TokenKind.Word || !streets.Contains(text.Folded.Slice(tokens[i].Start, tokens[i].Length)) || !IsCapital(original, tokens[i]))
            {
                continue;
            }

            var first = i - 1;
            while (first > 0 && i - first <= maxWords && tokens[first].Kind == TokenKind.Word && !StartsWithDigit(original, tokens[first]) && IsCapital(original, tokens[first]))
            {
                first--;
            }

            if (first < i - 1 && StartsWithDigit(original, tokens[first]) && tokens[first].OriginEnd - tokens[first].OriginStart <= 5 && !IsYear(text, tokens[first])
                && IsOnePhrase(original.AsSpan(tokens[first].OriginEnd, tokens[i].OriginStart - tokens[first].OriginEnd)))
            {
                Add(into, new PersonalDetail(PersonalDetailKind.StreetAddress, tokens[first].OriginStart, tokens[i].OriginEnd, 0.8f));
            }
        }
    }

    /// <summary>Nothing but words and single points stands in an address: "Rock Band 2, Fighter: Confrontation Street" is a list of names.</summary>
    private static bool IsOnePhrase(ReadOnlySpan<char> between) => between.IndexOfAny(":;,()!?\"“”|\n") < 0;

    private static bool IsYear(NormalisedText text, Token token) =>
        token.Length == 4 && text.Folded.Slice(token.Start, 2) is "19" or "20";

    private static bool IsCapital(string original, Token token) => char.IsUpper(original[token.OriginStart]);

    private static bool StartsWithDigit(string original, Token token) => char.IsAsciiDigit(original[token.OriginStart]);

    private static void Add(List<PersonalDetail> into, PersonalDetail detail)
    {
        if (into.Count > 0 && into[^1] is { Kind: PersonalDetailKind.StreetAddress } last && last.End >= detail.Start)
        {
            into[^1] = last with { End = Math.Max(last.End, detail.End) };
            return;
        }

        into.Add(detail);
    }
}
