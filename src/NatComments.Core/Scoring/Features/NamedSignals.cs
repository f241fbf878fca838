using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Core.Scoring.Features;

/// <summary>What is counted about a text besides its words. The order is part of the model file: add at the end, never reorder.</summary>
internal enum NamedSignal
{
    Bias,
    Links,
    HasLink,
    SeveralDomains,
    Shortener,
    Emails,
    Mentions,
    LongNumber,
    NumberShare,
    Exclamations,
    CapitalShare,
    ShoutedShare,
    Disguised,
    Invisible,
    Length,
    VeryShort,
    Symbols,
    ForeignShare,
    LinkShare,
    TurkishReject,
    TurkishHold,
    EnglishReject,
    EnglishHold,
}

/// <summary>Counts the named signals of a text; each is scaled to about 0 to 1, so that one regularisation fits all.</summary>
internal static class NamedSignals
{
    /// <summary>How many there are.</summary>
    internal const int Count = (int)NamedSignal.EnglishHold + 1;

    private const int LongNumberLength = 7;
    private const int VeryShortWords = 3;
    private const int MinLettersForShare = 8;

    private static readonly WordListMatcher Turkish = new(ReadList("tr"));
    private static readonly WordListMatcher English = new(ReadList("en"));

    /// <summary>
    /// The words that are counted, tr or en. They are a part of the model and stay as they were when it was trained: with the starter
    /// lists of sites in their place, which hold only what is abuse by itself, 15 of 25 sets lost .001 to .013 AUC.
    /// </summary>
    internal static IReadOnlyList<WordListEntry> ReadList(string language)
    {
        using var stream = typeof(NamedSignals).Assembly.GetManifestResourceStream($"NatComments.Core.Scoring.Features.signals-{language}.txt")!;
        using var reader = new StreamReader(stream);
        return WordListText.Parse(reader.ReadToEnd());
    }

    /// <summary>Fills in the signals of a text that has been read.</summary>
    internal static void Fill(NormalisedText text, float[] signals)
    {
        CountTokens(text, signals);
        CountLinks(text, signals);
        signals[(int)NamedSignal.Bias] = 1;
        signals[(int)NamedSignal.Exclamations] = Log(text.ExclamationCount);
        signals[(int)NamedSignal.CapitalShare] = text.LetterCount >= MinLettersForShare ? (float)text.CapitalCount / text.LetterCount : 0;
        signals[(int)NamedSignal.Invisible] = Log(text.InvisibleCount);
        signals[(int)NamedSignal.Length] = MathF.Log(1 + text.Plain.Length) / 8;
        signals[(int)NamedSignal.ForeignShare] = (float)text.ForeignCount / (1 + text.LetterCount + text.ForeignCount);
        var (reject, hold) = Turkish.Count(text);
        signals[(int)NamedSignal.TurkishReject] = Log(reject);
        signals[(int)NamedSignal.TurkishHold] = Log(hold);
        (reject, hold) = English.Count(text);
        signals[(int)NamedSignal.EnglishReject] = Log(reject);
        signals[(int)NamedSignal.EnglishHold] = Log(hold);
    }

    private static void CountTokens(NormalisedText text, float[] signals)
    {
        int words = 0, numbers = 0, mentions = 0, emails = 0, symbols = 0, shouted = 0, disguised = 0, longNumbers = 0;
        foreach (ref readonly var token in text.Tokens)
        {
            if (token.IsAlternate)
            {
                continue;
            }

            words += token.Kind == TokenKind.Word ? 1 : 0;
            numbers += token.Kind == TokenKind.Number ? 1 : 0;
            mentions += token.Kind == TokenKind.Mention ? 1 : 0;
            emails += token.Kind == TokenKind.Email ? 1 : 0;
            symbols += token.Kind == TokenKind.Symbol ? 1 : 0;
            shouted += (token.Marks & TokenMarks.Shouted) != 0 ? 1 : 0;
            disguised += (token.Marks & TokenMarks.Disguised) != 0 ? 1 : 0;
            longNumbers += token.Kind == TokenKind.Number && token.Length >= LongNumberLength ? 1 : 0;
        }

        signals[(int)NamedSignal.Emails] = Log(emails);
        signals[(int)NamedSignal.Mentions] = Log(mentions);
        signals[(int)NamedSignal.LongNumber] = Log(longNumbers);
        signals[(int)NamedSignal.NumberShare] = (float)numbers / (1 + words + numbers);
        signals[(int)NamedSignal.ShoutedShare] = (float)shouted / (1 + words);
        signals[(int)NamedSignal.Disguised] = Log(disguised);
        signals[(int)NamedSignal.VeryShort] = words <= VeryShortWords ? 1 : 0;
        signals[(int)NamedSignal.Symbols] = Log(symbols);
    }

    private static void CountLinks(NormalisedText text, float[] signals)
    {
        var domains = 0;
        var shorteners = 0;
        var length = 0;
        for (var i = 0; i < text.Links.Length; i++)
        {
            var link = text.Links[i];
            shorteners += link.IsShortener ? 1 : 0;
            length += link.End - link.Start;
            domains += i == 0 || link.Domain != text.Links[i - 1].Domain ? 1 : 0;
        }

        signals[(int)NamedSignal.Links] = Log(text.Links.Length);
        signals[(int)NamedSignal.HasLink] = text.Links.Length > 0 ? 1 : 0;
        signals[(int)NamedSignal.SeveralDomains] = domains > 1 ? 1 : 0;
        signals[(int)NamedSignal.Shortener] = shorteners > 0 ? 1 : 0;
        signals[(int)NamedSignal.LinkShare] = text.OriginalLength == 0 ? 0 : (float)length / text.OriginalLength;
    }

    private static float Log(int count) => count == 0 ? 0 : MathF.Log(1 + count) / 2;
}
