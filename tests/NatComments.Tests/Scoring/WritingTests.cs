using NatComments.Core.Scoring.Features;
using NatComments.Core.Text;

namespace NatComments.Tests.Scoring;

public class WritingTests
{
    [Theory]
    [InlineData("no marks at all", 0)]
    [InlineData("well done!!! :)", 2)]
    [InlineData("the same, twice, each once", 1)]
    [InlineData("a.p.t.a.l ve s*lak", 0)]
    [InlineData("Ali'nin evi", 0)]
    [InlineData("https://example.org/a?b=1&c=2 www.example.com", 0)]
    [InlineData("see https://example.org/a?b=1 !!", 1)]
    public void Marks_between_words_are_features_and_those_inside_words_and_addresses_are_not(string text, int count)
    {
        var features = new FeatureSet();
        Writing.AddMarks(TextNormaliser.Normalise(text), features);
        Assert.Equal(count, features.Count);
    }

    [Fact]
    public void A_capital_and_all_capitals_are_features_of_their_own()
    {
        Assert.Equal(Count("haber güzel olmuş") + 1, Count("Haber güzel olmuş"));
        Assert.Equal(Count("haber güzel olmuş") + 1, Count("HABER güzel olmuş"));
        Assert.Equal(Count("haber güzel olmuş") + 3, Count("Haber Güzel Olmuş"));
    }

    private static int Count(string text)
    {
        var features = new FeatureSet();
        FeatureExtractor.Extract(TextNormaliser.Normalise(text, Language.Turkish), features);
        return features.Count;
    }
}
