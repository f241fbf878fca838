using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace NatComments.Server.Accounts;

/// <summary>
/// Time-based one-time passwords as every authenticator makes them: RFC 6238 over HMAC-SHA-1, six digits, steps of 30 seconds, and
/// their secrets in Base32 (RFC 4648).
/// </summary>
public static class Totp
{
    /// <summary>Six digits: what authenticators show.</summary>
    public const int Digits = 6;

    // RFC 4226 asks for at least 128 bits and recommends 160.
    private const int SecretBytes = 20;

    // One step either way: a phone's clock may be half a minute wrong (RFC 6238, 5.2).
    private const int Drift = 1;

    private const int StepSeconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret in Base32.</summary>
    public static string NewSecret() => ToBase32(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The step to which a code belongs, or null when it is of no step around now.</summary>
    public static long? StepOf(string secret, string? code, DateTimeOffset now)
    {
        if (code is not { Length: Digits } || !code.All(char.IsAsciiDigit))
        {
            return null;
        }

        var key = FromBase32(secret);
        var step = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var at = step - Drift; at <= step + Drift; at++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(Code(key, at)), System.Text.Encoding.ASCII.GetBytes(code)))
            {
                found = at;
            }
        }

        return found;
    }

    /// <summary>The code of a moment, as an authenticator would show it.</summary>
    public static string CodeAt(string secret, DateTimeOffset time) => Code(FromBase32(secret), time.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>What an authenticator reads from a QR code or link.</summary>
    public static string Uri(string secret, string account) =>
        $"otpauth://totp/NatComments:{System.Uri.EscapeDataString(account)}?secret={secret}&issuer=NatComments";

    private static string Code(byte[] key, long step)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];

        // SHA-1 is what RFC 6238 and every authenticator use here; the collisions found in it do not touch an HMAC.
        HMACSHA1.HashData(key, message, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var b in bytes)
        {
            (bits, held) = ((bits << 8) | b, held + 8);
            while (held >= 5)
            {
                held -= 5;
                text.Append(Alphabet[(bits >> held) & 31]);
            }
        }

        return text.ToString();
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (bits, held) = (0, 0);
        foreach (var c in text)
        {
            (bits, held) = ((bits << 5) | Alphabet.IndexOf(c), held + 5);
            if (held >= 8)
            {
                held -= 8;
                bytes.Add((byte)(bits >> held));
            }
        }

        return [.. bytes];
    }
}
