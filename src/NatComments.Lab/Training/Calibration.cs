using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary>
/// Platt's calibration of each lane on held-out texts: log-odds = slope × score + offset. The two readings of abuse are each calibrated on what the gate gives them, a text that
/// stands between them on both.
/// </summary>
internal static class Calibration
{
    private const int Steps = 100;
    private const double MinStep = 1e-10;

    private static readonly HashSet<string> JudgeOnly = new(StringComparer.Ordinal) { "wiki_identity", "globe_sfu", "mayda_hate_tr_a" };

    /// <summary>Sets whose share of abuse is an artefact of how they were gathered.</summary>
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal) { "davidson_tweets", "civil_toxic" };

    /// <summary>Sets the slopes and offsets of a language's table.</summary>
    internal static void Fit(byte[] model, IReadOnlyList<DataSet> dev, string lang, LanguageTable table)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, model);
        var loaded = ModelFile.Load(path);
        File.Delete(path);
        var language = Languages.Parse(lang);
        var scores = new float[Model.Lanes];
        var points = scores.Select(_ => new List<Point>()).ToArray();
        var text = new NormalisedText();
        var features = new FeatureSet();
        foreach (var set in dev)
        {
            foreach (var example in Examples.Of(set, 0, minSublabel: 1).Where(e => e.Lang == lang))
            {
                TextNormaliser.Normalise(example.Text, text, language);
                FeatureExtractor.Extract(text, features);
                var passed = LinearHeads.Weigh(loaded.Of(language), features, scores).Passed;
                for (var lane = 0; lane < scores.Length; lane++)
                {
                    // What is no abuse is no kind of abuse, whether or not the set names kinds.
                    var label = example.Labels[lane] ?? (lane > 1 && example.Labels[1] == false ? false : null);
                    if (label is { } known && IsUsed(set.Name, lane))
                    {
                        points[lane].Add(new Point(scores[lane], known, lane switch { Model.Abuse => 1 - passed, Model.SecondAbuse => passed, _ => 1 }));
                    }
                }
            }
        }

        for (var lane = 0; lane < scores.Length; lane++)
        {
            (table.Slopes[lane], table.Offsets[lane]) = table.Scales[lane] == 0 ? (0, -20) : Fit(points[lane]);
        }
    }

    /// <summary>Abuse is calibrated on comments alone; the rarer kinds need the positives of every set.</summary>
    private static bool IsUsed(string set, int lane) => set != "enron_spam" && !JudgeOnly.Contains(set) && (lane is not (Model.Abuse or Model.SecondAbuse) || !LeftOut.Contains(set));

    private readonly record struct Point(double Score, bool Label, double Weight);

    /// <summary>Newton's method with halved steps on the log-likelihood, with Platt's smoothed targets (Lin, Lin and Weng, 2007).</summary>
    private static (float Slope, float Offset) Fit(List<Point> points)
    {
        double positives = points.Sum(p => p.Label ? p.Weight : 0), negatives = points.Sum(p => p.Weight) - positives;
        var (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2));
        double slope = 0, offset = Math.Log((positives + 1) / (negatives + 1));
        var loss = Loss(points, slope, offset, high, low);
        for (var step = 0; step < Steps; step++)
        {
            double ga = 0, gb = 0, haa = 1e-9, hab = 0, hbb = 1e-9;
            foreach (var (score, label, weight) in points)
            {
                var p = 1 / (1 + Math.Exp(-((slope * score) + offset)));
                var error = weight * (p - (label ? high : low));
                var bend = weight * p * (1 - p);
                ga += error * score;
                gb += error;
                haa += bend * score * score;
                hab += bend * score;
                hbb += bend;
            }

            var determinant = (haa * hbb) - (hab * hab);
            var (da, db) = (((hbb * ga) - (hab * gb)) / determinant, ((haa * gb) - (hab * ga)) / determinant);
            var length = 1.0;
            while (length > MinStep && Loss(points, slope - (length * da), offset - (length * db), high, low) is var next && !(next < loss))
            {
                length /= 2;
            }

            if (length <= MinStep)
            {
                break;
            }

            (slope, offset) = (slope - (length * da), offset - (length * db));
            loss = Loss(points, slope, offset, high, low);
        }

        return ((float)slope, (float)offset);
    }

    private static double Loss(List<Point> points, double slope, double offset, double high, double low)
    {
        var sum = 0.0;
        foreach (var (score, label, weight) in points)
        {
            var x = (slope * score) + offset;
            var target = label ? high : low;
            sum += weight * ((x >= 0 ? Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x)) - x) + ((1 - target) * x));
        }

        return sum;
    }
}
