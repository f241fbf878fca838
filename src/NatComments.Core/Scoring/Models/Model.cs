using NatComments.Core.Scoring.Features;
using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Models;

/// <summary>
/// A trained model in memory: for each language a table with one row of eight bytes per feature (seven weights and the feature's rarity), the weights of the
/// named signals, and the calibration of each head. Immutable and thread-safe; about 8.4 MB, read where it lies and never copied.
/// </summary>
public sealed class Model
{
    /// <summary>The heads, in the order of a row's bytes. <see cref="Category.Toxic"/> is the name other systems have for abuse, and doxxing has no model.</summary>
    internal static readonly Category[] Heads =
        [Category.Spam, Category.Abuse, Category.Severe, Category.Obscene, Category.Threat, Category.Insult, Category.Identity];

    /// <summary>Bytes of a row: seven weights and the rarity.</summary>
    internal const int RowSize = 8;

    /// <summary>Bytes of a language's table.</summary>
    internal const int TableSize = FeatureSpace.Buckets * RowSize;

    private readonly object _owner;

    internal Model(string version, LanguageModel turkish, LanguageModel english, object owner)
    {
        Version = version;
        Turkish = turkish;
        English = english;
        _owner = owner;
    }

    /// <summary>Names the training that made the model.</summary>
    public string Version { get; }

    internal LanguageModel Turkish { get; }

    internal LanguageModel English { get; }

    internal LanguageModel Of(Language language) => language == Language.Turkish ? Turkish : English;

    /// <summary>Keeps the memory under the tables alive for as long as a scorer may read it.</summary>
    internal void KeepAlive() => GC.KeepAlive(_owner);
}

/// <summary>The part of a model that belongs to one language.</summary>
/// <param name="Table">The first byte of the rows. It stays where it is for as long as the model lives.</param>
/// <param name="Scales">For each head, what a weight of 127 × 127 is worth.</param>
/// <param name="SignalWeights">For each head, the weights of the named signals in their order.</param>
/// <param name="Slopes">For each head, the calibration: probability = sigmoid(slope × score + offset).</param>
/// <param name="Offsets">See <paramref name="Slopes"/>.</param>
internal sealed unsafe record LanguageModel(nint Table, float[] Scales, float[] SignalWeights, float[] Slopes, float[] Offsets)
{
    /// <summary>A sixteenth: rarities of 0 to 16 nats in one byte.</summary>
    internal const float RarityStep = 1 / 16f;

    /// <summary>The row of a feature.</summary>
    internal ulong Row(int bucket) => System.Runtime.CompilerServices.Unsafe.ReadUnaligned<ulong>((byte*)Table + ((nint)bucket * Model.RowSize));

    /// <summary>A weight as it is stored: the square root of its size, so that small weights are kept finely.</summary>
    internal static sbyte Compress(double weight, double scale)
    {
        var root = Math.Sqrt(Math.Min(1, Math.Abs(weight) / Math.Max(scale * 127 * 127, 1e-12)));
        return (sbyte)(Math.Sign(weight) * Math.Round(root * 127));
    }

    /// <summary>The weight of one head in a row.</summary>
    internal float Weight(ulong row, int head)
    {
        var stored = (sbyte)(byte)(row >> (head * 8));
        return stored * Math.Abs((int)stored) * Scales[head];
    }

    /// <summary>The rarity in a row.</summary>
    internal static float Rarity(ulong row) => (byte)(row >> 56) * RarityStep;
}
