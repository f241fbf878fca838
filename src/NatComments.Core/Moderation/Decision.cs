using System.Text.Json.Serialization;
using NatComments.Core.Text;

namespace NatComments.Core.Moderation;

/// <summary>What a decision does to a comment.</summary>
[JsonConverter(typeof(CamelCaseEnum<Outcome>))]
public enum Outcome
{
    Publish,
    Reject,
}

/// <summary>
/// A binding word on one revision of a comment: what, why, and by whom. There is no decision without a maker and a reason.
/// </summary>
/// <param name="Reason">A stable code: one of <see cref="Reasons"/>, or one that the site has added.</param>
/// <param name="Note">For colleagues, never shown to readers. At most <see cref="MaxNoteLength"/> characters.</param>
public sealed record Decision(Outcome Outcome, string Reason, Maker By, string? Note = null)
{
    /// <summary>1,000 characters: a paragraph; what needs more belongs in an e-mail between colleagues.</summary>
    public const int MaxNoteLength = 1_000;
}

/// <summary>Who made a decision: a closed family, so that "nobody" cannot be written down.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ByPolicy), MakerKinds.Policy)]
[JsonDerivedType(typeof(ByModerator), MakerKinds.Moderator)]
[JsonDerivedType(typeof(ByImport), MakerKinds.Import)]
public abstract record Maker
{
    private protected Maker()
    {
    }
}

/// <summary>The policy decided, over the verdict of the scorer with this version.</summary>
public sealed record ByPolicy(string Scorer) : Maker;

/// <summary>A person decided. The id is the account's, never a legal name.</summary>
public sealed record ByModerator(string Moderator) : Maker;

/// <summary>The decision was made in another system and came with an import from it.</summary>
public sealed record ByImport(string Source) : Maker;

/// <summary>The names under which makers are stored and sent. Add, never rename.</summary>
internal static class MakerKinds
{
    public const string Policy = "policy";
    public const string Moderator = "moderator";
    public const string Import = "import";

    public static readonly string[] All = [Policy, Moderator, Import];
}
