using System.Security.Cryptography;
using System.Text;
using NatComments.Server.Accounts;

namespace NatComments.Tests.Moderators;

/// <summary>The codes that authenticators read from a screen.</summary>
public sealed class QrCodeTests
{
    [Fact]
    public void The_smallest_code_of_one_letter_is_as_the_standard_draws_it() => Assert.Equal(
        [
            "111111101011101111111",
            "100000100011001000001",
            "101110101101001011101",
            "101110101100101011101",
            "101110101001001011101",
            "100000100111101000001",
            "111111101010101111111",
            "000000000001100000000",
            "111100101111110011101",
            "111010000011111001000",
            "100001111101000001101",
            "110010000001001111100",
            "111101111110100100100",
            "000000001001001001000",
            "111111100001100101000",
            "100000100110000110110",
            "101110100000111110001",
            "101110101101001111110",
            "101110101010101100000",
            "100000101000010100101",
            "111111101100010010000",
        ],
        QrCode.Rows("a"));

    // The digests are those of what another encoder (QRCoder 1.8.1) drew of the same text.
    [Theory]
    [InlineData(17, 21, "11cc7bd242f17c388c15d98bbb99a831579dbc3c5c938205bfc5eb251d6e96e2")]
    [InlineData(100, 37, "a2c646afe8ca3a7d8ba106fd1bd77ee27038041d5c1cf86932c38455b0864b63")]
    [InlineData(320, 61, "870ab0944f6879b490d71bbaf262af27a0ad69ddd4b3613b6ff05fd3d483336d")]
    [InlineData(858, 97, "907f73ae6335b44e601ee229d78d864fe76aa8f4d4bd96d099f3c65ff722a408")]
    public void Codes_of_every_form_are_the_same_as_another_encoder_makes(int letters, int size, string digest)
    {
        var rows = QrCode.Rows(string.Concat(Enumerable.Range(0, letters).Select(i => (char)('a' + (i % 26)))));

        Assert.Equal((size, size), (rows.Count, rows[0].Length));
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', rows)))));
    }

    [Fact]
    public void The_link_of_the_longest_name_fits_and_what_is_longer_than_any_link_is_refused()
    {
        Assert.NotEmpty(QrCode.Rows(Totp.Uri(Totp.NewSecret(), new string('क', Core.Threads.ThreadLimits.MaxNameLength))));
        Assert.Throws<ArgumentException>(() => QrCode.Rows(new string('x', QrCode.MaxBytes + 1)));
    }
}
