using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NatComments.Core.Audit;

/// <summary>
/// One link of a site's audit chain: who changed what, when, and how it was before and after. Stored for ever: add properties, never
/// rename. Each record holds the digest of the one before, so that none can be changed or taken out unseen.
/// </summary>
public sealed record AuditRecord
{
    /// <summary>Its place in the chain, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it was written down, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened: one of <see cref="AuditKinds"/>, or the stored name of a thread's event.</summary>
    public required string What { get; init; }

    /// <summary>Who did it: an account's id, or one of <see cref="AuditMakers"/>.</summary>
    public required string By { get; init; }

    /// <summary>What it was done to: the id of an account, an author, a list, a setting; null for a comment's event.</summary>
    public string? Subject { get; init; }

    /// <summary>The site it concerns, in the server's own chain; null elsewhere.</summary>
    public string? Site { get; init; }

    /// <summary>How it was before; null when there was nothing.</summary>
    public JsonNode? Before { get; init; }

    /// <summary>How it is now; null when there is nothing any more.</summary>
    public JsonNode? After { get; init; }

    /// <summary>The event of a thread that this record vouches for; null when it is no thread's.</summary>
    public AuditedEvent? Event { get; init; }

    /// <summary>The SHA-256 of the record before, in lower-case hex; of the first: 64 zeros.</summary>
    public required string Previous { get; init; }

    /// <summary>The id of the key that the record is vouched for with; null in records from before there were keys.</summary>
    public string? Key { get; init; }

    /// <summary>HMAC-SHA-256 with that key, in lower-case hex, always the last property: see <see cref="AuditKeys"/>.</summary>
    public string? Mac { get; init; }

    /// <summary>What stands in the first record as the digest of the one before.</summary>
    public static readonly string NoPrevious = new('0', 64);

    /// <summary>The bytes under which it is stored; its digest is over these.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditRecord);

    /// <summary>Reads what <see cref="ToBytes"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static AuditRecord FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, AuditJson.Default.AuditRecord) ?? throw new JsonException("An audit record is empty.");

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>The event of a thread that a record vouches for.</summary>
/// <param name="Comment">Null for an event of the whole thread.</param>
/// <param name="Number">Its number in the thread's stream.</param>
/// <param name="Digest">SHA-256 of the event as it is stored: who changes the event breaks the chain's word for it.</param>
/// <param name="Outcome">Of a decision: publish or reject.</param>
/// <param name="Reason">Of a decision.</param>
/// <param name="Revision">Which text it was about; null when it was about none.</param>
/// <param name="Text">SHA-256 of that text as it was stored then; null when it was erased before it was written down.</param>
public sealed record AuditedEvent(
    string Article, Guid? Comment, long Number, string Digest, string? Outcome = null, string? Reason = null, int? Revision = null, string? Text = null);

/// <summary>What is to become a record; its number and the digest before it follow from its place.</summary>
public sealed record AuditDraft(string What, string By, string? Subject = null)
{
    public string? Site { get; init; }

    public JsonNode? Before { get; init; }

    public JsonNode? After { get; init; }

    public AuditedEvent? Event { get; init; }
}

/// <summary>What is written down besides the events of threads. Stored for ever: add, never rename.</summary>
public static class AuditKinds
{
    public const string AccountAdded = "account-added";
    public const string RoleChanged = "role-changed";
    public const string AccountDisabled = "account-disabled";
    public const string AccountEnabled = "account-enabled";
    public const string InvitationMade = "invitation-made";
    public const string InvitationUsed = "invitation-used";
    public const string PasswordChanged = "password-changed";
    public const string SecondFactorChanged = "second-factor-changed";
    public const string RecoveryCodeUsed = "recovery-code-used";
    public const string TokenAdded = "token-added";
    public const string TokenEnded = "token-ended";
    public const string TokenLimited = "token-limited";
    public const string KeyAdded = "key-added";
    public const string KeyEnded = "key-ended";
    public const string KeyRotated = "key-rotated";
    public const string PublicNameChanged = "public-name-changed";
    public const string SessionsEnded = "sessions-ended";
    public const string SignedIn = "signed-in";
    public const string SignedOut = "signed-out";
    public const string SignInFailed = "sign-in-failed";
    public const string PasswordHashRenewed = "password-hash-renewed";
    public const string SettingsChanged = "settings-changed";
    public const string WordListChanged = "word-list-changed";
    public const string ViewChanged = "view-changed";
    public const string AuthorSanctioned = "author-sanctioned";
    public const string SanctionLifted = "sanction-lifted";
    public const string ArticleNamed = "article-named";
    public const string NoteAdded = "note-added";
    public const string Followed = "followed";

    /// <summary>Texts were written as HTML anew, by newer rules: which, and the digests before and after (<see cref="RenderedText"/>).</summary>
    public const string TextsRendered = "texts-rendered";

    /// <summary>From this record on the chain is kept with keys; it fixes the records before.</summary>
    public const string ChainKeyed = "chain-keyed";
}

/// <summary>Makers that are no account.</summary>
public static class AuditMakers
{
    public const string Policy = "policy";
    public const string Import = "import";
    public const string Author = "author";
    public const string Reader = "reader";
    public const string CommandLine = "command-line";
    public const string FirstStart = "first-start";
    public const string Server = "server";

    /// <summary>Somebody who is not signed in.</summary>
    public const string Unknown = "unknown";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(AuditHead))]
internal sealed partial class AuditJson : JsonSerializerContext;
