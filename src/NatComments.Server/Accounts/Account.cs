using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatComments.Server.Accounts;

/// <summary>A person who moderates: a pseudonym, never a legal name or an e-mail address.</summary>
/// <param name="Id">Stands in decisions; never changes.</param>
/// <param name="Name">What the person signs in with. It is shown to nobody else.</param>
/// <param name="Roles">By site; <c>*</c> stands for every site.</param>
/// <param name="PasswordHash">Null until a password is set.</param>
/// <param name="OneTimeDigest">The digest of a one-time password; gone once a password is set.</param>
public sealed record Account(
    string Id, string Name, IReadOnlyDictionary<string, Role> Roles, DateTimeOffset CreatedAt, string? PasswordHash, string? OneTimeDigest, bool Disabled)
{
    public const string EverySite = "*";

    /// <summary>12 characters: NIST SP 800-63B asks for at least 8, and these accounts are attacked.</summary>
    public const int MinPasswordLength = 12;

    /// <summary>200 characters: a long sentence; hashing more is work for nothing.</summary>
    public const int MaxPasswordLength = 200;

    /// <summary>The pseudonym under which colleagues and readers meet the person, as they chose it; null: <see cref="Name"/>, in accounts of before.</summary>
    [JsonPropertyName("publicName")]
    public string? ChosenName { get; init; }

    /// <summary>The pseudonym under which colleagues and readers meet the person.</summary>
    [JsonIgnore]
    public string PublicName => ChosenName ?? Name;

    /// <summary>Until when the one-time password works; null in accounts of before: <see cref="AccountStore.OneTimeLasts"/> from the beginning.</summary>
    public DateTimeOffset? OneTimeUntil { get; init; }

    /// <summary>The secret that the person's authenticator shares, in Base32; null without a second factor.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>A secret that was shown and not yet confirmed with a code.</summary>
    public string? TotpPending { get; init; }

    /// <summary>The digests of the recovery codes that were not used yet.</summary>
    public IReadOnlyList<string> RecoveryDigests { get; init; } = [];

    /// <summary>Sessions that began before this are over: the password was changed, or they were all ended.</summary>
    public DateTimeOffset? SessionsFrom { get; init; }

    /// <summary>
    /// Personal tokens that were made before this are over. It moves with everything that is done against a thief: a new password, a reset, signing
    /// out everywhere, disabling, a second factor that comes or goes.
    /// </summary>
    public DateTimeOffset? TokensFrom { get; init; }

    /// <summary>The role on a site, null for none.</summary>
    public Role? RoleOn(string site)
    {
        Role? everywhere = Roles.TryGetValue(EverySite, out var all) ? all : null;
        Role? here = Roles.TryGetValue(site, out var own) ? own : null;
        return here is { } a && everywhere is { } b ? (Role)Math.Max((int)a, (int)b) : here ?? everywhere;
    }

    /// <summary>True when this account administers every site on which the other has a role: only then may it change how the other signs in.</summary>
    public bool Administers(Account other) =>
        other.Roles.Keys.All(site => site == EverySite ? Roles.GetValueOrDefault(EverySite) == Role.Administrator : RoleOn(site) == Role.Administrator);

    /// <summary>True when the person can come in, now or after their first sign-in.</summary>
    public bool CanSignIn(DateTimeOffset now) =>
        !Disabled && (PasswordHash is not null || (OneTimeDigest is not null && (OneTimeUntil ?? CreatedAt + AccountStore.OneTimeLasts) >= now));

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AccountJson.Default.Account);

    internal static Account? FromBytes(byte[]? bytes) => bytes is null ? null : JsonSerializer.Deserialize(bytes, AccountJson.Default.Account);
}

/// <summary>A personal token as its owner sees it again: never the secret.</summary>
/// <param name="Digest">Under what it is looked up.</param>
public sealed record PersonalToken(string Id, string Label, DateTimeOffset CreatedAt, DateTimeOffset? EndsAt, string Digest);

/// <summary>What stands under a token's digest.</summary>
/// <param name="EndsAt">Null in tokens of a version in which they could be for ever; see <see cref="PersonalTokens"/>.</param>
public sealed record TokenOwner(string Account, DateTimeOffset? EndsAt)
{
    /// <summary>The token's id; null in tokens of before.</summary>
    public string? Token { get; init; }

    /// <summary>When it was made; null in tokens of before.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(PersonalToken))]
[JsonSerializable(typeof(TokenOwner))]
internal sealed partial class AccountJson : JsonSerializerContext;
