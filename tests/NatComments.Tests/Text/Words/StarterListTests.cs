using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Tests.Text.Words;

/// <summary>What the starter lists find, in which language, and what they leave alone.</summary>
public class StarterListTests
{
    private static readonly WordListMatcher Both = new([.. StarterLists.Read("tr"), .. StarterLists.Read("en"), .. StarterLists.Read("ku")]);

    public static TheoryData<string, string> Neighbours()
    {
        var all = new TheoryData<string, string>();
        foreach (var language in StarterLists.Languages)
        {
            var file = Path.Combine(Repository.Root, "src/NatComments.Core/Text/Words/Neighbours", language + ".txt");
            foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
            {
                all.Add(language, line);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    [Trait("Report", "1")]
    [Trait("Report", "2")]
    public void An_innocent_neighbour_is_found_by_no_starter_list(string language, string text)
    {
        Assert.Empty(Found(Both, text));
        var own = new WordListMatcher(StarterLists.Read(language));
        var told = TextNormaliser.Normalise(text, Languages.Parse(language));
        told.GiveLanguage(Languages.Parse(language));
        Assert.Empty(own.Match(told));
    }

    [Theory]
    [InlineData("I got the tickets yesterday.")]
    [InlineData("We got lost in Ankara.")]
    [InlineData("Nice pic, thanks for sharing.")]
    [InlineData("Nice pic")]
    [InlineData("got it")]
    [InlineData("Malta is nice, the mall is closed.")]
    [InlineData("The OC was a series.")]
    [Trait("Report", "3")]
    public void Turkish_entries_do_not_judge_an_English_text(string text) => Assert.Empty(Found(Both, text));

    [Theory]
    [InlineData("orospu çocukları", WordAction.Reject)]
    [InlineData("siktir git buradan", WordAction.Reject)]
    [InlineData("You are a clever orospu, my friend.", WordAction.Reject)]
    [InlineData("Sen tam bir motherfucker olmuşsun yine.", WordAction.Reject)]
    [InlineData("serefsiz herif", WordAction.Reject)]
    [InlineData("amina koyim boyle isin", WordAction.Reject)]
    [InlineData("s1kt1r l@n", WordAction.Reject)]
    [InlineData("s*ktir git", WordAction.Reject)]
    [InlineData("sen bir piçsin", WordAction.Reject)]
    [InlineData("kuduz köpek gibi saldırıyorlar", WordAction.Hold)]
    [InlineData("pis çingene defol", WordAction.Hold)]
    [InlineData("götünü kaldır da çalış biraz", WordAction.Hold)]
    [InlineData("götten uydurma bunları", WordAction.Hold)]
    [InlineData("aptallığınız belli oluyor", WordAction.Hold)]
    [InlineData("ahmağın tekisin sen", WordAction.Hold)]
    [InlineData("these pakis are everywhere now", WordAction.Reject)]
    [InlineData("you clown, go home", WordAction.Hold)]
    [InlineData("dirty gypsies everywhere in this town", WordAction.Hold)]
    [InlineData("what an idiot's opinion that is", WordAction.Hold)]
    [InlineData("the bitches of this town", WordAction.Hold)]
    [InlineData("tu xayînî", WordAction.Hold)]
    public void Abuse_is_found_with_its_endings(string text, WordAction action) =>
        Assert.Contains(Both.Match(text), hit => Both.Entries[hit.Entry].Action == action);

    private static string[] Found(WordListMatcher list, string text) => [.. list.Match(text).Select(hit => list.Entries[hit.Entry].Notation)];
}
