using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>Keys of who a visitor is: names, pseudonyms' proofs, private feeds, digests of networks.</summary>
public static class VisitorKeys
{
    public const string Names = "name/";
    public const string Spent = "spent/";
    public const string NetworkMarks = "reported/";

    /// <summary>What the documents of proofs by a key begin with, of today's form and of the old one.</summary>
    public static readonly IReadOnlyList<string> KeyProofs = [KeyProof, OldKeyProof];

    /// <summary>What the documents of proofs by a phrase begin with, of today's form and of the old one.</summary>
    public static readonly IReadOnlyList<string> PhraseProofs = [PhraseProof, OldPhraseProof];

    private const string KeyProof = "proof/of-key/";
    private const string OldKeyProof = "proof/key/";
    private const string PhraseProof = "proof/named-phrase/";
    private const string OldPhraseProof = "proof/phrase/";
    private const string Proofs = "proofs/";
    private const string Held = "names/";
    private const string Feeds = "feed/";

    private static readonly Export NoProof = Export.Not("Whoever signs in elsewhere proves it there; digests are made with this server's keys.");

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        Proof("name", KeySpace.Document, Names + "{folded name}", key => TryParseName(key, out _)),
        Proof("names of an author", KeySpace.Index, Held + "{author}", key => TryParseNamesOf(key, out _)),
        Proof("proof by key", KeySpace.Document, KeyProof + "{digest}", key => TryParseProofByKey(key, out _)),
        Proof("proof by key of old form", KeySpace.Document, OldKeyProof + "{digest}",
            key => TryParseOldProofByKey(key, out _)),
        Proof("proof by phrase", KeySpace.Document, PhraseProof + "{digest}", key => TryParseProofByPhrase(key, out _)),
        Proof("proof by phrase of old form", KeySpace.Document, OldPhraseProof + "{digest}",
            key => TryParseOldProofByPhrase(key, out _)),
        Proof("proofs of an author", KeySpace.Index, Proofs + "{author}", key => TryParseProofsOf(key, out _)),
        new("spent challenge", KeySpace.Document, KeyPlace.Site, Spent + "{second}/{digest}",
            key => TryParseSpentChallenge(key, out _, out _),
            Erasure.NotPersonal, Export.Not("It is worth nothing after two minutes."), Import.None,
            Retention.Ends("Later challenges remove it after four minutes.")),
        new("feed", KeySpace.Document, KeyPlace.Site, Feeds + "{author}", key => TryParseFeed(key, out _),
            Erasure.Rewritten("A new random turn ends every address that was given out."),
            Export.Not("Addresses are made with this server's keys."),
            Import.None, Retention.Stays),
        new("network mark", KeySpace.Document, KeyPlace.Site, NetworkMarks + "{day}/{digest}",
            key => TryParseNetworkMark(key, out _, out _),
            Erasure.NotPersonal, Export.Not("It is worth nothing after its day."), Import.None, Retention.Day),
    ];

    /// <summary>The document that says whose a name is.</summary>
    public static string Name(string folded) => Names + folded;

    public static bool TryParseName(string key, [NotNullWhen(true)] out string? folded) =>
        KeyText.TryRest(key, Names, out folded);

    /// <summary>The index of the names that an author holds.</summary>
    public static string NamesOf(string author) => Held + author;

    public static bool TryParseNamesOf(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryId(key, Held, out author);

    /// <summary>The document that says whose a key is.</summary>
    public static string ProofByKey(string digest) => KeyProof + digest;

    public static bool TryParseProofByKey(string key, [NotNullWhen(true)] out string? digest) =>
        KeyText.TryId(key, KeyProof, out digest);

    /// <summary>The same as it was until the server's key was used.</summary>
    public static string OldProofByKey(string digest) => OldKeyProof + digest;

    public static bool TryParseOldProofByKey(string key, [NotNullWhen(true)] out string? digest) =>
        KeyText.TryId(key, OldKeyProof, out digest);

    /// <summary>The document that says whose a phrase under a name is.</summary>
    public static string ProofByPhrase(string digest) => PhraseProof + digest;

    public static bool TryParseProofByPhrase(string key, [NotNullWhen(true)] out string? digest) =>
        KeyText.TryId(key, PhraseProof, out digest);

    /// <summary>The same as it was until phrases went with a name.</summary>
    public static string OldProofByPhrase(string digest) => OldPhraseProof + digest;

    public static bool TryParseOldProofByPhrase(string key, [NotNullWhen(true)] out string? digest) =>
        KeyText.TryId(key, OldPhraseProof, out digest);

    /// <summary>The index of the proofs that lead to an author.</summary>
    public static string ProofsOf(string author) => Proofs + author;

    public static bool TryParseProofsOf(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryId(key, Proofs, out author);

    /// <summary>What the mark of a challenge of this second begins with; such marks are ordered by time.</summary>
    public static string SpentAt(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Spent}{at.ToUnixTimeSeconds():D12}");

    /// <summary>The mark that a challenge was used.</summary>
    public static string SpentChallenge(DateTimeOffset at, string digest) => $"{SpentAt(at)}/{digest}";

    public static bool TryParseSpentChallenge(string key, out DateTimeOffset at, [NotNullWhen(true)] out string? digest)
    {
        at = default;
        if (!KeyText.TrySplitLast(key, out var before, out digest) || !KeyText.TryRest(before, Spent, out var second)
            || !KeyText.TryNumber(second, 12, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>The document with what the address of an author's private feed is made with.</summary>
    public static string Feed(string author) => Feeds + author;

    public static bool TryParseFeed(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryId(key, Feeds, out author);

    /// <summary>What the marks of a day's reports begin with; they are ordered by day.</summary>
    public static string NetworkMarksOf(string day) => NetworkMarks + day;

    /// <summary>The mark of the first report of a network about a comment on a day (<c>2026-03-01</c>).</summary>
    public static string NetworkMark(string day, string digest) => $"{NetworkMarks}{day}/{digest}";

    public static bool TryParseNetworkMark(string key, [NotNullWhen(true)] out string? day,
        [NotNullWhen(true)] out string? digest)
    {
        day = null;
        return KeyText.TrySplitLast(key, out var before, out digest) && KeyText.TryRest(before, NetworkMarks, out day)
            && KeyText.IsDay(day);
    }

    private static KeyKind Proof(string name, KeySpace space, string pattern, Func<string, bool> test) =>
        new(name, space, KeyPlace.Site, pattern, test, Erasure.Removed, NoProof, Import.None, Retention.Stays);
}
