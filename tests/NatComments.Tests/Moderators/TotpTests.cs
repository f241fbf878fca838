using NatComments.Server.Accounts;

namespace NatComments.Tests.Moderators;

public sealed class TotpTests
{
    // The secret "12345678901234567890" of RFC 6238, appendix B, in Base32.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long second, string code) =>
        Assert.Equal(code, Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(second)));

    [Fact]
    public void A_code_is_taken_from_one_step_around_now_and_not_from_further()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);
        var code = Totp.CodeAt(Secret, now);

        Assert.NotNull(Totp.StepOf(Secret, code, now.AddSeconds(30)));
        Assert.NotNull(Totp.StepOf(Secret, code, now.AddSeconds(-30)));
        Assert.Null(Totp.StepOf(Secret, code, now.AddSeconds(90)));
        Assert.Null(Totp.StepOf(Secret, "05047a", now));
        Assert.Null(Totp.StepOf(Secret, null, now));
    }
}
