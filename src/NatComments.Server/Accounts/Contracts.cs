using System.Text.Json.Serialization;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>Signs a moderator in; the code is the second factor, where one is set up.</summary>
public sealed record SignInRequest(string? Name, string? Password, string? Code);

/// <summary>Who is signed in.</summary>
/// <param name="AntiForgery">To be sent as header <c>X-Anti-Forgery</c> with everything that changes something.</param>
/// <param name="EndsAt">When the session ends without use; null with a personal token.</param>
public sealed record SessionReply(
    string Account, string Name, IReadOnlyDictionary<string, string> Roles, string AntiForgery, bool MustSetPassword,
    bool SecondFactor, int RecoveryCodesLeft, DateTimeOffset? EndsAt)
{
    /// <summary>Under which name colleagues and readers meet the person; <see cref="Name"/> is what they sign in with.</summary>
    public string PublicName { get; init; } = "";

    /// <summary>A second factor is required where this account works, and it has none yet: nothing else can be done before.</summary>
    public bool MustSetSecondFactor { get; init; }

    /// <summary>After how many seconds without use the session ends; null with a personal token.</summary>
    public int? IdleSeconds { get; init; }

    /// <summary>How many seconds the session still lasts without use; null with a personal token.</summary>
    public int? SecondsLeft { get; init; }

    /// <summary>When the session ends however busy it is; null with a personal token.</summary>
    public DateTimeOffset? LatestEnd { get; init; }
}

/// <summary>Sets a new password for the account that is signed in.</summary>
/// <param name="Current">The present password; needed when there is one.</param>
public sealed record PasswordRequest(string? Password, string? Current);

/// <summary>Somebody with a role on a site.</summary>
/// <param name="Role">On this site; <paramref name="Everywhere"/> says whether it holds on every site.</param>
/// <param name="Name">The public name; what somebody signs in with is shown to nobody else.</param>
/// <param name="SignedUp">False while an invitation waits to be used.</param>
public sealed record PersonReply(string Account, string Name, Role Role, bool Everywhere, bool Disabled, bool SecondFactor, bool SignedUp, DateTimeOffset Since);

/// <summary>Invites somebody to a site under a public name. What they sign in with is made from it.</summary>
public sealed record InviteRequest(string? Name, Role Role);

/// <summary>An invitation. The link and the password in it are shown only now.</summary>
/// <param name="Name">The public name, which the person can change.</param>
/// <param name="SignInName">What the person signs in with.</param>
/// <param name="Link">To the console; what identifies the person stands behind the #, which browsers send to nobody.</param>
public sealed record InvitationReply(string Account, string Name, Role? Role, string Link, string OneTimePassword, DateTimeOffset EndsAt, string SignInName);

/// <summary>The name under which colleagues and readers meet somebody.</summary>
public sealed record PublicNameRequest(string? PublicName);

/// <summary>Gives a role.</summary>
public sealed record RoleRequest(Role Role);

/// <summary>Disables an account, or lets it in again.</summary>
public sealed record DisabledRequest(bool Disabled);

/// <summary>A secret for an authenticator.</summary>
/// <param name="Uri">The same as an <c>otpauth:</c> link.</param>
/// <param name="Qr">The link as a QR code: its rows from the top, 1 for a dark module.</param>
public sealed record AuthenticatorReply(string Secret, string Uri, IReadOnlyList<string> Qr);

/// <summary>A code of an authenticator.</summary>
public sealed record CodeRequest(string? Code);

/// <summary>The present password, for what must not be done by whoever finds a screen open.</summary>
/// <param name="Code">Of the authenticator, or a recovery code, where both are asked for.</param>
public sealed record PasswordCheckRequest(string? Password, string? Code = null);

/// <summary>Recovery codes, shown only now.</summary>
public sealed record RecoveryCodesReply(IReadOnlyList<string> RecoveryCodes);

/// <summary>Asks for a personal token.</summary>
/// <param name="Days">After how many days it ends, 1 to 365; left out: 90.</param>
/// <param name="Password">One's password.</param>
/// <param name="Code">Of the authenticator, or a recovery code, where there is a second factor.</param>
public sealed record TokenRequest(string? Label, int? Days, string? Password, string? Code);

/// <summary>A personal token without its secret.</summary>
/// <param name="EndsAt">Null in a token of before that has not been used since: from its next use on it has 90 days.</param>
/// <param name="LastUsed">On which day; null when it was not used.</param>
public sealed record TokenReply(string Id, string Label, DateTimeOffset CreatedAt, DateTimeOffset? EndsAt, DateOnly? LastUsed);

/// <summary>An API key without its secret.</summary>
/// <param name="CreatedBy">The public name of whoever made it; null when it was made on the command line.</param>
/// <param name="LastUsed">On which day; null when it was not used.</param>
/// <param name="FormerUntil">Until when the secret before still works.</param>
public sealed record KeyReply(string Id, string Name, DateTimeOffset? CreatedAt, string? CreatedBy, DateOnly? LastUsed, DateTimeOffset? FormerUntil);

/// <summary>Asks for an API key.</summary>
public sealed record KeyRequest(string? Name);

/// <summary>Asks for a new secret of an API key.</summary>
/// <param name="GraceHours">How long the secret before still works, 0 to 168; left out: 24.</param>
public sealed record RotateRequest(int? GraceHours);

/// <summary>A new API key, or one with a new secret. The secret is shown only now.</summary>
public sealed record NewKeyReply(string Id, string Name, string Key, DateTimeOffset? FormerUntil);

/// <summary>A new personal token. The secret is shown only now.</summary>
public sealed record NewTokenReply(string Id, string Label, DateTimeOffset? EndsAt, string Token);

/// <summary>A site on which whoever asks has a role.</summary>
public sealed record SiteReply(string Id, string Name, Role Role);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(List<SiteReply>))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(IReadOnlyList<PersonReply>))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(InvitationReply))]
[JsonSerializable(typeof(RoleRequest))]
[JsonSerializable(typeof(DisabledRequest))]
[JsonSerializable(typeof(AuthenticatorReply))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(PasswordCheckRequest))]
[JsonSerializable(typeof(RecoveryCodesReply))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(IReadOnlyList<TokenReply>))]
[JsonSerializable(typeof(NewTokenReply))]
[JsonSerializable(typeof(PublicNameRequest))]
[JsonSerializable(typeof(IReadOnlyList<KeyReply>))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(NewKeyReply))]
internal sealed partial class AccountsJson : JsonSerializerContext;
