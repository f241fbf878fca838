using NatComments.Core.Scoring;
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
    public const float BayesCost = 2f;

    /// <summary>1: its sets differ in what they are (messages, mail, comments) more than in what they call spam, so that it is held closer to what they share.</summary>
    public const float SpamBayesCost = 1f;

    /// <summary>0.4 of what the set's column holds, for the same reason: a larger one explained ordinary short comments away, and "comment 3" became spam.</summary>
    private const float SpamSetBias = 0.4f;

    /// <summary>The share of the naive-Bayes form in the average.</summary>
    private const float BayesShare = 0.5f;

    /// <summary>0.7 for abuse in Turkish: every set gains up to .003. In English it costs what is recognised in disguise.</summary>
    private const float TurkishAbuseBayesShare = 0.7f;

    /// <summary>Added to every count before the ratio is taken.</summary>
    private const double Smoothing = 1;

    /// <summary>A head with fewer positive texts is not trained: its weights would be the texts.</summary>
    public const int MinPositives = 25;

    /// <summary>The weight of each column by the built-in solver, or null when there is too little to learn from.</summary>
    public static float[]? Train(SparseRows rows, IReadOnlyList<Target> targets, Category head, string lang, int seed) => Train(rows, targets, head, lang, seed, LogisticRegression.Train);

    /// <summary>The weight of each column by any solver, or null when there is too little to learn from.</summary>
    public static float[]? Train(SparseRows rows, IReadOnlyList<Target> targets, Category head, string lang, int seed, Solver solver)
    {
        ArgumentNullException.ThrowIfNull(solver);
        if (targets.Count(t => t.IsPositive) < MinPositives || targets.All(t => t.IsPositive))
        {
            return null;
        }

        var isSpam = head == Category.Spam;
        var sets = SetsWithBias(rows, targets, isSpam ? SpamSetBias : 1);
        var plain = solver(rows, Scale(targets, PlainCost), sets, seed);
        var bayes = solver(rows, Scale(targets, isSpam ? SpamBayesCost : BayesCost), LogRatios(rows, targets, sets, withinSets: !isSpam), seed + 1);
        var buckets = FeatureSpace.Buckets + NamedSignals.Count;
        var folded = new float[buckets];
        var share = head == Category.Abuse && lang == "tr" ? TurkishAbuseBayesShare : BayesShare;
        for (var i = 0; i < buckets; i++)
        {
            folded[i] = plain[i] + (share * (bayes[i] - plain[i]));
        }

        return folded;
    }

    private static Target[] Scale(IReadOnlyList<Target> targets, float cost) => [.. targets.Select(t => t with { Cost = t.Cost * cost })];

    /// <summary>
    /// 1 for every column, the given number for a set's bias, and 0 for the bias of a set that holds nothing but negatives: ordinary comments must teach what is ordinary, and a bias of their own would
    /// explain them away. A set of nothing but positives keeps its bias, for the same reason turned round.
    /// </summary>
    private static float[] SetsWithBias(SparseRows rows, IReadOnlyList<Target> targets, float bias)
    {
        const int first = FeatureSpace.Buckets + NamedSignals.Count;
        var scale = new float[rows.Width];
        scale.AsSpan(0, first).Fill(1);
        foreach (var target in targets)
        {
            if (target.IsPositive)
            {
                scale[rows.Columns(target.Row)[^1]] = bias;
            }
        }

        return scale;
    }

    /// <summary>
    /// For each bucket the logarithm of how much more often it stands in positive texts than the share of positives in the sets it was seen in lets expect; 1 for signals and sets.
    /// Within sets for abuse, because otherwise the words of a set that is mostly positive would all count as abuse; a set of one kind of texts expects half. Over all sets for spam:
    /// most sets hold nothing but ordinary texts, and their words must count as ordinary.
    /// </summary>
    private static float[] LogRatios(SparseRows rows, IReadOnlyList<Target> targets, float[] sets, bool withinSets)
    {
        var shares = PositiveShares(rows, targets, withinSets);
        var seen = new double[2, FeatureSpace.Buckets];
        var expected = new double[2, FeatureSpace.Buckets];
        foreach (var target in targets)
        {
            var columns = rows.Columns(target.Row);
            var share = shares[columns[^1]];
            var side = target.IsPositive ? 1 : 0;
            foreach (var column in columns)
            {
                if (column < FeatureSpace.Buckets)
                {
                    seen[side, column] += target.Cost;
                    expected[1, column] += target.Cost * share;
                    expected[0, column] += target.Cost * (1 - share);
                }
            }
        }

        var ratios = (float[])sets.Clone();
        for (var i = 0; i < FeatureSpace.Buckets; i++)
        {
            ratios[i] = (float)Math.Log((seen[1, i] + Smoothing) / (expected[1, i] + Smoothing) / ((seen[0, i] + Smoothing) / (expected[0, i] + Smoothing)));
        }

        return ratios;
    }

    /// <summary>For the column of each set, the share of its features that stand in positive texts; for every set that of all when sets are not told apart.</summary>
    private static double[] PositiveShares(SparseRows rows, IReadOnlyList<Target> targets, bool withinSets)
    {
        var counts = new double[2, rows.Width];
        double positives = 0, all = 0;
        foreach (var target in targets)
        {
            var columns = rows.Columns(target.Row);
            var count = target.Cost * columns.Length;
            counts[target.IsPositive ? 1 : 0, columns[^1]] += count;
            positives += target.IsPositive ? count : 0;
            all += count;
        }

        return [.. Enumerable.Range(0, rows.Width).Select(i => !withinSets ? positives / all : counts[0, i] > 0 && counts[1, i] > 0 ? counts[1, i] / (counts[0, i] + counts[1, i]) : 0.5)];
    }
}
