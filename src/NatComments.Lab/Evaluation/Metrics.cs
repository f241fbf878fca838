namespace NatComments.Lab.Evaluation;

/// <summary>A score and what is true.</summary>
public readonly record struct Scored(float Score, bool IsPositive);

/// <summary>The usual measures of a ranking and of a threshold.</summary>
public static class Metrics
{
    /// <summary>The area under the ROC curve: the chance that a positive scores above a negative, ties counting half. NaN without both kinds.</summary>
    public static double Auc(IReadOnlyList<Scored> items)
    {
        var sorted = items.OrderBy(i => i.Score).ToArray();
        double ranks = 0, positives = 0;
        for (var i = 0; i < sorted.Length;)
        {
            var j = i;
            var inTie = 0;
            while (j < sorted.Length && sorted[j].Score.Equals(sorted[i].Score))
            {
                inTie += sorted[j].IsPositive ? 1 : 0;
                j++;
            }

            ranks += inTie * ((i + 1 + j) / 2.0);
            positives += inTie;
            i = j;
        }

        var negatives = sorted.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (ranks - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>Average precision: the mean over the positives of the precision at each.</summary>
    public static double AveragePrecision(IReadOnlyList<Scored> items)
    {
        double sum = 0;
        var found = 0;
        var seen = 0;
        foreach (var item in items.OrderByDescending(i => i.Score))
        {
            seen++;
            if (item.IsPositive)
            {
                found++;
                sum += (double)found / seen;
            }
        }

        return found == 0 ? double.NaN : sum / found;
    }

    /// <summary>The best F1 of the positive class over all thresholds, with the threshold.</summary>
    public static (double F1, float Threshold) BestF1(IReadOnlyList<Scored> items) => Best(items, (tp, fp, fn, _) => 2 * tp / ((2 * tp) + fp + fn));

    /// <summary>The best macro-averaged F1 over all thresholds, with the threshold.</summary>
    public static (double F1, float Threshold) BestMacroF1(IReadOnlyList<Scored> items) =>
        Best(items, (tp, fp, fn, tn) => ((2 * tp / ((2 * tp) + fp + fn)) + (2 * tn / ((2 * tn) + fp + fn))) / 2);

    /// <summary>The best accuracy over all thresholds, with the threshold.</summary>
    public static (double Accuracy, float Threshold) BestAccuracy(IReadOnlyList<Scored> items) => Best(items, (tp, fp, fn, tn) => (tp + tn) / (tp + fp + fn + tn));

    /// <summary>The share of items of a kind that reach a threshold; NaN when there are none.</summary>
    public static double Share(IEnumerable<Scored> items, bool positives, float threshold)
    {
        int reached = 0, all = 0;
        foreach (var item in items)
        {
            if (item.IsPositive == positives)
            {
                all++;
                reached += item.Score >= threshold ? 1 : 0;
            }
        }

        return all == 0 ? double.NaN : (double)reached / all;
    }

    private static (double Value, float Threshold) Best(IReadOnlyList<Scored> items, Func<double, double, double, double, double> measure)
    {
        double positives = items.Count(i => i.IsPositive), negatives = items.Count - positives;
        double tp = 0, fp = 0;
        (double Value, float Threshold) best = (double.NegativeInfinity, 0);
        var sorted = items.OrderByDescending(i => i.Score).ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            tp += sorted[i].IsPositive ? 1 : 0;
            fp += sorted[i].IsPositive ? 0 : 1;
            if (i + 1 < sorted.Length && sorted[i + 1].Score.Equals(sorted[i].Score))
            {
                continue;
            }

            var value = measure(tp, fp, positives - tp, negatives - fp);
            best = value > best.Value ? (value, sorted[i].Score) : best;
        }

        return best;
    }
}
