using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;
using NatComments.Lab.Data;
using NatComments.Lab.Training;

namespace NatComments.Lab.Evaluation;

/// <summary>
/// Trains on a set by itself and judges on the part left out, for figures that are quoted so. The folds are drawn at random, as published ones are, so that near-duplicates may
/// stand on both sides. The score above which a text counts as positive is 0. What an error costs is chosen anew for each fold, by the nine tenths alone: a small set must be
/// learned more closely than the sets together.
/// </summary>
public static class CrossValidation
{
    /// <summary>10 folds, as the published figures have.</summary>
    public const int Folds = 10;

    /// <summary>3 folds of the nine tenths choose the cost.</summary>
    private const int InnerFolds = 3;

    private static readonly float[] Costs = [1, 3, 10, 30];

    /// <summary>What the folds together gave.</summary>
    public readonly record struct Result(int Texts, double Accuracy, double Auc);

    /// <summary>Judges every text of a set, of whichever split, by a model trained on the other nine tenths.</summary>
    /// <param name="head">Whose labels: spam or abuse.</param>
    public static Result Run(IEnumerable<DataSet> splits, Category head, int seed)
    {
        var place = Array.IndexOf(Model.Heads, head);
        var examples = splits.SelectMany(s => Examples.Of(s, 0)).Where(e => e.Labels[place] is not null).Select(e => e with { Set = -1 }).ToArray();
        new Random(seed).Shuffle(examples);
        var points = Enumerable.Range(0, Folds).SelectMany(fold =>
        {
            var (train, held) = Split(examples, Folds, fold);
            return Judge(train, held, place, BestCost(train, place, seed), seed);
        }).ToList();
        return new Result(points.Count, Accuracy(points), Metrics.Auc(points));
    }

    /// <summary>The cost with which models trained on a part of the texts judge the rest of them best; of equal ones the smallest.</summary>
    private static float BestCost(Example[] train, int place, int seed) =>
        Costs.MaxBy(cost => Accuracy(Enumerable.Range(0, InnerFolds).SelectMany(fold =>
        {
            var (inner, held) = Split(train, InnerFolds, fold);
            return Judge(inner, held, place, cost, seed);
        }).ToList()));

    private static double Accuracy(List<Scored> points) => points.Count(p => p.Score > 0 == p.IsPositive) / (double)points.Count;

    private static (Example[] Train, Example[] Held) Split(Example[] examples, int folds, int fold) =>
        ([.. examples.Where((_, i) => i % folds != fold)], [.. examples.Where((_, i) => i % folds == fold)]);

    private static IEnumerable<Scored> Judge(Example[] train, Example[] held, int place, float cost, int seed)
    {
        var table = new LanguageTableBuilder([.. train.Select(e => e with { Costs = Array.ConvertAll(e.Costs, c => c * cost) })], [], "en", seed).Build(HeadTrainer.Train, _ => { });
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, ModelFile.Write("fold", table, table));
        var model = ModelFile.Load(path);
        File.Delete(path);
        var text = new NormalisedText();
        var features = new FeatureSet();
        var scores = new float[Model.Lanes];
        foreach (var example in held)
        {
            TextNormaliser.Normalise(example.Text, text, Languages.Parse(example.Lang));
            FeatureExtractor.Extract(text, features);
            LinearHeads.Weigh(model.English, features, scores);
            yield return new Scored(scores[place], example.Labels[place]!.Value);
        }
    }
}
