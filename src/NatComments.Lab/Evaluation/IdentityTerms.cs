using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;
using Spectre.Console;

namespace NatComments.Lab.Evaluation;

/// <summary>False positives on ordinary comments that mention who somebody is: a model that learned hatred must not have learned the names of the hated.</summary>
public static class IdentityTerms
{
    /// <summary>20 comments are the fewest that say anything about a term.</summary>
    private const int MinComments = 20;

    private static readonly string[] Terms =
    [
        "kürt", "ermeni", "alevi", "yahudi", "suriyeli", "müslüman", "hristiyan", "arap", "rum", "yunan", "türk", "eşcinsel", "çingene", "ateist", "kadın",
        "gay", "lesbian", "black", "white", "jew", "jewish", "muslim", "christian", "arab", "turk", "turkish", "kurd", "kurdish", "armenian", "islam", "woman", "women", "transgender", "immigrant", "mexican", "asian",
    ];

    // Where the English terms begin.
    private static readonly int English = Array.IndexOf(Terms, "gay");

    /// <summary>The table of the terms that enough comments mention, for a terminal.</summary>
    public static Table Table(Evaluation evaluation)
    {
        var table = new Table().Title("ordinary comments that mention an identity, at the thresholds (hold / reject)").AddColumns("term", "comments", "abuse", "identity");
        foreach (var row in Rows(evaluation))
        {
            table.AddRow(row);
        }

        return table;
    }

    /// <summary>The same table as Markdown.</summary>
    public static string Markdown(Evaluation evaluation) =>
        "| term | comments | abuse (hold / reject) | identity (hold / reject) |\n| --- | --- | --- | --- |\n" + string.Concat(Rows(evaluation).Select(r => $"| {string.Join(" | ", r)} |\n"));

    private static List<string[]> Rows(Evaluation evaluation)
    {
        var list = new WordListMatcher([.. Terms.Select((term, i) => new WordListEntry(term, WordAction.Hold) { Scope = EntryScope.Of(i < English ? Language.Turkish : Language.English) })]);
        var byTerm = Terms.ToDictionary(t => t, _ => new List<Judged>());
        var all = new List<Judged>();
        var judgeOnly = new List<Judged>();
        foreach (var (set, items) in evaluation.Sets)
        {
            foreach (var item in items.Where(i => i.Comment.Abuse == false))
            {
                var hits = list.Match(item.Comment.Text);
                foreach (var term in hits.Select(h => Terms[h.Entry]).Distinct())
                {
                    byTerm[term].Add(item);
                }

                if (hits.Count > 0)
                {
                    (set.Name is "wiki_identity" or "mayda_hate_tr_a" or "globe_sfu" ? judgeOnly : all).Add(item);
                }
            }
        }

        List<string[]> rows = [Row("sets with a training split", all), Row("sets for judging only", judgeOnly)];
        rows.AddRange(byTerm.Where(t => t.Value.Count >= MinComments).Select(t => Row(t.Key, t.Value)));
        return rows;
    }

    private static string[] Row(string name, List<Judged> items) =>
    [
        name,
        items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Evaluation.Rates(items, Category.Abuse, Thresholds.Default),
        Evaluation.Rates(items, Category.Identity, Thresholds.Default),
    ];
}
