using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace NatComments.Server.Limits;

/// <summary>
/// What is written down of a reader's network where one network must count once: a digest with the key of the day, for one comment of one site. It links
/// nothing to another comment, nothing to another day, and nothing to an address once the day is over.
/// </summary>
public sealed class NetworkDigests(DayKeys days)
{
    // 128 bits.
    private const int DigestLength = 16;

    /// <summary>The digest of the network that a request comes from.</summary>
    public async ValueTask<string> Of(HttpContext http, string site, Guid comment)
    {
        var day = await days.Today(http.RequestAborted);
        return Convert.ToHexStringLower(HMACSHA256.HashData(day.Key, (byte[])[.. Encoding.UTF8.GetBytes($"{site}\n{comment:N}\n"), .. Prefix(http)]).AsSpan(0, DigestLength));
    }

    /// <summary>The part of the address that one household holds: of IPv6 the first 64 bits. Never to be written down as it is.</summary>
    public static byte[] Prefix(HttpContext http)
    {
        var remote = http.Connection.RemoteIpAddress ?? IPAddress.None;
        var address = remote.MapToIPv6().GetAddressBytes();
        return remote.IsIPv4MappedToIPv6 || remote.GetAddressBytes().Length == 4 ? address : address[..8];
    }
}
