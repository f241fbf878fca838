using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Identity;

/// <summary>
/// The site's own users, who come with a JSON Web Token that the site has signed (HS256, RS256 or ES256): <c>{iat, exp, user: {id, username, badges?,
/// role?}}</c>. Of the user only a digest of the id, the name and a badge are used; an e-mail address is not looked at.
/// </summary>
internal sealed class SignOn(SiteReaders settings, TimeProvider clock)
{
    /// <summary>With this letter begin the ids of authors who came through the site's own sign-in.</summary>
    public const char Mark = 's';

    // 4,000 characters: tokens with large claims of other systems still fit.
    private const int MaxLength = 4_000;

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
            ValidateIssuer = false,
            ValidateAudience = false,
            RequireExpirationTime = false,
            ValidateLifetime = false,
            ValidAlgorithms = [.. keys.Select(key => key.Algorithm)],
            IssuerSigningKeyResolver = (_, unread, kid, _) => keys.Where(key => IsMeant(key, kid, ((JsonWebToken)unread).Alg)).Select(Security),
        });
        return result.IsValid && result.SecurityToken is JsonWebToken good && InTime(good) ? User(site, good, token) : null;
    }

    /// <summary>Whether a key can be used at all.</summary>
    public static bool IsGood(SignOnKey key)
    {
        try
        {
            return key is { Kid: not null, Key: not null, Algorithm: "HS256" or "RS256" or "ES256" } && (key.Algorithm != "HS256" || key.Key.Length >= 32) && Security(key) is not null;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    // The key's algorithm, not the token's, says how to verify: a public key is never taken for a shared secret.
    private static bool IsMeant(SignOnKey key, string? kid, string algorithm) =>
        key.Algorithm == algorithm && (string.IsNullOrEmpty(kid) || key.Kid == kid);

    private static SecurityKey Security(SignOnKey key)
    {
        if (key.Algorithm == "HS256")
        {
            return new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key.Key));
        }

        if (key.Algorithm == "RS256")
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(key.Key);
            return new RsaSecurityKey(rsa);
        }

        var curve = ECDsa.Create();
        curve.ImportFromPem(key.Key);
        return new ECDsaSecurityKey(curve);
    }

    private bool InTime(JsonWebToken token)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var end = token.ValidTo != DateTime.MinValue ? token.ValidTo
            : token.IssuedAt != DateTime.MinValue ? token.IssuedAt + WithoutEnd
            : DateTime.MinValue;
        return now < end + Skew && token.ValidFrom <= now + Skew && token.IssuedAt <= now + Skew;
    }

    private static Reader? User(string site, JsonWebToken token, string text)
    {
        if (!token.TryGetPayloadValue<JsonElement>("user", out var user) || user.ValueKind != JsonValueKind.Object
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
        return new Reader(author, text, name, badge);
    }

    private static string? Text(JsonElement user, string name) =>
        user.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
