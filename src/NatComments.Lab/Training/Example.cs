using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary>A text with what is known of it for each head.</summary>
/// <param name="Set">The place of its set in the list of sets; -1 for texts that must teach words and not a set's bias.</param>
/// <param name="Labels">For each of <see cref="Model.Heads"/>, and again for abuse in its second reading: true, false, or null for unknown.</param>
/// <param name="Costs">For each of the same, what an error costs.</param>
public sealed record Example(string Text, string Lang, int Set, bool?[] Labels, float[] Costs);

/// <summary>Turns labelled sets into examples: which set says what about which head, and how far it is believed.</summary>
public static class Examples
{
    /// <summary>5: a sub-category that a set names less often is a slip of its makers.</summary>
    public const int MinSublabel = 5;

    /// <summary>Ordinary comments and abuse are hardly ever spam, so that sets of abuse serve as "weak ham".</summary>
    private const float WeakHamCost = 0.5f;

    /// <summary>
    /// How far a set is believed, where not fully: out of domain, sampled by lexicon, noisy, or positives only. The Turkish sets mean different things by abuse, and a model of
    /// words cannot serve them all: offenseval_tr, drawn at random and labelled with care, leads.
    /// </summary>
    private static readonly Dictionary<string, float> Costs = new(StringComparer.Ordinal)
    {
        ["enron_spam"] = 0.15f, ["civil_toxic"] = 0.3f, ["davidson_tweets"] = 0.7f, ["offenseval_tr"] = 1.2f, ["hatc_instagram_tr"] = 0.4f, ["incivil_tr"] = 0.35f, ["teknofest_tr"] = 0.3f,
    };

    /// <summary>The same for abuse as most texts mean it: sets that the second reading serves stand back.</summary>
    private static readonly Dictionary<string, float> AbuseCosts = new(StringComparer.Ordinal)
    {
        ["hatc_instagram_tr"] = 0.02f, ["davidson_tweets"] = 0.2f, ["olid_tweets"] = 1.3f, ["impermium_insults"] = 1.3f,
    };

    /// <summary>The examples of a set.</summary>
    /// <param name="minSublabel">How often a sub-category must be named for the set to be believed on it.</param>
    public static IEnumerable<Example> Of(DataSet set, int index, int minSublabel = MinSublabel)
    {
        var known = Model.Heads.Select(h => set.Comments.Count(c => c.Sublabels.Contains(Sublabel(h))) >= minSublabel).ToArray();
        var cost = Costs.GetValueOrDefault(set.Name, 1f);
        foreach (var comment in set.Comments)
        {
            var labels = new bool?[Model.Lanes];
            var costs = Enumerable.Repeat(cost, labels.Length).ToArray();
            for (var head = 0; head < Model.Heads.Length; head++)
            {
                labels[head] = Model.Heads[head] switch
                {
                    Category.Spam => comment.Spam ?? (comment.Abuse is null ? null : false),
                    Category.Abuse => comment.Abuse,
                    _ when known[head] && comment.Abuse is not null => comment.Sublabels.Contains(Sublabel(Model.Heads[head])),
                    Category.Threat when comment is { Lang: "tr", Abuse: not null } => comment.Abuse.Value && WeakLabels.IsThreat(comment.Text),
                    Category.Severe when comment is { Lang: "tr", Abuse: not null } => comment.Abuse.Value && WeakLabels.IsSevere(comment.Text),
                    _ => null,
                };
            }

            costs[0] = comment.Spam is null ? WeakHamCost : cost;
            costs[Model.Abuse] = AbuseCosts.GetValueOrDefault(set.Name, cost);
            labels[Model.SecondAbuse] = comment.Abuse;
            costs[Model.SecondAbuse] = SecondReading.Of(comment.Lang).Costs.GetValueOrDefault(set.Name, 1f);
            yield return new Example(comment.Text, comment.Lang, index, labels, costs);
        }
    }

    private static string Sublabel(Category head) => head.ToString().ToLowerInvariant();
}
