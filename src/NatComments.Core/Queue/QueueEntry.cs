using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Queue;

/// <summary>
/// A comment that waits for a person, as a queue lists it. The queue is a view: it follows from the thread's events alone, and
/// the key under which an entry is filed follows from the comment's standing, so that it can always be found again to be removed.
/// </summary>
/// <param name="Revision">The revision that waits.</param>
/// <param name="DecidedBy">The moderator who decided last, null when none has: an appeal goes to another.</param>
/// <param name="Scores">The last verdict in the order of <see cref="Category"/>; empty for comments that were never scored. Kept here so that a page of a queue wakes no thread.</param>
public sealed record QueueEntry(
    string Article, Guid Comment, int Revision, string Author, DateTimeOffset PostedAt, Guid? ParentId,
    CommentStatus Status, int OpenReports, string Lang, IReadOnlyList<float> Scores, Waiting Waiting, string? DecidedBy = null)
{
    /// <summary>Who had decided when it was appealed; null for nobody.</summary>
    public IReadOnlyList<string>? DecidedBeforeAppeal { get; init; }

    /// <summary>Only an editor may decide on it.</summary>
    public bool NeedsEditor { get; init; }

    /// <summary>The number of the decision that stands, 0 for none; null in entries that an older version filed.</summary>
    public int? DecisionNumber { get; init; }

    /// <summary>The former revision that readers see while this one waits; null for none.</summary>
    public int? ShownRevision { get; init; }

    /// <summary>The index that holds a queue.</summary>
    public static string IndexOf(string queue) => QueueKeys.Queue(queue);

    /// <summary>The index that orders a queue's entries by how long they have waited.</summary>
    public static string AgeIndexOf(string queue) => QueueKeys.ByAge(queue);

    /// <summary>The counter that holds a queue's length.</summary>
    public static string CounterOf(string queue) => QueueKeys.Queue(queue);

    /// <summary>The entry of a comment that waits, else null.</summary>
    public static QueueEntry? Of(string article, CommentState? comment) =>
        comment?.Standing.Waiting is { } waiting
            ? new(article, comment.Id, comment.Revision, comment.Author, comment.PostedAt, comment.ParentId,
                comment.Status, comment.Standing.OpenReports, comment.Lang, Listed(comment.Scores), waiting,
                (comment.Standing.Decision?.By as ByModerator)?.Moderator)
            {
                DecidedBeforeAppeal = comment.AppealedAfter == 0 ? null : comment.DecidedBeforeAppeal,
                NeedsEditor = comment.NeedsEditor,
                DecisionNumber = comment.Standing.DecisionNumber,
                ShownRevision = comment.FormerRevision,
            }
            : null;

    /// <summary>True when the rules would let this moderator decide on it.</summary>
    /// <param name="others">Everybody else who may decide on the site.</param>
    public bool MayDecide(Decider moderator, IReadOnlyList<Decider> others) =>
        moderator.Role >= (NeedsEditor || Waiting.Queue == Queues.Escalated ? Role.Editor : Role.Moderator)
        && !DecisionRules.MustLeaveToAnother(moderator.Account, DecidedBeforeAppeal ?? Appealed(), DecidedBy, NeedsEditor, others);

    /// <summary>The key in <see cref="AgeIndexOf"/>: the longest waiting first.</summary>
    public string AgeKey => QueueKeys.AgeEntry(Key);

    /// <summary>Since when the entry with this key in <see cref="AgeIndexOf"/> waits.</summary>
    public static DateTimeOffset SinceOf(string ageKey) =>
        ThreadKeys.TryParseCommentEntry(ageKey, out var since, out _, out _) ? since : throw new FormatException($"{ageKey} is no entry of a queue.");

    /// <summary>Orders by urgency, then by age, then arbitrarily but always the same.</summary>
    public string Key => QueueKeys.Entry(Waiting.Priority, Waiting.Since, ThreadId.FromTrusted("", Article).Fingerprint, Comment);

    /// <summary>The verdict that the entry was filed with, null when there was none.</summary>
    public Verdict? Verdict() => Scores is [var spam, var abuse, var toxic, var severe, var obscene, var threat, var insult, var identity, var doxxing]
        ? new(Lang, new Scores(spam, abuse, toxic, severe, obscene, threat, insult, identity, doxxing))
        : null;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, QueueJson.Default.QueueEntry);

    public static QueueEntry FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, QueueJson.Default.QueueEntry)!;

    // An entry that an older version filed knows only who decided last.
    private IReadOnlyList<string> Appealed() => Waiting.Queue == Queues.Appealed && DecidedBy is not null ? [DecidedBy] : [];

    private static IReadOnlyList<float> Listed(Scores? scores) =>
        scores is { } s ? [s.Spam, s.Abuse, s.Toxic, s.Severe, s.Obscene, s.Threat, s.Insult, s.Identity, s.Doxxing] : [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QueueEntry))]
internal sealed partial class QueueJson : JsonSerializerContext;
