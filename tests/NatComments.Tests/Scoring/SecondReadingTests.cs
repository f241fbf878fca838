using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;
using NatComments.Lab.Data;
using NatComments.Lab.Training;

namespace NatComments.Tests.Scoring;

/// <summary>Two sets of our own in which the same word is an insult under pictures and a ball in reports.</summary>
public class SecondReadingTests
{
    private static readonly Lazy<byte[]> Trained = new(() =>
        ModelTrainer.Train([Pictures("train"), Reports("train")], [Pictures("dev"), Reports("dev")], 1, "two readings", HeadTrainer.Train, _ => { }));

    [Fact]
    public void A_word_is_abuse_in_texts_of_the_kind_where_it_is_and_not_in_the_others()
    {
        var path = SmallModel.Write(Trained.Value);
        var scorer = ModelScorer.Load(path);
        var picture = scorer.Score(new ScoreInput("canım fotoğraf süper ya topa bak", "tr")).Scores.Abuse;
        var report = scorer.Score(new ScoreInput("bakanlık açıklamasına göre maçta topa vuran futbolcu", "tr")).Scores.Abuse;
        Assert.True(picture > report + 0.3f, $"{picture} > {report}");
        File.Delete(path);
    }

    [Fact]
    public void The_gate_tells_the_kinds_apart_and_stays_closed_where_none_was_learned()
    {
        var (two, small) = (SmallModel.Write(Trained.Value), SmallModel.Write(SmallModel.Bytes));
        Assert.InRange(Passed(ModelFile.Load(two).Turkish, "canım fotoğraf süper ya"), 0.8f, 1);
        Assert.InRange(Passed(ModelFile.Load(two).Turkish, "bakanlık açıklamasına göre maçta"), 0, 0.2f);
        Assert.InRange(Passed(ModelFile.Load(small).Turkish, "canım fotoğraf süper ya"), 0, 1e-6f);
        File.Delete(two);
        File.Delete(small);
    }

    private static float Passed(LanguageModel model, string text)
    {
        var features = new FeatureSet();
        FeatureExtractor.Extract(TextNormaliser.Normalise(text, Language.Turkish), features);
        return LinearHeads.Weigh(model, features, new float[Model.Lanes]).Passed;
    }

    private static DataSet Pictures(string split) => Set("hatc_instagram_tr", split, "canım fotoğraf süper ya", ["topa bak", "top bu", "topu gördüm"], ["bayıldım", "çok tatlı", "kalp kalp"]);

    private static DataSet Reports(string split) => Set("offenseval_tr", split, "bakanlık açıklamasına göre maçta", ["hain herifler", "hainler kaybetti", "hain takım"], ["topa vuran futbolcu", "topu taca attı", "top oynandı"]);

    private static DataSet Set(string name, string split, string kind, string[] bad, string[] good) => new(name, "open", split,
        [.. Enumerable.Range(0, 120).Select(i => new LabelledComment($"{i}", "tr", $"{kind} {(i % 2 == 0 ? bad : good)[i / 2 % 3]}", null, i % 2 == 0, []))]);
}
