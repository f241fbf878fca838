using System.Collections.Concurrent;
using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;

namespace NatComments.Lab.Training;

/// <summary>Trains every head of one language and folds them into the language's table.</summary>
internal sealed class LanguageTableBuilder
{
    /// <summary>A feature seen in fewer texts weighs nothing: it would only add noise to the row it shares.</summary>
    private const int MinTexts = 2;

    private readonly List<Example> _examples;
    private readonly SparseRows _rows;
    private readonly float[] _rarity;
    private readonly int _seed;

    internal LanguageTableBuilder(List<Example> examples, int sets, int seed)
    {
        _examples = examples;
        _seed = seed;
        var raw = Extract(examples);
        var texts = CountTexts(raw);
        var isKept = Array.ConvertAll(texts, n => n >= MinTexts);
        _rarity = Rarities(texts, raw.Length);
        _rows = new SparseRows(sets);
        for (var i = 0; i < raw.Length; i++)
        {
            _rows.Add(raw[i], examples[i].Set, _rarity, isKept);
            raw[i] = null!;
        }
    }

    /// <summary>Trains the heads, at most two at a time, and reports each as it is done.</summary>
    internal LanguageTable Build(HeadTraining train, Action<string> done)
    {
        var weights = new float[]?[Model.Heads.Length];
        Parallel.For(0, weights.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, head =>
        {
            var targets = new List<Target>();
            for (var i = 0; i < _examples.Count; i++)
            {
                if (_examples[i].Labels[head] is { } label)
                {
                    targets.Add(new Target(i, label, _examples[i].Costs[head]));
                }
            }

            weights[head] = train(_rows, targets, Model.Heads[head], _seed + head);
            done(Model.Heads[head].ToString());
        });
        return Fold(weights);
    }

    private static RawText[] Extract(List<Example> examples)
    {
        var raw = new RawText[examples.Count];
        Parallel.ForEach(Partitioner.Create(0, examples.Count), new ParallelOptions { MaxDegreeOfParallelism = 2 }, range =>
        {
            var text = new NormalisedText();
            var features = new FeatureSet();
            for (var i = range.Item1; i < range.Item2; i++)
            {
                TextNormaliser.Normalise(examples[i].Text, text, Languages.Parse(examples[i].Lang));
                FeatureExtractor.Extract(text, features);
                var packed = new int[features.Count];
                for (var k = 0; k < packed.Length; k++)
                {
                    packed[k] = features.Buckets[k] | (Math.Min((int)features.Counts[k], 4_095) << FeatureSpace.BucketBits);
                }

                raw[i] = new RawText(packed, [.. features.Signals]);
            }
        });
        return raw;
    }

    private static int[] CountTexts(RawText[] raw)
    {
        var texts = new int[FeatureSpace.Buckets];
        foreach (var text in raw)
        {
            foreach (var feature in text.Features)
            {
                texts[feature & (FeatureSpace.Buckets - 1)]++;
            }
        }

        return texts;
    }

    /// <summary>Inverse document frequencies, rounded as the table stores them.</summary>
    private static float[] Rarities(int[] texts, int all) =>
        Array.ConvertAll(texts, n => Stored(Math.Log((1.0 + all) / (1 + Math.Max(n, MinTexts))) + 1) * LanguageModel.RarityStep);

    private static byte Stored(double rarity) => (byte)Math.Clamp(Math.Round(rarity / LanguageModel.RarityStep), 1, 255);

    private LanguageTable Fold(float[]?[] weights)
    {
        var heads = weights.Length;
        var rows = new byte[Model.TableSize];
        var scales = new float[heads];
        var signals = new float[heads * NamedSignals.Count];
        for (var i = 0; i < FeatureSpace.Buckets; i++)
        {
            rows[(i * Model.RowSize) + heads] = (byte)Math.Round(_rarity[i] / LanguageModel.RarityStep);
        }

        for (var head = 0; head < heads; head++)
        {
            if (weights[head] is not { } trained)
            {
                continue;
            }

            scales[head] = trained.AsSpan(0, FeatureSpace.Buckets).ToArray().Max(Math.Abs) / (127f * 127f);
            for (var i = 0; i < FeatureSpace.Buckets; i++)
            {
                rows[(i * Model.RowSize) + head] = (byte)LanguageModel.Compress(trained[i], scales[head]);
            }

            var own = signals.AsSpan(head * NamedSignals.Count, NamedSignals.Count);
            trained.AsSpan(FeatureSpace.Buckets, NamedSignals.Count).CopyTo(own);

            // Nobody may lower a score by hiding words.
            own[(int)NamedSignal.Disguised] = Math.Max(0, own[(int)NamedSignal.Disguised]);
            own[(int)NamedSignal.Invisible] = Math.Max(0, own[(int)NamedSignal.Invisible]);
        }

        return new LanguageTable(scales, signals, [.. Enumerable.Repeat(1f, heads)], new float[heads], rows);
    }
}
