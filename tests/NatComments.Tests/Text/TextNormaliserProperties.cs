using FsCheck;
using FsCheck.Fluent;
using NatComments.Core.Text;

namespace NatComments.Tests.Text;

public class TextNormaliserProperties
{
    /// <summary>Pieces that make trouble: surrogates, marks, other scripts, disguises.</summary>
    private static readonly string[] Pieces =
    [
        "a", "S", "i", "I", "İ", "ı", " ", "  ", ".", "*", "4", "1", "0", "$", "@", "!", "'", "/", ":", "http://", "bit.ly/x", "\ud83d", "\ude00", "😀", "\u0336", "\u0301", "\u200b",
        "\u202e", "а", "я", "א", "م", "漢", "𝐚", "🅰", "aptal", "\n", "\0", "ß", "ﬃ", "\ufeff", "-", "_", "e\u0308\u0308\u0308", "@mk", "x.com",
    ];

    private static readonly Arbitrary<string> Texts =
        Gen.ArrayOf(Gen.Elements(Pieces)).Select(string.Concat).ToArbitrary();

    private static void Hold(Func<string, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Texts, property));

    [Fact]
    public void Any_text_has_a_reading_whose_spans_lie_inside_it() => Hold(text =>
    {
        var read = TextNormaliser.Normalise(text);
        var inside = true;
        foreach (var token in read.Tokens)
        {
            inside &= token.OriginStart >= 0 && token.OriginStart < token.OriginEnd && token.OriginEnd <= text.Length && token.End <= read.Plain.Length;
        }

        return inside && read.Plain.Length == read.Folded.Length;
    });

    [Fact]
    public void Reading_twice_gives_the_same() => Hold(text =>
    {
        var reused = new NormalisedText();
        TextNormaliser.Normalise("something else entirely, with https://links.com", reused);
        TextNormaliser.Normalise(text, reused);
        var fresh = TextNormaliser.Normalise(text);
        return reused.Plain.SequenceEqual(fresh.Plain) && reused.Tokens.SequenceEqual(fresh.Tokens) && reused.Language == fresh.Language;
    });

    [Fact]
    public void The_folded_form_has_no_capitals_and_no_Turkish_diacritics() => Hold(text =>
        TextNormaliser.Normalise(text).Folded.IndexOfAny("ABCDEFGHIJKLMNOPQRSTUVWXYZışğüöçâîûê") < 0);

    [Fact]
    public void The_reading_is_bounded_by_the_length_of_the_text() => Hold(text =>
        TextNormaliser.Normalise(text).Plain.Length <= (text.Length * 12) + 16);
}
