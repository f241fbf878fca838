namespace NatComments.Core.Storage.Keys;

/// <summary>
/// Every kind of key that the store may hold. Keys are made and read by the classes of this folder and nowhere else; a
/// test fills a store with all
/// that a site does and fails for a key of no kind, and for one whose line says other than what erasure, export, import
/// or retention does.
/// </summary>
public static class StoreKeys
{
    /// <summary>All kinds. Documents of an export come in this order.</summary>
    public static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        .. ThreadKeys.Kinds, .. AuthorKeys.Kinds, .. SiteKeys.Kinds, .. VisitorKeys.Kinds, .. QueueKeys.Kinds,
            .. StatisticsKeys.Kinds,
        .. SearchKeys.Kinds, .. FollowingKeys.Kinds, .. AuditChainKeys.Kinds, .. AccountKeys.Kinds, .. ServerKeys.Kinds,
    ];

    /// <summary>The beginnings of the keys of documents that are encrypted at rest.</summary>
    public static IReadOnlyList<string> SealedOfServer { get; } = [ServerKeys.Secrets, AccountKeys.Ids];

    /// <summary>The same in the partition of a site.</summary>
    public static IReadOnlyList<string> SealedOfSite { get; } = [SiteKeys.ReaderSettings];

    /// <summary>The kinds of a key; one for every key of the store.</summary>
    public static IEnumerable<KeyKind> Of(string partition, KeySpace space, string key)
    {
        var place = partition == Commit.ServerPartition ? KeyPlace.Server : KeyPlace.Site;
        return Kinds.Where(kind => kind.Space == space && kind.Place.HasFlag(place) && kind.Is(key));
    }

    /// <summary>The beginnings of the documents that an export has as lines of this form, in its order.</summary>
    public static IReadOnlyList<string> Exported(Export.Lines lines)
    {
        // One beginning may cover another kind's keys, as those of erased comments do with erased reports'.
        var all = Kinds.Where(kind => kind.Export.What == lines).Select(kind => kind.Prefix).Distinct().ToList();
        return [.. all.Where(prefix => !all.Exists(other => other != prefix
            && prefix.StartsWith(other, StringComparison.Ordinal)))];
    }

    /// <summary>The beginnings of the documents that leave a site with their visitor.</summary>
    public static IReadOnlyList<string> Erased { get; } =
        [.. Kinds.Where(kind => kind is { Space: KeySpace.Document, Erasure.What: Erasure.Fate.Removed }).Select(kind =>
        kind.Prefix)];
}
