using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>Keys of the moderation queues.</summary>
public static class QueueKeys
{
    // Digits of 999 less the priority, of the ticks and of the article's fingerprint in the key of an entry.
    private const int PriorityDigits = 3;
    private const int TickDigits = 16;
    private const int ArticleDigits = 8;

    private const string Queues = "queue/";
    private const string Ages = "queue-age/";
    private const string Entries = "entered/";

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        new("queue", KeySpace.Index, KeyPlace.Site, Queues + "{queue}", key => TryParseQueue(key, out _),
            Erasure.Removed, Export.Derived, Import.Derived, Retention.Ends("An entry goes with the decision.")),
        new("queue by age", KeySpace.Index, KeyPlace.Site, Ages + "{queue}", key => TryParseByAge(key, out _),
            Erasure.Removed, Export.Derived, Import.Derived, Retention.Ends("An entry goes with the decision.")),
        new("length of a queue", KeySpace.Counter, KeyPlace.Site, Queues + "{queue}", key => TryParseQueue(key, out _),
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Stays),
        new("entered a queue", KeySpace.Counter, KeyPlace.Site, Entries + "{queue}", key => TryParseEntered(key, out _),
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Stays),
    ];

    /// <summary>The index of a queue, and the counter of its length.</summary>
    public static string Queue(string queue) => Queues + queue;

    public static bool TryParseQueue(string key, [NotNullWhen(true)] out string? queue) =>
        KeyText.TryId(key, Queues, out queue);

    /// <summary>The index of a queue, the longest waiting first.</summary>
    public static string ByAge(string queue) => Ages + queue;

    public static bool TryParseByAge(string key, [NotNullWhen(true)] out string? queue) =>
        KeyText.TryId(key, Ages, out queue);

    /// <summary>The entry of a comment in <see cref="Queue"/>: the most urgent first, then the oldest.</summary>
    public static string Entry(int priority, DateTimeOffset since, uint article, Guid comment) =>
        string.Create(CultureInfo.InvariantCulture, $"{999 - priority:D3}-")
        + ThreadKeys.CommentEntry(since, article, comment);

    public static bool TryParseEntry(string entry, out int priority, out DateTimeOffset since, out uint article,
        out Guid comment)
    {
        (priority, since, article, comment) = (0, default, 0, Guid.Empty);
        if (entry.IndexOf('-') is var cut
            && (cut < PriorityDigits || !int.TryParse(entry.AsSpan(0, cut), NumberStyles.None,
            CultureInfo.InvariantCulture, out priority)))
        {
            return false;
        }

        priority = 999 - priority;
        return ThreadKeys.TryParseCommentEntry(entry[(cut + 1)..], out since, out article, out comment);
    }

    /// <summary>
    /// The entry in <see cref="ByAge"/> of an entry in <see cref="Queue"/>: the same without the priority.
    /// </summary>
    public static string AgeEntry(string entry) => entry[(entry.IndexOf('-') + 1)..];

    /// <summary>
    /// The fingerprint of an entry's article; saved views ask 60,000 entries for it, so nothing else is read.
    /// </summary>
    public static bool TryParseArticle(string entry, out uint article) => uint.TryParse(
        entry.AsSpan(PriorityDigits + TickDigits + 2, ArticleDigits), NumberStyles.HexNumber,
        CultureInfo.InvariantCulture, out article);

    /// <summary>The counter of entries that a queue has ever taken in.</summary>
    public static string Entered(string queue) => Entries + queue;

    public static bool TryParseEntered(string key, [NotNullWhen(true)] out string? queue) =>
        KeyText.TryId(key, Entries, out queue);
}
