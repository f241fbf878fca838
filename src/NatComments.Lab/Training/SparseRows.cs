using NatComments.Core.Scoring.Features;

namespace NatComments.Lab.Training;

/// <summary>Training texts as sparse rows of feature values, each half of unit length, with the named signals behind the buckets and one column per set behind those.</summary>
public sealed class SparseRows
{
    /// <summary>5: a set's own bias is regularised less than a word, so that what sets do not share does not leak into words.</summary>
    private const float SetBias = 5f;

    /// <summary>The column that is 1 in every text.</summary>
    public const int BiasColumn = FeatureSpace.Buckets + (int)NamedSignal.Bias;

    private readonly List<int[]> _columns = [];
    private readonly List<float[]> _values = [];

    /// <summary>Columns: buckets, named signals, sets.</summary>
    /// <param name="sets">How many sets the texts come from.</param>
    public SparseRows(int sets) => Width = FeatureSpace.Buckets + NamedSignals.Count + sets;

    /// <summary>How many columns there are.</summary>
    public int Width { get; }

    /// <summary>How many texts there are.</summary>
    public int Count => _columns.Count;

    /// <summary>The columns of a text that are not 0, in no order.</summary>
    public ReadOnlySpan<int> Columns(int row) => _columns[row];

    /// <summary>The values in <see cref="Columns"/>.</summary>
    public ReadOnlySpan<float> Values(int row) => _values[row];

    /// <summary>The same texts with other columns; two that become one count together.</summary>
    internal SparseRows WithColumns(Converter<int, int> map)
    {
        var rows = new SparseRows(Width - FeatureSpace.Buckets - NamedSignals.Count);
        rows._columns.AddRange(_columns.Select(columns => Array.ConvertAll(columns, map)));
        rows._values.AddRange(_values);
        return rows;
    }

    /// <summary>Adds a text. Buckets that are not kept count for its length, as they do when it is scored, and are left out otherwise.</summary>
    internal void Add(RawText text, int set, float[] rarity, bool[] isKept)
    {
        var signals = text.Signals.Count(s => s != 0);
        var kept = text.Features.Count(f => isKept[f & (FeatureSpace.Buckets - 1)]);
        var columns = new int[kept + signals + 1];
        var values = new float[columns.Length];
        double words = 0, grams = 0;
        var at = 0;
        foreach (var feature in text.Features)
        {
            var bucket = feature & (FeatureSpace.Buckets - 1);
            var value = Core.Scoring.Models.LinearHeads.TermWeight(feature >> FeatureSpace.BucketBits) * rarity[bucket];
            words += bucket < FeatureSpace.Half ? value * value : 0;
            grams += bucket < FeatureSpace.Half ? 0 : value * value;
            if (isKept[bucket])
            {
                columns[at] = bucket;
                values[at++] = value;
            }
        }

        var (perWord, perGram) = ((float)(1 / Math.Sqrt(Math.Max(words, 1e-9))), (float)(1 / Math.Sqrt(Math.Max(grams, 1e-9))));
        for (var i = 0; i < kept; i++)
        {
            values[i] *= columns[i] < FeatureSpace.Half ? perWord : perGram;
        }

        for (var i = 0; i < text.Signals.Length; i++)
        {
            if (text.Signals[i] != 0)
            {
                columns[at] = FeatureSpace.Buckets + i;
                values[at++] = text.Signals[i];
            }
        }

        columns[at] = FeatureSpace.Buckets + NamedSignals.Count + Math.Max(set, 0);
        values[at] = set < 0 ? 0 : SetBias;
        _columns.Add(columns);
        _values.Add(values);
    }
}

/// <summary>The features of one text before weighing: bucket in the low bits, count above.</summary>
internal sealed record RawText(int[] Features, float[] Signals);
