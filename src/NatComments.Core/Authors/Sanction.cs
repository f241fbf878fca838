using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Text;

namespace NatComments.Core.Authors;

/// <summary>What a moderator can do about an author instead of a comment.</summary>
[JsonConverter(typeof(CamelCaseEnum<SanctionKind>))]
public enum SanctionKind
{
    /// <summary>The author is told; nothing else changes.</summary>
    Warn,

    /// <summary>The author cannot comment or edit for a time; reading, liking and appealing stay.</summary>
    Mute,

    /// <summary>The author cannot comment, edit, like or report. Appealing stays: whoever is judged may object.</summary>
    Ban,
}

/// <summary>A sanction against an author on one site. The author is told of it: what, why, until when.</summary>
/// <param name="Reason">A code as in <see cref="Reasons"/>.</param>
/// <param name="By">The account that gave it.</param>
/// <param name="Until">When it ends by itself; null: for good.</param>
/// <param name="Note">For colleagues, never shown to the author.</param>
/// <param name="LiftedAt">When it was taken back; null while it stands.</param>
public sealed record Sanction(
    string Id, SanctionKind Kind, string Reason, string By, DateTimeOffset At, DateTimeOffset? Until, string? Note, DateTimeOffset? LiftedAt = null, string? LiftedBy = null)
{
    /// <summary>
    /// 90 days: the longest mute or ban that a moderator gives. An author who comes back after a season is a stranger; longer is for good, and
    /// an editor's.
    /// </summary>
    public const int MaxModeratorDays = 90;

    /// <summary>3,650 days: the longest time that an editor gives; longer is for good.</summary>
    public const int MaxDays = 3_650;

    /// <summary>The least role that may give this sanction; only it may take it back.</summary>
    public Role LeastRole() => Least(Kind, Until is { } until ? until - At : null);

    /// <summary>The least role that may give a sanction of this length; null: for good.</summary>
    public static Role Least(SanctionKind kind, TimeSpan? length) =>
        kind == SanctionKind.Warn || length <= TimeSpan.FromDays(MaxModeratorDays) ? Role.Moderator : Role.Editor;

    /// <summary>True while it holds.</summary>
    public bool Holds(DateTimeOffset now) => LiftedAt is null && !(Until <= now);
}

/// <summary>Every sanction an author ever had on a site, oldest first.</summary>
public sealed record AuthorSanctions(IReadOnlyList<Sanction> All)
{
    public static readonly AuthorSanctions None = new([]);

    /// <summary>100 sanctions: whoever had so many is banned for good.</summary>
    public const int MaxSanctions = 100;

    /// <summary>The document that keeps them.</summary>
    public static string Key(string author) => AuthorKeys.SanctionsOf(author);

    /// <summary>The strongest that holds now: a ban before a mute before a warning, then the one that lasts longest. Null for none.</summary>
    public Sanction? Now(DateTimeOffset now) => All.Where(sanction => sanction.Holds(now))
        .OrderByDescending(sanction => sanction.Kind).ThenByDescending(sanction => sanction.Until ?? DateTimeOffset.MaxValue).FirstOrDefault();

    /// <summary>With one more.</summary>
    public AuthorSanctions With(Sanction sanction) => new([.. All, sanction]);

    /// <summary>With one taken back.</summary>
    public AuthorSanctions Lifted(string id, string by, DateTimeOffset now) =>
        new([.. All.Select(sanction => sanction.Id == id && sanction.Holds(now) ? sanction with { LiftedAt = now, LiftedBy = by } : sanction)]);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SanctionJson.Default.AuthorSanctions);

    public static AuthorSanctions FromBytes(byte[]? bytes) => bytes is null ? None : JsonSerializer.Deserialize(bytes, SanctionJson.Default.AuthorSanctions)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuthorSanctions))]
internal sealed partial class SanctionJson : JsonSerializerContext;
