using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NatComments.Core.Queue;
using NatComments.Core.Sites;

namespace NatComments.Server.Endpoints;

// What travels between the console and the server about people. The shapes are a contract; see the OpenAPI document.

/// <summary>Somebody with a role on a site.</summary>
/// <param name="Role">On this site; <paramref name="Everywhere"/> says whether it holds on every site.</param>
/// <param name="SignedUp">False while an invitation waits to be used.</param>
public sealed record PersonReply(string Account, string Name, Role Role, bool Everywhere, bool Disabled, bool SecondFactor, bool SignedUp, DateTimeOffset Since);

/// <summary>Invites somebody to a site under a pseudonym.</summary>
public sealed record InviteRequest(string? Name, Role Role);

/// <summary>An invitation. The link and the password in it are shown only now.</summary>
/// <param name="Link">To the console; what identifies the person stands behind the #, which browsers send to nobody.</param>
public sealed record InvitationReply(string Account, string Name, Role? Role, string Link, string OneTimePassword, DateTimeOffset EndsAt);

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
/// <param name="Days">After how many days it ends; left out: never.</param>
public sealed record TokenRequest(string? Label, int? Days);

/// <summary>A personal token without its secret.</summary>
public sealed record TokenReply(string Id, string Label, DateTimeOffset CreatedAt, DateTimeOffset? EndsAt);

/// <summary>A new personal token. The secret is shown only now.</summary>
public sealed record NewTokenReply(string Id, string Label, DateTimeOffset? EndsAt, string Token);

/// <summary>JSON of the moderators' part of the interface, with the same rules as <see cref="WireJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
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
[JsonSerializable(typeof(SavedView))]
[JsonSerializable(typeof(IReadOnlyList<SavedView>))]
[JsonSerializable(typeof(ViewRequest))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(ClaimsReply))]
[JsonSerializable(typeof(IReadOnlyList<ClaimReply>))]
[JsonSerializable(typeof(LeaseReply))]
[JsonSerializable(typeof(PresenceRequest))]
[JsonSerializable(typeof(IReadOnlyList<PresentReply>))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(NoteReply))]
[JsonSerializable(typeof(SanctionRequest))]
[JsonSerializable(typeof(SanctionReply))]
[JsonSerializable(typeof(AuthorReply))]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(SettingsReply))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(PreviewReply))]
[JsonSerializable(typeof(IReadOnlyList<WordListReply>))]
[JsonSerializable(typeof(WordListRequest))]
[JsonSerializable(typeof(WordListEntriesReply))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(ClusterEntriesReply))]
[JsonSerializable(typeof(FoundPage))]
[JsonSerializable(typeof(StatisticsReply))]
[JsonSerializable(typeof(IReadOnlyList<QueueNewsReply>))]
internal sealed partial class ModeratorJson : JsonSerializerContext;
