using System.Collections.Concurrent;
using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary>Trains every lane of one language and folds them into the language's table.</summary>
internal sealed class LanguageTableBuilder
{
    /// <summary>A feature seen in fewer texts weighs nothing: it would only add noise to the row it shares.</summary>
    private const int MinTexts = 2;

    private readonly List<Example> _examples;
    private readonly IReadOnlyList<DataSet> _sets;
    private readonly string _lang;
    private readonly SparseRows _rows;
    private readonly float[] _rarity;
    private readonly int _seed;

    internal LanguageTableBuilder(List<Example> examples, IReadOnlyList<DataSet> sets, string lang, int seed)
    {
        _examples = examples;
        _sets = sets;
        _lang = lang;
        _seed = seed;
        var raw = Extract(examples);
        var texts = CountTexts(raw);
        var isKept = Array.ConvertAll(texts, n => n >= MinTexts);
        _rarity = Rarities(texts, raw.Length);
        _rows = new SparseRows(Math.Max(1, sets.Count));
        for (var i = 0; i < raw.Length; i++)
        {
            _rows.Add(raw[i], examples[i].Set, _rarity, isKept);
            raw[i] = null!;
        }
    }

    /// <summary>Trains the lanes and the gate, at most two at a time, and reports each as it is done.</summary>
    internal LanguageTable Build(HeadTraining train, Action<string> done)
    {
        var weights = new float[]?[Model.Lanes];
        float[]? gate = null;
        Parallel.For(0, weights.Length + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, lane =>
        {
            if (lane == Model.Gate)
            {
                gate = GateTrainer.Train(_rows, _examples, _sets, SecondReading.Of(_lang), _seed + lane);
                done("gate");
                return;
            }

            var targets = new List<Target>();
            for (var i = 0; i < _examples.Count; i++)
            {
                if (_examples[i].Labels[lane] is { } label)
                {
                    targets.Add(new Target(i, label, _examples[i].Costs[lane]));
                }
            }

            var head = lane == Model.SecondAbuse ? Category.Abuse : Model.Heads[lane];
            weights[lane] = train(_rows, targets, head, _lang, _seed + lane);
            done(lane == Model.SecondAbuse ? "abuse, second reading" : head.ToString());
        });
        return Fold(weights, weights[Model.SecondAbuse] is null ? null : gate);
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

    private LanguageTable Fold(float[]?[] lanes, float[]? gate)
    {
        var rows = new byte[Model.TableSize];
        var scales = new float[lanes.Length + 1];
        var signals = new float[scales.Length * NamedSignals.Count];
        for (var i = 0; i < FeatureSpace.Buckets; i++)
        {
            rows[(i * Model.RowSize) + lanes.Length] = (byte)Math.Round(_rarity[i] / LanguageModel.RarityStep);
        }

        for (var lane = 0; lane < lanes.Length; lane++)
        {
            if (lanes[lane] is not { } trained)
            {
                continue;
            }

            scales[lane] = Scale(trained.AsSpan(0, FeatureSpace.Buckets));
            for (var i = 0; i < FeatureSpace.Buckets; i++)
            {
                rows[(i * Model.RowSize) + lane] = (byte)LanguageModel.Compress(trained[i], scales[lane]);
            }

            var own = signals.AsSpan(lane * NamedSignals.Count, NamedSignals.Count);
            trained.AsSpan(FeatureSpace.Buckets, NamedSignals.Count).CopyTo(own);

            // Nobody may lower a score by hiding words.
            own[(int)NamedSignal.Disguised] = Math.Max(0, own[(int)NamedSignal.Disguised]);
            own[(int)NamedSignal.Invisible] = Math.Max(0, own[(int)NamedSignal.Invisible]);
        }

        gate ??= GateTrainer.ClosedGate();
        scales[Model.Gate] = Scale(gate.AsSpan(0, FeatureSpace.GateBuckets));
        gate.AsSpan(FeatureSpace.GateBuckets).CopyTo(signals.AsSpan(Model.Gate * NamedSignals.Count));
        var gateBytes = Array.ConvertAll(gate[..FeatureSpace.GateBuckets], w => (byte)LanguageModel.Compress(w, scales[Model.Gate]));
        return new LanguageTable(scales, signals, [.. Enumerable.Repeat(1f, lanes.Length)], new float[lanes.Length], gateBytes, rows);
    }

    /// <summary>What a weight of 127 × 127 is worth, so that the heaviest one just fits.</summary>
    private static float Scale(ReadOnlySpan<float> weights)
    {
        var heaviest = 0f;
        foreach (var weight in weights)
        {
            heaviest = Math.Max(heaviest, Math.Abs(weight));
        }

        return heaviest / (127f * 127f);
    }
}
