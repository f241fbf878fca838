using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Queue;

/// <summary>A queue that somebody put together: whatever waits, in any queue, under these articles or by these authors (a watch list).</summary>
/// <param name="Id">Begins with <see cref="Prefix"/>; it is the queue's name in the API.</param>
public sealed record SavedView(string Id, string Name, IReadOnlyList<string> Articles, IReadOnlyList<string> Authors)
{
    /// <summary>What tells a view's id from the name of a queue.</summary>
    public const string Prefix = "view-";

    /// <summary>100 characters for its name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>200 articles and 200 authors: a watch list, not a second database.</summary>
    public const int MaxListed = 200;

    /// <summary>100 views on a site: what still fits a menu.</summary>
    public const int MaxViews = 100;

    /// <summary>The document that keeps a view.</summary>
    public static string Key(string id) => SiteKeys.View(id);

    /// <summary>True when an entry of any queue belongs to it.</summary>
    public bool Holds(QueueEntry entry) => Articles.Contains(entry.Article) || Authors.Contains(entry.Author);

    /// <summary>What the keys of entries of its articles hold; whatever does not and is by none of its authors need not be read.</summary>
    public IReadOnlySet<uint> Fingerprints() => Articles.Select(article => ThreadId.FromTrusted("", article).Fingerprint).ToHashSet();

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ViewJson.Default.SavedView);

    public static SavedView? FromBytes(byte[]? bytes) => bytes is null ? null : JsonSerializer.Deserialize(bytes, ViewJson.Default.SavedView);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SavedView))]
internal sealed partial class ViewJson : JsonSerializerContext;
