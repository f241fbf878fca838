using System.Runtime.Intrinsics;
using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Projections;

/// <summary>
/// A short fingerprint of a text's words: texts that share most of their words share most of its numbers (MinHash: A.
/// Broder, "On the resemblance and containment of documents", 1997). Texts of fewer than four words share it only when
/// they are the same words.
/// </summary>
public sealed record TextSketch(ulong[] Numbers)
{
    /// <summary>
    /// 12 numbers in 4 bands of 3: of two texts that share 80 % of their words, 19 of 20 pairs share a band.
    /// </summary>
    public const int Length = 12;
    public const int Bands = 4;

    // 8 of 12: texts that share two thirds of their words.
    private const int MinShared = 8;
    private const int MinWords = 4;

    // 8: how many different words are counted at most.
    private const int MaxCounted = 8;

    // A seed for each of the 12 numbers, four in a vector.
    private const ulong Seed = 0x9e3779b97f4a7c15UL;
    private static readonly Vector256<ulong> FirstSeeds = Vector256.Create(1UL, 2, 3, 4) * Seed;
    private static readonly Vector256<ulong> SecondSeeds = Vector256.Create(5UL, 6, 7, 8) * Seed;
    private static readonly Vector256<ulong> ThirdSeeds = Vector256.Create(9UL, 10, 11, 12) * Seed;

    /// <summary>The sketch of a text; null when it has too few words.</summary>
    /// <param name="minWords">How many different words it must have: 1 to 8.</param>
    public static TextSketch? Of(string text, int minWords = 1)
    {
        var (first, second, third) =
            (Vector256<ulong>.AllBitsSet, Vector256<ulong>.AllBitsSet, Vector256<ulong>.AllBitsSet);
        Span<ulong> different = stackalloc ulong[MaxCounted];
        Span<char> buffer = stackalloc char[SearchWords.MaxLength];
        var count = 0;
        for (var at = 0; SearchWords.Next(text, ref at, buffer) is { IsEmpty: false } word;)
        {
            var hash = Hash(word);
            if (count < MaxCounted && !different[..count].Contains(hash))
            {
                different[count++] = hash;
            }

            first = Vector256.Min(first, Mix(FirstSeeds + Vector256.Create(hash)));
            second = Vector256.Min(second, Mix(SecondSeeds + Vector256.Create(hash)));
            third = Vector256.Min(third, Mix(ThirdSeeds + Vector256.Create(hash)));
        }

        if (count < minWords)
        {
            return null;
        }

        var numbers = new ulong[Length];
        if (count < MinWords)
        {
            Array.Fill(numbers, All(different[..count]));
        }
        else
        {
            first.CopyTo(numbers);
            second.CopyTo(numbers, 4);
            third.CopyTo(numbers, 8);
        }

        return new(numbers);
    }

    /// <summary>True for texts that share most of their words.</summary>
    public bool IsLike(TextSketch other) =>
        Numbers.Zip(other.Numbers).Count(pair => pair.First == pair.Second) >= MinShared;

    /// <summary>The document under which a band of it is looked up.</summary>
    public string BandKey(int band) => FollowingKeys.Band(band, Band(band));

    /// <summary>A band of it as one number: alike texts mostly share one of them.</summary>
    /// <param name="band">From 0 to <see cref="Bands"/> - 1.</param>
    public ulong Band(int band)
    {
        const int width = Length / Bands;
        var hash = 14695981039346656037UL;
        for (var i = band * width; i < (band + 1) * width; i++)
        {
            hash = Mix(hash ^ Numbers[i]);
        }

        return hash;
    }

    // All words as one number, whatever their order.
    private static ulong All(Span<ulong> words)
    {
        words.Sort();
        var all = 0UL;
        foreach (var word in words)
        {
            all = Mix(all ^ word);
        }

        return all;
    }

    // FNV-1a over the letters; with a seed for each number it goes through the finaliser of SplitMix64.
    private static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in word)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    private static Vector256<ulong> Mix(Vector256<ulong> z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
        return z ^ (z >> 31);
    }

    private static ulong Mix(ulong z) => Mix(Vector256.CreateScalar(z)).ToScalar();
}

/// <summary>Comments that are nearly the same text: one card for a moderator, decided once.</summary>
/// <param name="Id">The first comment of it.</param>
public sealed record Cluster(Guid Id, ulong[] Sketch)
{
    /// <summary>The document that keeps it.</summary>
    public static string Key(Guid id) => FollowingKeys.Group(id);

    /// <summary>The document that says to which cluster a comment belongs.</summary>
    public static string OfKey(Guid comment) => FollowingKeys.GroupOf(comment);

    /// <summary>The index of its comments that wait; keys are their ids, values their articles.</summary>
    public static string WaitingIndex(Guid id) => FollowingKeys.Group(id);

    /// <summary>The counters of how many of it wait, and how many moderators rejected.</summary>
    public static (string Waiting, string Rejected) Counters(Guid id) => FollowingKeys.GroupCounters(id);
}

/// <summary>
/// Groups what waits into clusters, over the documents of a batch and those that were written before.
/// </summary>
internal sealed class NearDuplicates(string site, IStore store)
{
    private readonly Dictionary<string, byte[]?> _documents = [];
    private readonly HashSet<string> _changed = [];
    private readonly Dictionary<(string Index, string Key), byte[]?> _entries = [];
    private readonly Dictionary<string, long> _counts = [];

    /// <summary>A comment began to wait with this text.</summary>
    public async Task Waits(Guid comment, string article, string text, CancellationToken stop)
    {
        var sketch = TextSketch.Of(text);
        await ReadAhead(comment, sketch, stop);
        await Leaves(comment, false, stop);
        if (sketch is null)
        {
            return;
        }

        var id = await Find(sketch, stop) ?? await Begin(comment, sketch, stop);
        Put(Cluster.OfKey(comment), id.ToByteArray());
        _entries[(Cluster.WaitingIndex(id), comment.ToString("N"))] = System.Text.Encoding.UTF8.GetBytes(article);
        Add(Cluster.Counters(id).Waiting, 1);
    }

    /// <summary>A comment was decided on or withdrawn.</summary>
    public async Task Leaves(Guid comment, bool rejected, CancellationToken stop)
    {
        if (await Read(Cluster.OfKey(comment), stop) is not { } bytes)
        {
            return;
        }

        var id = new Guid(bytes);
        Put(Cluster.OfKey(comment), null);
        _entries[(Cluster.WaitingIndex(id), comment.ToString("N"))] = null;
        Add(Cluster.Counters(id).Waiting, -1);
        if (rejected)
        {
            Add(Cluster.Counters(id).Rejected, 1);
        }
    }

    /// <summary>How many changes are to be written.</summary>
    public int Changes => _changed.Count + _entries.Count + _counts.Count;

    public IEnumerable<DocumentChange> Documents() => _changed.Select(key => new DocumentChange(key, _documents[key]));

    public IEnumerable<EntryChange> Entries() =>
        _entries.Select(entry => new EntryChange(entry.Key.Index, entry.Key.Key, entry.Value));

    public IEnumerable<CounterChange> Counters() =>
        _counts.Where(count => count.Value != 0).Select(count => new CounterChange(count.Key, count.Value));

    private async Task<Guid?> Find(TextSketch sketch, CancellationToken stop)
    {
        for (var band = 0; band < TextSketch.Bands; band++)
        {
            if (await Read(sketch.BandKey(band), stop) is { } bytes
                && await Read(Cluster.Key(new Guid(bytes)), stop) is { } kept
                && JsonSerializer.Deserialize(kept, ClusterJson.Default.Cluster) is { } cluster
                    && sketch.IsLike(new(cluster.Sketch)))
            {
                return cluster.Id;
            }
        }

        return null;
    }

    private Task<Guid> Begin(Guid comment, TextSketch sketch, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Put(Cluster.Key(comment),
            JsonSerializer.SerializeToUtf8Bytes(new Cluster(comment, sketch.Numbers), ClusterJson.Default.Cluster));
        for (var band = 0; band < TextSketch.Bands; band++)
        {
            Put(sketch.BandKey(band), comment.ToByteArray());
        }

        return Task.FromResult(comment);
    }

    // One read instead of five: the comment's own group, and who stands in each band.
    private async Task ReadAhead(Guid comment, TextSketch? sketch, CancellationToken stop)
    {
        IEnumerable<string> bands = sketch is null ? [] : Enumerable.Range(0, TextSketch.Bands).Select(sketch.BandKey);
        List<string> keys =
            [.. bands.Prepend(Cluster.OfKey(comment)).Where(key => !_documents.ContainsKey(key)).Distinct()];
        var read = keys.Count == 0 ? [] : await store.ReadDocuments(site, keys, stop);
        foreach (var (key, value) in keys.Zip(read))
        {
            _documents[key] = value;
        }
    }

    private async ValueTask<byte[]?> Read(string key, CancellationToken stop)
    {
        if (!_documents.TryGetValue(key, out var bytes))
        {
            _documents[key] = bytes = await store.ReadDocument(site, key, stop);
        }

        return bytes;
    }

    private void Put(string key, byte[]? value)
    {
        _documents[key] = value;
        _changed.Add(key);
    }

    private void Add(string counter, long by) => _counts[counter] = _counts.GetValueOrDefault(counter) + by;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Cluster))]
internal sealed partial class ClusterJson : JsonSerializerContext;
