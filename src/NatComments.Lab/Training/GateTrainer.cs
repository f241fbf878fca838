using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary>Trains a language's gate: which set a text comes from, told by its features in the gate's few places. Always by the built-in solver.</summary>
internal static class GateTrainer
{
    /// <summary>−20: with nothing to tell apart the gate lets nothing through.</summary>
    private const float Closed = -20f;

    /// <summary>The weight of each place of the gate and of each named signal, or null without the sets to tell apart.</summary>
    internal static float[]? Train(SparseRows rows, IReadOnlyList<Example> examples, IReadOnlyList<DataSet> sets, SecondReading reading, int seed)
    {
        var targets = new List<Target>();
        for (var i = 0; i < examples.Count; i++)
        {
            var name = examples[i].Set < 0 ? "" : sets[examples[i].Set].Name;
            if (examples[i].Labels[Model.Abuse] is not null && (name == reading.Set || reading.Others.Contains(name)))
            {
                targets.Add(new Target(i, name == reading.Set, HeadTrainer.PlainCost));
            }
        }

        if (targets.Count(t => t.IsPositive) < HeadTrainer.MinPositives || targets.All(t => t.IsPositive))
        {
            return null;
        }

        // The set's own column would tell everything.
        var scale = new float[rows.Width];
        scale.AsSpan(0, FeatureSpace.Buckets + NamedSignals.Count).Fill(1);
        var weights = LogisticRegression.Train(rows.WithColumns(c => c < FeatureSpace.Buckets ? FeatureSpace.GateBucket(c) : c), targets, scale, seed);
        return [.. weights.AsSpan(0, FeatureSpace.GateBuckets), .. weights.AsSpan(FeatureSpace.Buckets, NamedSignals.Count)];
    }

    /// <summary>A gate that is closed.</summary>
    internal static float[] ClosedGate()
    {
        var weights = new float[FeatureSpace.GateBuckets + NamedSignals.Count];
        weights[FeatureSpace.GateBuckets + (int)NamedSignal.Bias] = Closed;
        return weights;
    }
}
