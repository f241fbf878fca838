using NatComments.Core.Scoring.Features;

namespace NatComments.Lab.Training;

/// <summary>Finds the weight of each column of a logistic regression. With a scale, columns are multiplied by it while training, and the weights are for unscaled columns all the same.</summary>
public delegate float[] Solver(SparseRows rows, IReadOnlyList<Target> targets, float[]? scale, int seed);

/// <summary>Trains one head: logistic regression and its naive-Bayes-weighted form over the same columns, averaged into one weight per column.</summary>
public static class HeadTrainer
{
    /// <summary>4: found by trying 1, 2, 4 and 8 on the dev sets.</summary>
    public const float PlainCost = 4f;

    /// <summary>The scaled columns are larger, so that the same regularisation needs less.</summary>
    public const float BayesCost = 1f;

    /// <summary>Added to every count before the ratio is taken.</summary>
    private const double Smoothing = 1;

    /// <summary>A head with fewer positive texts is not trained: its weights would be the texts.</summary>
    public const int MinPositives = 25;

    /// <summary>The weight of each column by the built-in solver, or null when there is too little to learn from.</summary>
    public static float[]? Train(SparseRows rows, IReadOnlyList<Target> targets, int seed) => Train(rows, targets, seed, LogisticRegression.Train);

    /// <summary>The weight of each column by any solver, or null when there is too little to learn from.</summary>
    public static float[]? Train(SparseRows rows, IReadOnlyList<Target> targets, int seed, Solver solver)
    {
        ArgumentNullException.ThrowIfNull(solver);
        if (targets.Count(t => t.IsPositive) < MinPositives || targets.All(t => t.IsPositive))
        {
            return null;
        }

        var sets = SetsWithBias(rows, targets);
        var plain = solver(rows, Scale(targets, PlainCost), sets, seed);
        var bayes = solver(rows, Scale(targets, BayesCost), LogRatios(rows, targets, sets), seed + 1);
        var buckets = FeatureSpace.Buckets + NamedSignals.Count;
        var folded = new float[buckets];
        for (var i = 0; i < buckets; i++)
        {
            folded[i] = (plain[i] + bayes[i]) / 2;
        }

        return folded;
    }

    private static Target[] Scale(IReadOnlyList<Target> targets, float cost) => [.. targets.Select(t => t with { Cost = t.Cost * cost })];

    /// <summary>
    /// 1 for every column, and 0 for the bias of a set that holds nothing but negatives: ordinary comments must teach what is ordinary, and a bias of their own would
    /// explain them away. A set of nothing but positives keeps its bias, for the same reason turned round.
    /// </summary>
    private static float[] SetsWithBias(SparseRows rows, IReadOnlyList<Target> targets)
    {
        const int first = FeatureSpace.Buckets + NamedSignals.Count;
        var scale = new float[rows.Width];
        scale.AsSpan(0, first).Fill(1);
        foreach (var target in targets)
        {
            if (target.IsPositive)
            {
                scale[rows.Columns(target.Row)[^1]] = 1;
            }
        }

        return scale;
    }

    /// <summary>For each bucket the logarithm of how much more often it stands in positive texts; 1 for signals and sets.</summary>
    private static float[] LogRatios(SparseRows rows, IReadOnlyList<Target> targets, float[] sets)
    {
        var positive = new double[FeatureSpace.Buckets];
        var negative = new double[FeatureSpace.Buckets];
        foreach (var target in targets)
        {
            var counts = target.IsPositive ? positive : negative;
            foreach (var column in rows.Columns(target.Row))
            {
                if (column < FeatureSpace.Buckets)
                {
                    counts[column] += target.Cost;
                }
            }
        }

        var (positives, negatives) = (positive.Sum() + (Smoothing * positive.Length), negative.Sum() + (Smoothing * negative.Length));
        var ratios = (float[])sets.Clone();
        for (var i = 0; i < FeatureSpace.Buckets; i++)
        {
            ratios[i] = (float)Math.Log((positive[i] + Smoothing) / positives / ((negative[i] + Smoothing) / negatives));
        }

        return ratios;
    }
}
