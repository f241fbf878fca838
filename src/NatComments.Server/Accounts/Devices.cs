using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>A device on which somebody signed in before.</summary>
/// <param name="Id">Tells it from the person's other devices.</param>
public sealed record Device(string Id, string Account, DateTimeOffset Since)
{
    /// <summary>False once the password was changed, or the account was signed out everywhere, since.</summary>
    public bool IsOf(Account account) => account.Id == Account && !(Since < account.SessionsFrom);
}

/// <summary>
/// Cookies by which a device is known again on which an account signed in before, so that strangers who use up the
/// failures of a name or of a network do not keep its owner out. Such a cookie lets nobody in: the password and the
/// code are asked for all the same. They say nothing that the server keeps; their MAC proves them.
/// </summary>
public sealed class Devices(Secrets secrets, TimeProvider clock)
{
    public const string Cookie = "__Host-natcomments-device";

    /// <summary>90 days: whoever moderates signs in more often than four times a year.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(90);

    // 200 characters: three ids and a time are 100.
    private const int MaxLength = 200;

    private readonly byte[] _key = secrets.KeyFor("devices");

    /// <summary>A cookie for a device on which the account has just signed in.</summary>
    public string Issue(Account account)
    {
        var said = $"{Secrets.Random()}.{account.Id}.{clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture)}";
        return $"{said}.{Mac(said)}";
    }

    /// <summary>The device of a cookie; null when there is none, it is forged, or it has ended.</summary>
    public Device? Read(string? cookie)
    {
        if (cookie is not { Length: > 0 and <= MaxLength } || cookie.LastIndexOf('.') is var end && end < 0
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(cookie[(end + 1)..]), Encoding.UTF8.GetBytes(Mac(cookie[..end]))))
        {
            return null;
        }

        var parts = cookie[..end].Split('.');
        var since = new DateTimeOffset(long.Parse(parts[2], CultureInfo.InvariantCulture), TimeSpan.Zero);
        return since + Lasts > clock.GetUtcNow() ? new(parts[0], parts[1], since) : null;
    }

    private string Mac(string said) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(said)));
}
