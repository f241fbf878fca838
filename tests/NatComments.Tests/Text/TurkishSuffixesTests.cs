using NatComments.Core.Text;

namespace NatComments.Tests.Text;

public class TurkishSuffixesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("sin")]
    [InlineData("lardan")]
    [InlineData("ligini")]
    [InlineData("lerinizden")]
    [InlineData("siniz")]
    public void Endings_in_a_row_are_a_chain(string tail) => Assert.True(TurkishSuffixes.IsChain(tail));

    [Theory]
    [InlineData("hane")]
    [InlineData("thorpe")]
    [InlineData("x")]
    [InlineData("larlarlarlarlarlarlar")]
    public void Other_letters_are_not(string tail) => Assert.False(TurkishSuffixes.IsChain(tail));
}
