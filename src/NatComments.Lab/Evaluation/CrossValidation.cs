using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;
using NatComments.Lab.Data;
using NatComments.Lab.Training;

namespace NatComments.Lab.Evaluation;

/// <summary>
/// Trains on a set by itself and judges on the part left out, for figures that are quoted so. The folds are drawn at random, as published ones are, so that near-duplicates may
/// stand on both sides; the score above which a text counts as positive is 0, and nothing is tuned.
/// </summary>
public static class CrossValidation
{
    /// <summary>10 folds, as the published figures have.</summary>
    public const int Folds = 10;

    /// <summary>What the folds together gave.</summary>
    public readonly record struct Result(int Texts, double Accuracy, double Auc);

    /// <summary>Judges every text of a set, of whichever split, by a model trained on the other nine tenths.</summary>
    /// <param name="head">Whose labels: spam or abuse.</param>
    public static Result Run(IEnumerable<DataSet> splits, Category head, int seed)
    {
        var place = Array.IndexOf(Model.Heads, head);
        var examples = splits.SelectMany(s => Examples.Of(s, 0)).Where(e => e.Labels[place] is not null).Select(e => e with { Set = -1 }).ToArray();
        new Random(seed).Shuffle(examples);
        var points = new List<Scored>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var train = examples.Where((_, i) => i % Folds != fold).ToList();
            points.AddRange(Judge(train, examples.Where((_, i) => i % Folds == fold), place, seed));
        }

        return new Result(points.Count, points.Count(p => p.Score > 0 == p.IsPositive) / (double)points.Count, Metrics.Auc(points));
    }

    private static IEnumerable<Scored> Judge(List<Example> train, IEnumerable<Example> held, int place, int seed)
    {
        var table = new LanguageTableBuilder(train, 1, seed).Build(HeadTrainer.Train, _ => { });
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, ModelFile.Write("fold", table, table));
        var model = ModelFile.Load(path);
        File.Delete(path);
        var text = new NormalisedText();
        var features = new FeatureSet();
        var scores = new float[Model.Heads.Length];
        foreach (var example in held)
        {
            TextNormaliser.Normalise(example.Text, text, Languages.Parse(example.Lang));
            FeatureExtractor.Extract(text, features);
            LinearHeads.Weigh(model.English, features, scores);
            yield return new Scored(scores[place], example.Labels[place]!.Value);
        }
    }
}
