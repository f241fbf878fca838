namespace NatComments.Core.Moderation;

/// <summary>
/// The reasons that ship with the product. They are stored for ever: add, never rename. SiteDirectory may add their own of the same form.
/// </summary>
public static class Reasons
{
    public const string Clean = "clean";
    public const string Spam = "spam";
    public const string Insult = "insult";
    public const string Hate = "hate";
    public const string Threat = "threat";
    public const string Obscene = "obscene";
    public const string Doxxing = "doxxing";
    public const string OffTopic = "off-topic";
    public const string Legal = "legal";
    public const string Other = "other";

    /// <summary>Every shipped reason with which a comment can be rejected.</summary>
    public static readonly IReadOnlyList<string> ForRejection = [Spam, Insult, Hate, Threat, Obscene, Doxxing, OffTopic, Legal, Other];

    /// <summary>What a reader may give as the reason of a report.</summary>
    public static readonly IReadOnlyList<string> ForReport = [Spam, Insult, Hate, Threat, Obscene, Doxxing, OffTopic, Legal, Other];

    /// <summary>40 characters: a word or two; it is a code, its text for people stands elsewhere.</summary>
    public const int MaxLength = 40;

    /// <summary>Lower-case letters, digits and hyphens, 1 to <see cref="MaxLength"/> of them.</summary>
    public static bool IsWellFormed(string? reason) =>
        reason is { Length: > 0 and <= MaxLength } && reason.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}

/// <summary>Why a comment waits for a person instead of being decided by the policy. Stored for ever: add, never rename.</summary>
public static class HoldReasons
{
    public const string Score = "score";
    public const string ConflictingSignals = "conflicting-signals";
    public const string NewAuthor = "new-author";
    public const string ThreadPremoderated = "thread-premoderated";
    public const string EditedAfterDecision = "edited-after-decision";
    public const string Doxxing = "doxxing";
    public const string WordList = "word-list";

    /// <summary>It answers a comment that nobody sees yet; published, it would show that there is one.</summary>
    public const string ParentWaits = "parent-waits";
}
