namespace NatComments.Core.Scoring;

/// <summary>A text to be scored, with what is known about it besides its words.</summary>
/// <param name="Text">The text as written: Markdown, at most <see cref="MaxLength"/> UTF-16 units; what is beyond is not looked at.</param>
/// <param name="Lang">A language that the caller believes in, or null. A hint only: the text is looked at all the same.</param>
/// <param name="Signals">What else is known.</param>
public readonly record struct ScoreInput(string Text, string? Lang = null, ScoreSignals Signals = default)
{
    /// <summary>20,000: twice the longest comment a site may allow, and enough for the other systems' formats that score through us.</summary>
    public const int MaxLength = 20_000;
}

/// <summary>Facts about a comment that are not in its text. All zero when nothing is known.</summary>
/// <param name="FirstLink">The author has never before had a comment with a link published.</param>
/// <param name="Duplicates">How many near-identical comments were seen lately on the site, this one not counted.</param>
/// <param name="NewAuthor">The author has no published comment yet.</param>
public readonly record struct ScoreSignals(bool FirstLink, int Duplicates, bool NewAuthor);

/// <summary>Scores texts. Implementations are thread-safe, deterministic, need no network, and never throw for any text.</summary>
public interface IScorer
{
    /// <summary>Names the scorer and its version, so that a stored verdict can be traced to what made it.</summary>
    string Version { get; }

    /// <summary>The verdict without spans. This is the hot path: linear in the text's length.</summary>
    Verdict Score(in ScoreInput input);

    /// <summary>The same verdict with the spans of the original text that drove it.</summary>
    Verdict Explain(in ScoreInput input);
}
