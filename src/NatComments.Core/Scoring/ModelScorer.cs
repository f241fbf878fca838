using NatComments.Core.Scoring.Doxxing;
using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Core.Scoring;

/// <summary>
/// Scores texts with a trained model, word lists for Kurmanji, and the recognisers of personal details. Thread-safe and deterministic; needs no network, and
/// allocates nothing but the verdict once a thread has scored its first text. Turkish and English have models of their own; a text in neither gets the
/// larger of both. There are no labelled comments in Kurmanji, so that a model never lifts one above <see cref="UnlabelledCeiling"/>.
/// </summary>
public sealed class ModelScorer : IScorer
{
    /// <summary>0.9: enough that a person looks, too little for any policy to reject by itself.</summary>
    public const float UnlabelledCeiling = 0.9f;

    /// <summary>0.7: a word of the Kurmanji list asks for a person.</summary>
    private const float KurdishListScore = 0.7f;

    private static readonly WordListMatcher Kurdish = new(StarterLists.Read("ku"));

    [ThreadStatic]
    private static Workspace? t_workspace;

    private readonly Model _model;

    /// <summary>A scorer over a model that has been loaded.</summary>
    public ModelScorer(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>A scorer over the model that is part of the program.</summary>
    /// <exception cref="ModelFileException">The program holds no usable model.</exception>
    public static ModelScorer Load() => new(ModelFile.LoadEmbedded());

    /// <summary>A scorer over a model file.</summary>
    /// <exception cref="ModelFileException">The file cannot be used; the message says why.</exception>
    public static ModelScorer Load(string path) => new(ModelFile.Load(path));

    /// <inheritdoc/>
    public string Version => _model.Version;

    /// <inheritdoc/>
    public Verdict Score(in ScoreInput input)
    {
        var workspace = t_workspace ??= new Workspace();
        var text = Read(input, workspace);
        var verdict = new Verdict(workspace.Text.Language.Code(), Judge(input, text, workspace));
        workspace.Trim();
        return verdict;
    }

    /// <inheritdoc/>
    public Verdict Explain(in ScoreInput input)
    {
        var workspace = t_workspace ??= new Workspace();
        var text = Read(input, workspace);
        var scores = Judge(input, text, workspace);
        var spans = Explanation.Of(_model, workspace, scores);
        var verdict = new Verdict(workspace.Text.Language.Code(), scores, spans);
        workspace.Trim();
        return verdict;
    }

    private static string Read(in ScoreInput input, Workspace workspace)
    {
        var text = input.Text ?? "";
        text = text.Length > ScoreInput.MaxLength ? text[..ScoreInput.MaxLength] : text;
        TextNormaliser.Normalise(text, workspace.Text, Languages.Parse(input.Lang));
        FeatureExtractor.Extract(workspace.Text, workspace.Features);
        return text;
    }

    private Scores Judge(in ScoreInput input, string text, Workspace workspace)
    {
        Span<float> heads = stackalloc float[Model.Heads.Length];
        heads.Clear();
        var language = workspace.Text.Language;
        var hasText = workspace.Text.Tokens.Length > 0;
        if (hasText && language is not Language.English)
        {
            AddLanguage(_model.Turkish, input.Signals, workspace, heads);
        }

        if (hasText && language is not Language.Turkish)
        {
            AddLanguage(_model.English, input.Signals, workspace, heads);
        }

        if (language == Language.Kurdish)
        {
            CapKurdish(workspace, heads);
        }

        workspace.Details.Clear();
        DoxxingScanner.Scan(workspace.Text, text, workspace.Details);
        _model.KeepAlive();
        return new Scores(
            Spam: heads[0], Abuse: heads[1], Toxic: heads[1], Severe: heads[2], Obscene: heads[3], Threat: heads[4], Insult: heads[5], Identity: heads[6],
            Doxxing: DoxxingScanner.Score(workspace.Details));
    }

    private static void AddLanguage(LanguageModel model, ScoreSignals signals, Workspace workspace, Span<float> heads)
    {
        Span<float> scores = stackalloc float[Model.Lanes];
        var passed = LinearHeads.Weigh(model, workspace.Features, scores).Passed;
        for (var head = 0; head < heads.Length; head++)
        {
            var external = head == 0 ? ExternalSignals.SpamLogOdds(signals, workspace.Text.Links.Length) : 0;
            heads[head] = MathF.Max(heads[head], LinearHeads.Sigmoid(LinearHeads.LogOdds(model, head, scores, passed) + external));
        }
    }

    private static void CapKurdish(Workspace workspace, Span<float> heads)
    {
        var (reject, hold) = Kurdish.Count(workspace.Text);
        for (var head = 1; head < heads.Length; head++)
        {
            heads[head] = MathF.Min(heads[head], UnlabelledCeiling);
        }

        heads[1] = reject + hold > 0 ? MathF.Max(heads[1], KurdishListScore) : heads[1];
    }
}
