namespace NatComments.Lab.Training;

/// <summary>One labelled row for a head.</summary>
/// <param name="Cost">How much an error on it costs, at the head's regularisation.</param>
public readonly record struct Target(int Row, bool IsPositive, float Cost);

/// <summary>
/// L2-regularised logistic regression by dual coordinate descent (Yu, Huang and Lin, 2011), deterministic from its seed. Optionally over columns scaled by a weight each, which
/// makes it the naive-Bayes-weighted form (Wang and Manning, 2012); the weights that come out are for unscaled columns in either case.
/// </summary>
public static class LogisticRegression
{
    /// <summary>15 passes: the AUC on held-out comments does not change after about ten.</summary>
    private const int MaxPasses = 15;

    private const double Tolerance = 0.01;
    private const double InnerTolerance = 1e-3;
    private const int MaxInner = 20;

    /// <summary>The weight of each column.</summary>
    /// <param name="scale">For each column what its values are multiplied by, or null for 1.</param>
    public static float[] Train(SparseRows rows, IReadOnlyList<Target> targets, float[]? scale, int seed)
    {
        var weights = new float[rows.Width];
        var squares = scale is null ? null : Array.ConvertAll(scale, s => s * s);
        var alpha = new double[targets.Count];
        var norms = new double[targets.Count];
        for (var i = 0; i < targets.Count; i++)
        {
            alpha[i] = Math.Min(0.001 * targets[i].Cost, 1e-8);
            norms[i] = Norm(rows, targets[i].Row, squares);
            Update(rows, targets[i].Row, squares, weights, targets[i].IsPositive ? alpha[i] : -alpha[i]);
        }

        var order = Enumerable.Range(0, targets.Count).ToArray();
        var random = new Random(seed);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            random.Shuffle(order);
            var worst = 0.0;
            foreach (var i in order)
            {
                worst = Math.Max(worst, Step(rows, targets[i], squares, weights, norms[i], ref alpha[i]));
            }

            if (worst < Tolerance)
            {
                break;
            }
        }

        return weights;
    }

    /// <summary>Solves for one row; returns how far it was from its optimum.</summary>
    private static double Step(SparseRows rows, Target target, float[]? squares, float[] weights, double norm, ref double alpha)
    {
        var cost = target.Cost;
        var y = target.IsPositive ? 1.0 : -1.0;
        var margin = y * Dot(rows, target.Row, weights);
        var other = cost - alpha;
        var sign = (0.5 * norm * (other - alpha)) + margin < 0 ? -1.0 : 1.0;
        var old = sign > 0 ? alpha : other;
        var z = cost - old < 0.5 * cost ? 0.1 * old : old;
        var gradient = (norm * (z - old)) + (sign * margin) + Math.Log(z / (cost - z));
        var distance = Math.Abs(gradient);
        for (var inner = 0; inner < MaxInner && Math.Abs(gradient) > InnerTolerance; inner++)
        {
            var step = z - (gradient / (norm + (cost / (cost - z) / z)));
            z = step <= 0 ? z * 0.1 : Math.Min(step, cost * (1 - 1e-9));
            gradient = (norm * (z - old)) + (sign * margin) + Math.Log(z / (cost - z));
        }

        alpha = sign > 0 ? z : cost - z;
        Update(rows, target.Row, squares, weights, sign * (z - old) * y);
        return distance;
    }

    private static double Dot(SparseRows rows, int row, float[] weights)
    {
        var columns = rows.Columns(row);
        var values = rows.Values(row);
        float even = 0, odd = 0;
        var i = 0;
        for (; i + 1 < columns.Length; i += 2)
        {
            even += weights[columns[i]] * values[i];
            odd += weights[columns[i + 1]] * values[i + 1];
        }

        return even + odd + (i < columns.Length ? weights[columns[i]] * values[i] : 0);
    }

    private static double Norm(SparseRows rows, int row, float[]? squares)
    {
        var columns = rows.Columns(row);
        var values = rows.Values(row);
        var sum = 0.0;
        for (var i = 0; i < columns.Length; i++)
        {
            sum += values[i] * values[i] * (squares is null ? 1 : squares[columns[i]]);
        }

        return Math.Max(sum, 1e-9);
    }

    private static void Update(SparseRows rows, int row, float[]? squares, float[] weights, double step)
    {
        if (step == 0)
        {
            return;
        }

        var columns = rows.Columns(row);
        var values = rows.Values(row);
        var by = (float)step;
        if (squares is null)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                weights[columns[i]] += by * values[i];
            }

            return;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            weights[columns[i]] += by * values[i] * squares[columns[i]];
        }
    }
}
