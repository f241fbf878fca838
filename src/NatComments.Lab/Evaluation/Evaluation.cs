using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;
using NatComments.Lab.Data;
using Spectre.Console;

namespace NatComments.Lab.Evaluation;

/// <summary>A comment of a set with its verdict.</summary>
/// <param name="Comment">The comment.</param>
/// <param name="Scores">What the model says.</param>
public readonly record struct Judged(LabelledComment Comment, Scores Scores);

/// <summary>Every measure of a model on a list of sets, and the tables that show them.</summary>
public sealed class Evaluation
{
    /// <summary>500 caught comments a language, as the study took.</summary>
    private const int AttackSample = 500;

    /// <summary>Attacks are measured at the threshold with this share of false positives, as the study did; near the best F1 of most sets.</summary>
    private const double AttackFalsePositives = 0.05;

    private static readonly (string Head, Category Category)[] Sublabels =
        [("severe", Category.Severe), ("obscene", Category.Obscene), ("threat", Category.Threat), ("insult", Category.Insult), ("identity", Category.Identity)];

    private readonly IScorer _scorer;
    private readonly List<(DataSet Set, List<Judged> Items)> _sets = [];

    /// <summary>Scores every comment of the sets.</summary>
    public Evaluation(IScorer scorer, IReadOnlyList<DataSet> sets)
    {
        _scorer = scorer;
        foreach (var set in sets)
        {
            _sets.Add((set, [.. set.Comments.Select(c => new Judged(c, Score(c.Text, c.Lang)))]));
        }
    }

    /// <summary>The judged sets.</summary>
    public IReadOnlyList<(DataSet Set, List<Judged> Items)> Sets => _sets;

    /// <summary>The comments whose label for a category is known, as points.</summary>
    public static List<Scored> Points(IEnumerable<Judged> items, Category category, bool spam = false) =>
        [.. items.Select(i => (i, Label: spam ? i.Comment.Spam : i.Comment.Abuse)).Where(p => p.Label is not null).Select(p => new Scored(p.i.Scores[category], p.Label!.Value))];

    /// <summary>The tables in the order of reading.</summary>
    public IEnumerable<Table> Tables()
    {
        yield return Ranking();
        yield return Subcategories();
        yield return FalsePositives();
        yield return IdentityTerms.Table(this);
        yield return Attacks();
    }

    private Scores Score(string text, string lang) => _scorer.Score(new ScoreInput(text, lang)).Scores;

    private Table Ranking()
    {
        var table = new Table().Title("ranking").AddColumns("set", "head", "+", "−", "AUC", "AP", "F1", "macro-F1", "accuracy");
        foreach (var (set, items) in _sets)
        {
            foreach (var (name, category, spam) in new[] { ("abuse", Category.Abuse, false), ("spam", Category.Spam, true) })
            {
                var points = Points(items, category, spam);
                if (points.Count == 0)
                {
                    continue;
                }

                table.AddRow(set.Name, name, Count(points, true), Count(points, false), F(Metrics.Auc(points)), F(Metrics.AveragePrecision(points)), F(Metrics.BestF1(points).F1), F(Metrics.BestMacroF1(points).F1), F(Metrics.BestAccuracy(points).Accuracy));
            }
        }

        return table;
    }

    private Table Subcategories()
    {
        var table = new Table().Title("sub-categories").AddColumns("set", "head", "+", "−", "AUC", "AP");
        foreach (var (set, items) in _sets)
        {
            foreach (var (head, category) in Sublabels)
            {
                var points = items.Where(i => i.Comment.Abuse is not null).Select(i => new Scored(i.Scores[category], i.Comment.Sublabels.Contains(head))).ToList();
                if (points.Any(p => p.IsPositive) && points.Any(p => !p.IsPositive))
                {
                    table.AddRow(set.Name, head, Count(points, true), Count(points, false), F(Metrics.Auc(points)), F(Metrics.AveragePrecision(points)));
                }
            }
        }

        return table;
    }

    private Table FalsePositives()
    {
        var thresholds = Thresholds.Default;
        var table = new Table().Title("share of ordinary comments at the thresholds (hold / reject), and recall").AddColumns("set", "ordinary", "abuse", "spam", "doxxing", "recall abuse", "recall spam");
        foreach (var (set, items) in _sets)
        {
            var ordinary = items.Where(i => i.Comment.Abuse == false || i.Comment.Spam == false).ToList();
            var notSpam = items.Where(i => i.Comment.Spam == false || (i.Comment.Spam is null && i.Comment.Abuse is not null)).ToList();
            table.AddRow(
                set.Name,
                ordinary.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Rates(items.Where(i => i.Comment.Abuse == false), Category.Abuse, thresholds),
                Rates(notSpam, Category.Spam, thresholds),
                Rates(ordinary, Category.Doxxing, thresholds),
                Rates(items.Where(i => i.Comment.Abuse == true), Category.Abuse, thresholds),
                Rates(items.Where(i => i.Comment.Spam == true), Category.Spam, thresholds));
        }

        return table;
    }

    /// <summary>Recall under attack as Markdown.</summary>
    public string AttackMarkdown() => "| attack | en | tr |\n| --- | --- | --- |\n" + string.Concat(AttackRows().Select(r => $"| {string.Join(" | ", r)} |\n"));

    private Table Attacks()
    {
        var table = new Table().Title($"recall on {AttackSample} caught comments after an attack").AddColumns("attack", "en", "tr");
        foreach (var row in AttackRows())
        {
            table.AddRow(row);
        }

        return table;
    }

    private IEnumerable<string[]> AttackRows()
    {
        var samples = new[] { "en", "tr" }.Select(AttackTargets).ToArray();
        return Attack.Kinds.Append("mixed").Concat(Attack.Unseen).Append("mixed-unseen").Select(kind => (string[])[kind, .. samples.Select(s => F(Recall(s, kind)))]);
    }

    /// <summary>Abusive comments that are caught undisguised, with the threshold at which they are.</summary>
    private (List<LabelledComment> Caught, float Threshold) AttackTargets(string lang)
    {
        var items = _sets.Where(s => s.Set.Name is not ("davidson_tweets" or "mayda_hate_tr_a")).SelectMany(s => s.Items).Where(i => i.Comment.Lang == lang && i.Comment.Abuse is not null).ToList();
        var negatives = items.Where(i => i.Comment.Abuse == false).Select(i => i.Scores.Abuse).OrderDescending().ToList();
        var threshold = negatives.Count == 0 ? 0.5f : negatives[(int)(negatives.Count * AttackFalsePositives)];
        var caught = items.Where(i => i.Comment.Abuse == true && i.Scores.Abuse >= threshold).Select(i => i.Comment).OrderBy(c => c.Id, StringComparer.Ordinal).ThenBy(c => c.Text, StringComparer.Ordinal).ToList();
        new Random(1).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(caught));
        return ([.. caught.Take(AttackSample)], threshold);
    }

    private double Recall((List<LabelledComment> Caught, float Threshold) sample, string kind)
    {
        var random = new Random(7);
        return sample.Caught.Count == 0 ? double.NaN : sample.Caught.Count(c => Score(Attack.Apply(c.Text, kind, random), c.Lang).Abuse >= sample.Threshold) / (double)sample.Caught.Count;
    }

    internal static string Rates(IEnumerable<Judged> items, Category category, Thresholds thresholds)
    {
        var scores = items.Select(i => i.Scores[category]).ToList();
        var threshold = thresholds[category];
        return scores.Count == 0 ? "" : $"{P(scores.Count(s => s >= threshold.Hold), scores.Count)} / {P(scores.Count(s => s >= threshold.Reject), scores.Count)}";
    }

    private static string P(int part, int all) => (100.0 * part / all).ToString("F1", System.Globalization.CultureInfo.InvariantCulture) + " %";

    private static string F(double value) => double.IsNaN(value) ? "" : value.ToString("F4", System.Globalization.CultureInfo.InvariantCulture);

    private static string Count(List<Scored> points, bool positives) => points.Count(p => p.IsPositive == positives).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
