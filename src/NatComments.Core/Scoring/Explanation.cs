using NatComments.Core.Scoring.Features;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Text;

namespace NatComments.Core.Scoring;

/// <summary>
/// Says which words drove a score. The lanes are linear, so that a word's share is exactly the sum of its features' shares; nothing is estimated.
/// </summary>
internal static class Explanation
{
    /// <summary>6 words a category: more would not be read.</summary>
    private const int MaxSpans = 6;

    /// <summary>0.05: below that a category has nothing to explain.</summary>
    private const float MinScore = 0.05f;

    /// <summary>0.15 log-odds: less is the noise of ordinary words.</summary>
    private const float MinWeight = 0.15f;

    /// <summary>2,000 words are looked at; no comment has more, and it bounds the work on a page of noise.</summary>
    private const int MaxTokens = 2_000;

    /// <summary>The spans in the order of the text, category by category.</summary>
    internal static IReadOnlyList<ScoreSpan> Of(Model model, Workspace workspace, Scores scores)
    {
        var spans = new List<ScoreSpan>();
        foreach (var language in Models(model, workspace.Text.Language))
        {
            AddWords(language, workspace, scores, spans);
        }

        foreach (var link in workspace.Text.Links)
        {
            if (scores.Spam >= MinScore)
            {
                spans.Add(new ScoreSpan(link.Start, link.End, Category.Spam, LinkWeight(model.Of(workspace.Text.Language), workspace)));
            }
        }

        foreach (var detail in workspace.Details)
        {
            spans.Add(new ScoreSpan(detail.Start, detail.End, Category.Doxxing, MathF.Log(detail.Confidence / (1 - detail.Confidence))));
        }

        spans.Sort((a, b) => (a.Category, a.Start, -a.Weight).CompareTo((b.Category, b.Start, -b.Weight)));
        return Distinct(spans);
    }

    private static LanguageModel[] Models(Model model, Language language) => language switch
    {
        Language.Turkish => [model.Turkish],
        Language.English => [model.English],
        _ => [model.Turkish, model.English],
    };

    private static float LinkWeight(LanguageModel model, Workspace workspace)
    {
        var sum = 0f;
        for (var signal = NamedSignal.Links; signal <= NamedSignal.Shortener; signal++)
        {
            sum += model.SignalWeights[(int)signal] * workspace.Features.Signals[(int)signal];
        }

        return model.Slopes[0] * (sum + (model.SignalWeights[(int)NamedSignal.LinkShare] * workspace.Features.Signals[(int)NamedSignal.LinkShare]));
    }

    private static void AddWords(LanguageModel model, Workspace workspace, Scores scores, List<ScoreSpan> spans)
    {
        Span<float> scoresOfLanes = stackalloc float[Model.Lanes];
        var whole = LinearHeads.Weigh(model, workspace.Features, scoresOfLanes);
        var counts = workspace.Features.CountsByBucket();
        var tokens = workspace.Text.Tokens;
        var limit = Math.Min(tokens.Length, MaxTokens);
        var shares = new float[limit * Model.Lanes];
        var single = workspace.Word;
        for (var i = 0; i < limit; i++)
        {
            single.Clear(FeatureExtractor.MaxWordLength);
            FeatureExtractor.ExtractToken(workspace.Text, i, single);
            LinearHeads.WeighPart(model, single, counts, whole, shares.AsSpan(i * Model.Lanes, Model.Lanes));
        }

        for (var head = 0; head < Model.Heads.Length; head++)
        {
            if (scores[Model.Heads[head]] >= MinScore)
            {
                AddBest(model, head, whole.Passed, shares, tokens[..limit], spans);
            }
        }
    }

    private static void AddBest(LanguageModel model, int head, float passed, float[] shares, ReadOnlySpan<Token> tokens, List<ScoreSpan> spans)
    {
        var best = new PriorityQueue<int, float>();
        for (var i = 0; i < tokens.Length; i++)
        {
            var weight = Weight(model, head, passed, shares.AsSpan(i * Model.Lanes, Model.Lanes));
            if (weight < MinWeight)
            {
                continue;
            }

            best.Enqueue(i, weight);
            if (best.Count > MaxSpans)
            {
                best.Dequeue();
            }
        }

        while (best.TryDequeue(out var at, out var weight))
        {
            spans.Add(new ScoreSpan(tokens[at].OriginStart, tokens[at].OriginEnd, Model.Heads[head], weight));
            if (Model.Heads[head] == Category.Abuse)
            {
                spans.Add(new ScoreSpan(tokens[at].OriginStart, tokens[at].OriginEnd, Category.Toxic, weight));
            }
        }
    }

    /// <summary>The share of a word in the log-odds of a head. What the gate let through belongs to the whole text, so that the two readings of abuse mix for a word as they do for the text.</summary>
    private static float Weight(LanguageModel model, int head, float passed, ReadOnlySpan<float> shares)
    {
        var own = model.Slopes[head] * shares[head];
        return head != Model.Abuse ? own : own + (passed * ((model.Slopes[Model.SecondAbuse] * shares[Model.SecondAbuse]) - own));
    }

    /// <summary>Two readings of one word, or two languages, point at the same place: the heavier one stays.</summary>
    private static List<ScoreSpan> Distinct(List<ScoreSpan> spans)
    {
        var kept = new List<ScoreSpan>(spans.Count);
        foreach (var span in spans)
        {
            if (kept.Count > 0 && kept[^1].Category == span.Category && kept[^1].End > span.Start)
            {
                kept[^1] = kept[^1].Weight >= span.Weight ? kept[^1] : span;
                continue;
            }

            kept.Add(span);
        }

        return kept;
    }
}
