using NatComments.Core.Scoring.Features;
using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Models;

/// <summary>
/// A trained model in memory: for each language a table with one row of nine bytes per feature (a weight for each lane and the feature's rarity), the weights of the
/// named signals, the calibration of each lane, and a gate. The lanes are the heads and a second reading of abuse, for the one kind of texts whose readers mean something else by
/// it; the gate says how much a text is of that kind. Immutable and thread-safe; about 9.6 MB, read where it lies and never copied.
/// </summary>
public sealed class Model
{
    /// <summary>The heads, in the order of a row's bytes. <see cref="Category.Toxic"/> is the name other systems have for abuse, and doxxing has no model.</summary>
    internal static readonly Category[] Heads =
        [Category.Spam, Category.Abuse, Category.Severe, Category.Obscene, Category.Threat, Category.Insult, Category.Identity];

    /// <summary>The lane of abuse as most texts mean it.</summary>
    internal const int Abuse = 1;

    /// <summary>The lane of abuse as the texts mean it that the gate lets through.</summary>
    internal const int SecondAbuse = 7;

    /// <summary>The heads and the second reading of abuse: as many weights as one vector holds.</summary>
    internal const int Lanes = 8;

    /// <summary>Where the numbers of the gate stand, behind those of the lanes.</summary>
    internal const int Gate = Lanes;

    /// <summary>Bytes of a row: the weights and the rarity.</summary>
    internal const int RowSize = Lanes + 1;

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
/// <param name="GateTable">The first byte of the gate: one weight for each of <see cref="FeatureSpace.GateBuckets"/>.</param>
/// <param name="Scales">For each lane and the gate, what a weight of 127 × 127 is worth.</param>
/// <param name="SignalWeights">For each lane and the gate, the weights of the named signals in their order.</param>
/// <param name="Slopes">For each lane, the calibration: log-odds = slope × score + offset.</param>
/// <param name="Offsets">See <paramref name="Slopes"/>.</param>
internal sealed unsafe record LanguageModel(nint Table, nint GateTable, float[] Scales, float[] SignalWeights, float[] Slopes, float[] Offsets)
{
    /// <summary>A sixteenth: rarities of 0 to 16 nats in one byte.</summary>
    internal const float RarityStep = 1 / 16f;

    /// <summary>The weights of a feature, one byte for each lane.</summary>
    internal ulong Row(int bucket) => System.Runtime.CompilerServices.Unsafe.ReadUnaligned<ulong>((byte*)Table + ((nint)bucket * Model.RowSize));

    /// <summary>The rarity of a feature.</summary>
    internal float Rarity(int bucket) => ((byte*)Table)[((nint)bucket * Model.RowSize) + Model.Lanes] * RarityStep;

    /// <summary>The weight of a feature in the gate, before scaling.</summary>
    internal int GateWeight(int bucket)
    {
        var stored = (int)((sbyte*)GateTable)[FeatureSpace.GateBucket(bucket)];
        return stored * Math.Abs(stored);
    }

    /// <summary>A weight as it is stored: the square root of its size, so that small weights are kept finely.</summary>
    internal static sbyte Compress(double weight, double scale)
    {
        var root = Math.Sqrt(Math.Min(1, Math.Abs(weight) / Math.Max(scale * 127 * 127, 1e-12)));
        return (sbyte)(Math.Sign(weight) * Math.Round(root * 127));
    }

    /// <summary>The weight of one lane in a row.</summary>
    internal float Weight(ulong row, int lane)
    {
        var stored = (sbyte)(byte)(row >> (lane * 8));
        return stored * Math.Abs((int)stored) * Scales[lane];
    }
}
