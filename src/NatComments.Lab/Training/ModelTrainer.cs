using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary>Trains one head from its targets; null for a head that has too little to learn from.</summary>
public delegate float[]? HeadTraining(SparseRows rows, IReadOnlyList<Target> targets, Category head, string lang, int seed);

/// <summary>
/// Makes a model from labelled sets: the same file from the same sets and seed. Sets that are there to judge only have no training split and are never seen.
/// </summary>
public static class ModelTrainer
{
    /// <summary>The bytes of the model file.</summary>
    /// <param name="train">The training splits.</param>
    /// <param name="dev">The held-out splits, on which the probabilities are calibrated.</param>
    /// <param name="progress">Is told of each step.</param>
    public static byte[] Train(IReadOnlyList<DataSet> train, IReadOnlyList<DataSet> dev, int seed, string version, HeadTraining head, Action<string> progress)
    {
        var examples = train.SelectMany((s, i) => Examples.Of(s, i)).Concat(SyntheticSpam.Examples(seed)).Concat(IdentityMentions.Examples(seed)).Concat(OrdinaryComments.Examples(seed)).ToList();
        var tables = new Dictionary<string, LanguageTable>();
        foreach (var lang in new[] { "tr", "en" })
        {
            var own = Augmentation.Extend(examples.Where(e => e.Lang == lang).ToList(), lang, seed);
            progress($"{lang}: {own.Count} texts");
            var builder = new LanguageTableBuilder(own, train, lang, seed);
            progress($"{lang}: features");
            tables[lang] = builder.Build(head, done => progress($"{lang}: {done}"));
            GC.Collect();
        }

        var raw = ModelFile.Write(version, tables["tr"], tables["en"]);
        foreach (var (lang, table) in tables)
        {
            Calibration.Fit(raw, dev, lang, table);
        }

        progress("calibrated");
        return ModelFile.Write(version, tables["tr"], tables["en"]);
    }
}
