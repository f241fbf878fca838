using NatComments.Server.Accounts;

namespace NatComments.Tests.Moderators;

/// <summary>Which passwords people may not choose.</summary>
public sealed class PasswordRuleTests
{
    private static readonly string[] Names = ["defne", "nat", "News About Turkey"];

    [Theory]
    [InlineData("short one")]
    [InlineData("password1234")]
    [InlineData("Password1234!")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("passwordpassword")]
    [InlineData("letmeinletmein")]
    [InlineData("admin1234567")]
    [InlineData("administrator")]
    [InlineData("Administrator2026!")]
    [InlineData("iloveyou1234")]
    [InlineData("welcome12345")]
    [InlineData("changeme1234")]
    [InlineData("trustno1trustno1")]
    [InlineData("Galatasaray1905")]
    [InlineData("fenerbahçe1907!")]
    [InlineData("seniseviyorum1")]
    [InlineData("istanbul3434")]
    [InlineData("şifre1234567")]
    [InlineData("adminpassword1")]
    [InlineData("password1234a")]
    [InlineData("123456789012")]
    [InlineData("83749261057364")]
    [InlineData("111222333444")]
    [InlineData("01.01.1990.01")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("abcabcabcabc")]
    [InlineData("abcdefghijkl")]
    [InlineData("qwertyuiop12")]
    [InlineData("asdfghjkl123")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("zaq12wsxcde3")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("needforspeed")]
    [InlineData("natcomments12")]
    [InlineData("NatComments-2026")]
    [InlineData("News About Turkey!")]
    [InlineData("newsaboutturkey2026")]
    [InlineData("defne-defne-1")]
    [InlineData("Defne sings well")]
    [InlineData("natnatnatnat1")]
    public void Passwords_that_are_guessed_first_are_refused(string password) => Assert.NotNull(PasswordRules.Fault(password, Names));

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("a long sentence to sign in")]
    [InlineData("another long sentence")]
    [InlineData("yaz gelince deniz kokar")]
    [InlineData("payîzê pel dikevin erdê")]
    [InlineData("тихая река под мостом")]
    [InlineData("xK9#mQ2$vL7p")]
    [InlineData("kahverengi masa lambası")]
    [InlineData("international treaties of 1923")]
    [InlineData("my password is a secret garden")]
    public void Sentences_and_random_ones_are_taken(string password) => Assert.Null(PasswordRules.Fault(password, Names));
}
