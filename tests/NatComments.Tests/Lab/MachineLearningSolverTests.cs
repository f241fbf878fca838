using NatComments.Core.Scoring;
using NatComments.Lab.Data;
using NatComments.Lab.Training;

namespace NatComments.Tests.Lab;

public class MachineLearningSolverTests
{
    private static DataSet Set(string split) => new("small", "open", split,
        [.. Enumerable.Range(0, 120).Select(i => new LabelledComment($"{i}", i % 2 == 0 ? "en" : "tr", i % 4 < 2 ? $"you awful troll number {i} go away" : $"thank you for the fine article number {i}", null, i % 4 < 2, []))]);

    [Theory]
    [InlineData(MachineLearningTrainer.Lbfgs)]
    [InlineData(MachineLearningTrainer.Sdca)]
    public void A_model_of_ML_NET_runs_in_the_same_scorer(MachineLearningTrainer trainer)
    {
        var solver = new MachineLearningSolver(trainer);
        var bytes = ModelTrainer.Train([Set("train")], [Set("dev")], 1, "test", (rows, targets, head, lang, seed) => HeadTrainer.Train(rows, targets, head, lang, seed, solver.Solve), _ => { });
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, bytes);
        var scorer = ModelScorer.Load(path);
        var bad = scorer.Score(new ScoreInput("you awful troll", "en")).Scores.Abuse;
        var good = scorer.Score(new ScoreInput("thank you for the fine article", "en")).Scores.Abuse;
        Assert.True(bad > good, $"{bad} > {good}");
        File.Delete(path);
    }
}
