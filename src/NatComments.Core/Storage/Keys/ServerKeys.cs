using System.Diagnostics.CodeAnalysis;

namespace NatComments.Core.Storage.Keys;

/// <summary>
/// Keys of the server itself: its secrets, its sites, its upgrades. All lie in the server's partition.
/// </summary>
public static class ServerKeys
{
    /// <summary>Everything that begins so is encrypted at rest, also what a newer version keeps there.</summary>
    public const string Secrets = "secret/";

    /// <summary>The key that every other is made from.</summary>
    public const string Root = Secrets + "root";

    public const string Days = Secrets + "day/";
    public const string AuditKeys = Secrets + "audit-key/";
    public const string Sites = "site/";

    /// <summary>Present while a migration into this store is not finished.</summary>
    public const string Unfinished = "migration/unfinished";

    /// <summary>A stream that is never written; its version is read to see that the store answers.</summary>
    public const string Health = "health";

    private const string Forms = "stored-forms/1/";

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        Server("root secret", Root, key => key == Root, Retention.Stays) with { IsSealed = true },
        Server("key of a day", Days + "{day}", key => TryParseDay(key, out _), Retention.Day) with { IsSealed = true },
        Server("audit key", AuditKeys + "{id}", key => TryParseAuditKey(key, out _), Retention.Stays)
            with { IsSealed = true },
        Server("site", Sites + "{site}", key => TryParseSite(key, out _), Retention.Stays),
        Server("stored form", Forms + "{site}", key => TryParseStoredForm(key, out _), Retention.Stays),
        Server("unfinished migration", Unfinished, key => key == Unfinished,
            Retention.Ends("It goes when both stores are equal.")),
        Server("health", Health, key => key == Health, Retention.Stays) with { Space = KeySpace.Stream },
    ];

    /// <summary>The document of the key of a day (<c>2026-03-01</c>).</summary>
    public static string Day(string day) => Days + day;

    public static bool TryParseDay(string key, [NotNullWhen(true)] out string? day) =>
        KeyText.TryRest(key, Days, out day) && KeyText.IsDay(day);

    /// <summary>The document of a key of audit chains.</summary>
    public static string AuditKey(string id) => AuditKeys + id;

    public static bool TryParseAuditKey(string key, [NotNullWhen(true)] out string? id) =>
        KeyText.TryRest(key, AuditKeys, out id);

    /// <summary>The document of a site.</summary>
    public static string Site(string site) => Sites + site;

    public static bool TryParseSite(string key, [NotNullWhen(true)] out string? site) =>
        KeyText.TryId(key, Sites, out site);

    /// <summary>The document that says that a site is stored in today's form.</summary>
    public static string StoredForm(string site) => Forms + site;

    public static bool TryParseStoredForm(string key, [NotNullWhen(true)] out string? site) =>
        KeyText.TryId(key, Forms, out site);

    private static KeyKind Server(string name, string pattern, Func<string, bool> test, Retention retention) => new(
        name, KeySpace.Document, KeyPlace.Server, pattern, test, Erasure.NotPersonal,
        Export.Not("It belongs to the server."), Import.Own, retention);
}
