namespace NatComments.Core.Scoring;

/// <summary>
/// What facts outside the text are worth for spam, in log-odds. No labelled data holds them, so these are set by hand, from what the study says carries spam that the
/// words do not: links of new authors, and repetition. They join the text's calibrated score, so that there is one number.
/// </summary>
internal static class ExternalSignals
{
    /// <summary>The first link of an author: e^1 = 2.7 times the odds.</summary>
    private const float FirstLink = 1.0f;

    /// <summary>Each doubling of near-identical comments doubles the odds and a bit.</summary>
    private const float Duplicate = 0.9f;

    /// <summary>4.2: beyond this repetition alone says no more, and what the words make less than one in ninety likely to be spam is not held for being repeated.</summary>
    private const float MaxDuplicates = 4.2f;

    /// <summary>A new author is a little more likely to be a spammer.</summary>
    private const float NewAuthor = 0.3f;

    /// <summary>Added to the log-odds of spam.</summary>
    internal static float SpamLogOdds(ScoreSignals signals, int links)
    {
        var sum = signals.NewAuthor ? NewAuthor : 0;
        sum += signals.FirstLink && links > 0 ? FirstLink : 0;
        return sum + (signals.Duplicates > 0 ? MathF.Min(MaxDuplicates, Duplicate * MathF.Log2(1 + signals.Duplicates)) : 0);
    }
}
