using System.Globalization;
using System.Text;
using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;
using NatComments.Lab.Data;
using NatComments.Lab.Evaluation;
using NatComments.Lab.Training;

namespace NatComments.Lab.Cards;

/// <summary>The model card: what the model was made from, what it reaches on held-out comments, and what it must not be used for.</summary>
public static class ModelCard
{
    /// <summary>What the first study's plain baseline reached, and what was asked for, as AUC.</summary>
    private static readonly Dictionary<string, (string Baseline, string Reach)> Targets = new(StringComparer.Ordinal)
    {
        ["jigsaw_wiki20k"] = (".971", "≥ .972"), ["impermium_insults"] = (".868", "≥ .875"), ["olid_tweets"] = (".787", "≥ .80"), ["davidson_tweets"] = (".988", "≥ .988"),
        ["offenseval_tr"] = (".872", "≥ .885"), ["hatc_instagram_tr"] = (".985", "≥ .985"), ["sms_spam"] = (".982", "hold"), ["sms_spam_tr"] = ("1.00", "hold"), ["youtube_spam"] = ("(accuracy .963)", "(accuracy ≥ .965)"),
    };

    private static readonly HashSet<string> JudgeOnly = new(StringComparer.Ordinal) { "wiki_identity", "globe_sfu", "mayda_hate_tr_a" };

    /// <summary>The card as Markdown.</summary>
    /// <param name="beside">The same measurements of a model trained on open sets alone, or null.</param>
    public static string Write(string version, IReadOnlyList<DataSet> train, Evaluation.Evaluation own, Evaluation.Evaluation? beside)
    {
        ArgumentNullException.ThrowIfNull(own);
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"# Model card: {version}\n\n");
        card.Append(Introduction);
        AddTraining(card, train);
        AddRanking(card, own, beside);
        AddCrossValidation(card, [.. train, .. own.Sets.Select(s => s.Set)]);
        AddFalsePositives(card, own);
        card.Append("## Identity terms\n\nOrdinary comments that mention who somebody is, at the thresholds for abuse and identity.\n\n").Append(IdentityTerms.Markdown(own)).Append('\n');
        card.Append("## Disguises\n\nRecall on up to 500 comments a language that are caught undisguised, at the threshold with 5 % false positives. The second group is never trained on.\n\n").Append(own.AttackMarkdown()).Append('\n');
        card.Append("## Calibration\n\n![Calibration of the heads on held-out comments](calibration.svg)\n");
        return card.ToString();
    }

    /// <summary>The lines of the plot: abuse in either language, and spam, on sets that have a training split.</summary>
    public static IReadOnlyList<(string Name, List<Scored> Points)> CalibrationLines(Evaluation.Evaluation own)
    {
        ArgumentNullException.ThrowIfNull(own);
        var sets = own.Sets.Where(s => !JudgeOnly.Contains(s.Set.Name) && s.Set.Name is not ("davidson_tweets" or "civil_toxic" or "enron_spam")).ToList();
        return
        [
            ("abuse, English", [.. sets.SelectMany(s => Evaluation.Evaluation.Points(s.Items.Where(i => i.Comment.Lang == "en"), Category.Abuse))]),
            ("abuse, Turkish", [.. sets.SelectMany(s => Evaluation.Evaluation.Points(s.Items.Where(i => i.Comment.Lang == "tr"), Category.Abuse))]),
            ("spam", [.. sets.SelectMany(s => Evaluation.Evaluation.Points(s.Items, Category.Spam, spam: true))]),
        ];
    }

    private const string Introduction = """
        Two linear models, Turkish and English, each with seven heads (spam, abuse, severe, obscene, threat, insult, identity) over hashed words, word outlines, pairs, character
        sequences, capitals and marks; logistic regression averaged with its naive-Bayes-weighted form; Platt calibration. Abuse has a second head in each language, led by the one set that means
        something else by it (hatc_instagram_tr, davidson_tweets), and a gate that learned from which sets a text may come mixes the two in log-odds. `toxic` is another system's name for `abuse` and has the same score. Doxxing
        has no model: recognisers with check digits. The file holds weights of hashed features and no text.
        What was tried besides is in `designs.md`.

        **What it is for.** To sort comments for people, and to hold them. A model of words cannot tell quotation, negation or irony from abuse; alone it may reject only in the extreme tail.

        **What doxxing finds among ordinary comments.** All eight finds in wiki_identity and jigsaw_wiki6 were looked at: six comments with somebody's e-mail address and two with postal addresses. They are what
        the recognisers are for, so that these two rates, over .5 %, are no errors.

        **What is weak.** `severe` and `threat` are labelled for about 50 and 900 English comments and for no Turkish ones: in Turkish both are learned from word lists
        applied to abusive comments, which nobody has checked. `obscene`, `insult` and `identity` come from sets
        that define them differently. Turkish comment spam (betting, escorts, crypto) is labelled nowhere: 600 examples made from templates teach it, and nobody knows how well. The same is done in English.
        First links, duplicates and new authors raise the spam score by amounts set by hand. Kurmanji has no labelled data at all: a word list, a ceiling of 0.9, and a person. Two thousand four hundred sentences made
        from templates that mention identities in ordinary ways were added as negatives, and 3,600 short friendly comments, some of them in Kurmanji, some with Turkish words that are also insults; every tenth ordinary comment stands in the training
        once more with a word for who somebody is put in somewhere. Every second text was disguised and trained on once more.

        **Data leaks known.** hatc_instagram_tr: user names stand before many negatives, so its figure flatters; its head and the gate have learned from it all the same. teknofest_tr: negatives are encyclopaedic. davidson_tweets: sampled by lexicon, dialect bias.


        """;

    private static void AddTraining(StringBuilder card, IReadOnlyList<DataSet> train)
    {
        card.Append("## Made from\n\n`open` may be redistributed; `research` is of unknown or non-commercial licence. Judge-only sets are never trained on.\n\n| set | licence class | language | abuse + / − | spam + / − |\n| --- | --- | --- | --- | --- |\n");
        foreach (var set in train)
        {
            var c = set.Comments;
            card.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {set.Licence} | {c[0].Lang} | {c.Count(x => x.Abuse == true)} / {c.Count(x => x.Abuse == false)} | {c.Count(x => x.Spam == true)} / {c.Count(x => x.Spam == false)} |\n");
        }

        card.Append(CultureInfo.InvariantCulture, $"| templates | own | tr, en | – | {2 * SyntheticSpam.PerLanguage} / – |\n| identity templates | own | tr, en | – / {2 * IdentityMentions.PerLanguage} | – |\n| ordinary short comments from templates | own | tr, en, ku | – / {(2 * OrdinaryComments.PerLanguage) + OrdinaryComments.DoubleMeanings} | – / {(2 * OrdinaryComments.PerLanguage) + OrdinaryComments.DoubleMeanings} |\n\n");
    }

    private static void AddRanking(StringBuilder card, Evaluation.Evaluation own, Evaluation.Evaluation? beside)
    {
        card.Append("## Held-out results\n\nOn the dev splits. \"Open\" is the same training on open sets alone. F1 and accuracy are the best over all thresholds.\n\n| set | head | + / − | baseline | to reach | AUC | AUC open | AP | F1 | macro-F1 | accuracy |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (var i = 0; i < own.Sets.Count; i++)
        {
            var (set, items) = own.Sets[i];
            foreach (var (name, category, spam) in new[] { ("abuse", Category.Abuse, false), ("spam", Category.Spam, true) })
            {
                var points = Evaluation.Evaluation.Points(items, category, spam);
                if (points.Count(p => p.IsPositive) is 0 || points.All(p => p.IsPositive))
                {
                    continue;
                }

                var open = beside is null ? double.NaN : Metrics.Auc(Evaluation.Evaluation.Points(beside.Sets[i].Items, category, spam));
                var target = Targets.GetValueOrDefault(set.Name, ("", ""));
                card.Append(CultureInfo.InvariantCulture, $"| {set.Name}{(JudgeOnly.Contains(set.Name) ? " (judge only)" : "")} | {name} | {points.Count(p => p.IsPositive)} / {points.Count(p => !p.IsPositive)} | {target.Item1} | {target.Item2} | {Metrics.Auc(points):F4} | {open:F4} | {Metrics.AveragePrecision(points):F4} | {Metrics.BestF1(points).F1:F4} | {Metrics.BestMacroF1(points).F1:F4} | {Metrics.BestAccuracy(points).Accuracy:F4} |\n");
            }
        }

        card.Append('\n');
    }

    private static void AddCrossValidation(StringBuilder card, IReadOnlyList<DataSet> sets)
    {
        const string name = "youtube_spam";
        if (sets.Any(s => s.Name == name))
        {
            var result = CrossValidation.Run(sets.Where(s => s.Name == name), Category.Spam, seed: 1);
            card.Append(CultureInfo.InvariantCulture, $"{name} by itself, {CrossValidation.Folds} folds over {result.Texts} texts, the cost of an error chosen on the nine tenths: accuracy {result.Accuracy:F4} (baseline .963, to reach ≥ .965), AUC {result.Auc:F4}.\n\n");
        }
    }

    private static void AddFalsePositives(StringBuilder card, Evaluation.Evaluation own)
    {
        var thresholds = Thresholds.Default;
        card.Append(CultureInfo.InvariantCulture, $"## At the thresholds\n\nHold / reject. Abuse {thresholds.Abuse.Hold} / {thresholds.Abuse.Reject}, spam {thresholds.Spam.Hold} / {thresholds.Spam.Reject}, doxxing {thresholds.Doxxing.Hold} / never.\n\n| set | false positives abuse | false positives spam | doxxing on ordinary comments | recall abuse | recall spam |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var (set, items) in own.Sets)
        {
            var notSpam = items.Where(i => i.Comment.Spam == false || (i.Comment.Spam is null && i.Comment.Abuse is not null));
            card.Append('|').Append(string.Join(
                '|',
                set.Name,
                Evaluation.Evaluation.Rates(items.Where(i => i.Comment.Abuse == false), Category.Abuse, thresholds),
                Evaluation.Evaluation.Rates(notSpam, Category.Spam, thresholds),
                Evaluation.Evaluation.Rates(items.Where(i => i.Comment.Abuse == false || i.Comment.Spam == false), Category.Doxxing, thresholds),
                Evaluation.Evaluation.Rates(items.Where(i => i.Comment.Abuse == true), Category.Abuse, thresholds),
                Evaluation.Evaluation.Rates(items.Where(i => i.Comment.Spam == true), Category.Spam, thresholds))).Append("|\n");
        }

        card.Append('\n');
    }
}
