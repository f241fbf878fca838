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

    /// <summary>The uncalibrated score of each head, in log-odds. The features are left as they are; <paramref name="scores"/> has one place per head.</summary>
    /// <returns>The lengths of the two halves, by which the explanation divides.</returns>
    internal static (float Words, float Grams) Weigh(LanguageModel model, FeatureSet features, Span<float> scores)
    {
        var words = Vector256<float>.Zero;
        var grams = Vector256<float>.Zero;
        float wordLength = 0, gramLength = 0;
        var buckets = features.Buckets;
        var counts = features.Counts;
        for (var i = 0; i < buckets.Length; i++)
        {
            var row = model.Row(buckets[i]);
            var value = TermWeight(counts[i]) * LanguageModel.Rarity(row);
            var weights = Expand(row) * value;
            if (buckets[i] < FeatureSpace.Half)
            {
                words += weights;
                wordLength += value * value;
            }
            else
            {
                grams += weights;
                gramLength += value * value;
            }
        }

        wordLength = MathF.Sqrt(MathF.Max(wordLength, float.Epsilon));
        gramLength = MathF.Sqrt(MathF.Max(gramLength, float.Epsilon));
        var sum = (words / wordLength) + (grams / gramLength);
        for (var head = 0; head < scores.Length; head++)
        {
            scores[head] = (sum[head] * model.Scales[head]) + Signals(model, features.Signals, head);
        }

        return (wordLength, gramLength);
    }

    /// <summary>The share of some features in the score of each head, where <paramref name="counts"/> says how often each stands in the whole text.</summary>
    internal static void WeighPart(LanguageModel model, FeatureSet part, Dictionary<int, int> counts, (float Words, float Grams) lengths, Span<float> shares)
    {
        for (var i = 0; i < part.Count; i++)
        {
            var bucket = part.Buckets[i];
            var row = model.Row(bucket);
            var all = Math.Max(1, counts.GetValueOrDefault(bucket, 1));
            var value = TermWeight(all) * part.Counts[i] / all * LanguageModel.Rarity(row) / (bucket < FeatureSpace.Half ? lengths.Words : lengths.Grams);
            for (var head = 0; head < shares.Length; head++)
            {
                shares[head] += model.Weight(row, head) * value;
            }
        }
    }

    /// <summary>The calibrated probability of a head's score.</summary>
    /// <param name="external">Log-odds that come from outside the text.</param>
    internal static float Calibrate(LanguageModel model, int head, float score, float external) =>
        Sigmoid((model.Slopes[head] * score) + model.Offsets[head] + external);

    internal static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    private static float Signals(LanguageModel model, float[] signals, int head)
    {
        var weights = model.SignalWeights.AsSpan(head * NamedSignals.Count, NamedSignals.Count);
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * signals[i];
        }

        return sum;
    }

    /// <summary>Seven stored bytes as weights before scaling; the eighth lane means nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Expand(ulong row)
    {
        var stored = Vector128.WidenLower(Vector128.CreateScalar(row).AsSByte());
        var squares = stored * Vector128.Abs(stored);
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(squares), Vector128.WidenUpper(squares)));
    }
}
