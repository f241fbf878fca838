using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NatComments.Core.Threads;
using NatComments.Server.Sites;

namespace NatComments.Server.Visitors;

/// <summary>
/// The site's own users, who come with a JSON Web Token that the site has signed (HS256, RS256 or ES256): <c>{iat, exp, user: {id, username, badges?,
/// role?}}</c>, and <c>iss</c> and <c>aud</c> where the site has set them. Of the user only a digest of the id, the name and a badge are used; an
/// e-mail address is not looked at.
/// </summary>
internal sealed class SignOn(SiteReaders settings, TimeProvider clock)
{
    /// <summary>With this letter begin the ids of authors who came through the site's own sign-in.</summary>
    public const char Mark = 's';

    /// <summary>31 days: the longest that sites keep somebody signed in. A token that ends later is refused: a copied one would be good for as long.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(31);

    // 4,000 characters: tokens with large claims of other systems still fit.
    private const int MaxLength = 4_000;

    // 100 characters for a key's name, an issuer or an audience: addresses of the systems that were looked at have up to 60.
    private const int MaxNameLength = 100;

    // 2,048 bits: the least that signatures are held safe with (NIST SP 800-131A).
    private const int MinRsaBits = 2_048;

    // A token without an end is good for a day after it was made: what a copied one is worth must end.
    private static readonly TimeSpan WithoutEnd = TimeSpan.FromDays(1);

    // Clocks of a site and of this server are seldom further apart.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private static readonly string[] Staff = ["STAFF", "MODERATOR", "ADMIN"];
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    /// <summary>Whether a bearer token has the form of one of these: three parts, the first a JSON object.</summary>
    public static bool IsToken(string token) => token.StartsWith("eyJ", StringComparison.Ordinal) && token.Count(c => c == '.') == 2;

    /// <summary>The reader of a token, or null when it is not good on this site.</summary>
    public async ValueTask<Reader?> Find(string site, string token)
    {
        var keys = (await settings.Of(site)).SignOn;
        if (keys.Count == 0 || token.Length > MaxLength)
        {
            return null;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            // These are looked at below, with the key that the token was signed with.
            ValidateIssuer = false,
            ValidateAudience = false,
            RequireExpirationTime = false,
            ValidateLifetime = false,
            ValidAlgorithms = [.. keys.Select(key => key.Algorithm)],
            IssuerSigningKeyResolver = (_, unread, kid, _) => keys.Where(key => IsMeant(key, kid, ((JsonWebToken)unread).Alg)).Select(Security),
        });
        return result.IsValid && result.SecurityToken is JsonWebToken { SigningKey: { } signing } good && keys.FirstOrDefault(one => one.Kid == signing.KeyId) is { } key
            ? Read(site, good, key, token)
            : null;
    }

    /// <summary>Whether a key can be used at all. A private key is refused: who holds it signs in as anybody, and it is not needed to verify.</summary>
    public static bool IsGood(SignOnKey key)
    {
        try
        {
            return key is { Kid: not null, Key: not null, Algorithm: "HS256" or "RS256" or "ES256" }
                && IsName(key.Kid) && IsName(key.Issuer) && IsName(key.Audience)
                && !key.Key.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase)
                && Security(key) switch
                {
                    RsaSecurityKey rsa => rsa.KeySize >= MinRsaBits,
                    ECDsaSecurityKey curve => curve.KeySize == 256,
                    _ => key.Key.Length >= 32 && !key.Key.Contains("-----BEGIN", StringComparison.Ordinal),
                };
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool IsName(string? name) => name is not { Length: > MaxNameLength } && (name is null || PlainText.IsClean(name));

    // The key's algorithm, not the token's, says how to verify: a public key is never taken for a shared secret.
    private static bool IsMeant(SignOnKey key, string? kid, string algorithm) =>
        key.Algorithm == algorithm && (string.IsNullOrEmpty(kid) || key.Kid == kid);

    private static SecurityKey Security(SignOnKey key)
    {
        if (key.Algorithm == "HS256")
        {
            return new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key.Key)) { KeyId = key.Kid };
        }

        if (key.Algorithm == "RS256")
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(key.Key);
            return new RsaSecurityKey(rsa) { KeyId = key.Kid };
        }

        var curve = ECDsa.Create();
        curve.ImportFromPem(key.Key);
        return new ECDsaSecurityKey(curve) { KeyId = key.Kid };
    }

    // What is signed is read as it stands, and every claim that is not of the form it must have refuses the token.
    private Reader? Read(string site, JsonWebToken good, SignOnKey key, string token)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(good.EncodedHeader));
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(good.EncodedPayload));
            var claims = payload.RootElement;

            // RFC 7515, 4.1.11: who does not know what is marked as critical must refuse the token, and nothing of it is known here.
            return claims.ValueKind == JsonValueKind.Object && !header.RootElement.TryGetProperty("crit", out _) && InTime(claims) && IsFor(claims, key)
                ? User(site, claims, token)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // Broken UTF-8 and lone surrogates show only when a claim is read.
            return null;
        }
    }

    private bool InTime(JsonElement claims)
    {
        if (!Seconds(claims, "exp", out var exp) || !Seconds(claims, "iat", out var iat) || !Seconds(claims, "nbf", out var nbf) || (exp ?? iat) is null)
        {
            return false;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var (end, skew) = (exp ?? iat!.Value + WithoutEnd.TotalSeconds, Skew.TotalSeconds);
        return now < end + skew && end <= now + MaxLifetime.TotalSeconds + skew && !(nbf > now + skew) && !(iat > now + skew);
    }

    // A time that is not there is null; one that is no number refuses the token. Milliseconds lie thousands of years ahead and are refused as too far.
    private static bool Seconds(JsonElement claims, string name, out double? seconds)
    {
        seconds = claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        return value.ValueKind == JsonValueKind.Undefined || (seconds is { } read && double.IsFinite(read));
    }

    private static bool IsFor(JsonElement claims, SignOnKey key) =>
        (key.Issuer is null || (claims.TryGetProperty("iss", out var issuer) && issuer.ValueKind == JsonValueKind.String && issuer.ValueEquals(key.Issuer)))
        && (key.Audience is null || (claims.TryGetProperty("aud", out var audience) && (audience.ValueKind switch
        {
            JsonValueKind.String => audience.ValueEquals(key.Audience),
            JsonValueKind.Array => audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(key.Audience)),
            _ => false,
        })));

    private static Reader? User(string site, JsonElement claims, string token)
    {
        if (!claims.TryGetProperty("user", out var user) || user.ValueKind != JsonValueKind.Object
            || Text(user, "id") is not { Length: > 0 and <= 200 } id || PlainText.Name(Text(user, "username"), ThreadLimits.MaxNameLength) is not { } name)
        {
            return null;
        }

        var author = Mark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\n{id}")).AsSpan(0, 16));
        var badges = user.TryGetProperty("badges", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(badge => badge.ToString().ToUpperInvariant()).ToList()
            : [];
        var badge = badges.Contains("AUTHOR") ? "author"
            : badges.Contains("STAFF") || Staff.Contains(Text(user, "role")?.ToUpperInvariant()) ? "staff"
            : null;
        return new Reader(author, token, name, badge);
    }

    private static string? Text(JsonElement user, string name) =>
        user.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
