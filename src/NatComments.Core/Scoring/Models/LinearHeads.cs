using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NatComments.Core.Scoring.Features;

namespace NatComments.Core.Scoring.Models;

/// <summary>Weighs a set of features with every head of a language at once, eight lanes wide.</summary>
internal static class LinearHeads
{
    /// <summary>1 + ln(n) for small counts; what is beyond is computed.</summary>
    private static readonly float[] TermWeights = [.. Enumerable.Range(0, 64).Select(n => n == 0 ? 0 : 1 + MathF.Log(n))];

    /// <summary>How much a feature that occurs so often counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float TermWeight(int count) => count < TermWeights.Length ? TermWeights[count] : 1 + MathF.Log(count);

    /// <summary>The uncalibrated score of each lane. The features are left as they are; <paramref name="scores"/> has one place per lane.</summary>
    internal static Weighed Weigh(LanguageModel model, FeatureSet features, Span<float> scores)
    {
        var words = Vector256<float>.Zero;
        var grams = Vector256<float>.Zero;
        float wordLength = 0, gramLength = 0, wordGate = 0, gramGate = 0;
        var buckets = features.Buckets;
        var counts = features.Counts;
        for (var i = 0; i < buckets.Length; i++)
        {
            var row = model.Row(buckets[i]);
            var value = TermWeight(counts[i]) * model.Rarity(buckets[i]);
            var weights = Expand(row) * value;
            var gate = model.GateWeight(buckets[i]) * value;
            if (buckets[i] < FeatureSpace.Half)
            {
                words += weights;
                wordLength += value * value;
                wordGate += gate;
            }
            else
            {
                grams += weights;
                gramLength += value * value;
                gramGate += gate;
            }
        }

        wordLength = MathF.Sqrt(MathF.Max(wordLength, float.Epsilon));
        gramLength = MathF.Sqrt(MathF.Max(gramLength, float.Epsilon));
        var sum = (words / wordLength) + (grams / gramLength);
        for (var lane = 0; lane < scores.Length; lane++)
        {
            scores[lane] = (sum[lane] * model.Scales[lane]) + Signals(model, features.Signals, lane);
        }

        var passed = (((wordGate / wordLength) + (gramGate / gramLength)) * model.Scales[Model.Gate]) + Signals(model, features.Signals, Model.Gate);
        return new Weighed(wordLength, gramLength, Sigmoid(passed));
    }

    /// <summary>The share of some features in the score of each lane, where <paramref name="counts"/> says how often each stands in the whole text.</summary>
    internal static void WeighPart(LanguageModel model, FeatureSet part, Dictionary<int, int> counts, Weighed whole, Span<float> shares)
    {
        for (var i = 0; i < part.Count; i++)
        {
            var bucket = part.Buckets[i];
            var row = model.Row(bucket);
            var all = Math.Max(1, counts.GetValueOrDefault(bucket, 1));
            var value = TermWeight(all) * part.Counts[i] / all * model.Rarity(bucket) / (bucket < FeatureSpace.Half ? whole.Words : whole.Grams);
            for (var lane = 0; lane < shares.Length; lane++)
            {
                shares[lane] += model.Weight(row, lane) * value;
            }
        }
    }

    /// <summary>The calibrated log-odds of a head; of abuse the mixture of its two readings, by how far the gate lets the text through.</summary>
    internal static float LogOdds(LanguageModel model, int head, ReadOnlySpan<float> scores, float passed)
    {
        var own = (model.Slopes[head] * scores[head]) + model.Offsets[head];
        return head != Model.Abuse ? own : own + (passed * ((model.Slopes[Model.SecondAbuse] * scores[Model.SecondAbuse]) + model.Offsets[Model.SecondAbuse] - own));
    }

    internal static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    private static float Signals(LanguageModel model, float[] signals, int lane)
    {
        var weights = model.SignalWeights.AsSpan(lane * NamedSignals.Count, NamedSignals.Count);
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * signals[i];
        }

        return sum;
    }

    /// <summary>Eight stored bytes as weights before scaling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Expand(ulong row)
    {
        var stored = Vector128.WidenLower(Vector128.CreateScalar(row).AsSByte());
        var squares = stored * Vector128.Abs(stored);
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(squares), Vector128.WidenUpper(squares)));
    }
}

/// <summary>What weighing a text leaves for its explanation.</summary>
/// <param name="Words">The length of the words' half, by which the weights of its features were divided.</param>
/// <param name="Grams">The same of the characters' half.</param>
/// <param name="Passed">How much the text is of the kind whose second reading of abuse counts, 0 to 1.</param>
internal readonly record struct Weighed(float Words, float Grams, float Passed);
