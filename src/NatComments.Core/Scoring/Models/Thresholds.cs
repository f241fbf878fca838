namespace NatComments.Core.Scoring.Models;

/// <summary>
/// From which score on a category asks for a person, and from which the policy may reject by itself. Chosen by false-positive rates on ordinary comments; the rates stand
/// in the model card.
/// </summary>
/// <param name="Hold">At this score or above a person must look.</param>
/// <param name="Reject">At this score or above the policy may reject; above 1 means never.</param>
public readonly record struct Threshold(float Hold, float Reject)
{
    /// <summary>More than any score: a model alone never rejects for this.</summary>
    public const float Never = 1.01f;

    /// <summary>True when both are in 0 to <see cref="Never"/> and rejecting takes at least as much as holding.</summary>
    public bool IsInRange => Hold is >= 0 and <= Never && Reject is >= 0 and <= Never && Reject >= Hold;
}

/// <summary>One <see cref="Threshold"/> for each category; toxic is judged by that of abuse, which it is another word for. What is not set is as it was shipped.</summary>
public record Thresholds
{
    /// <summary>What a site begins with.</summary>
    public static readonly Thresholds Default = new();

    public Threshold Spam { get; init; } = new(0.50f, 0.98f);

    public Threshold Abuse { get; init; } = new(0.55f, 0.985f);

    public Threshold Severe { get; init; } = new(0.50f, Threshold.Never);

    public Threshold Obscene { get; init; } = new(0.60f, Threshold.Never);

    public Threshold Threat { get; init; } = new(0.40f, Threshold.Never);

    public Threshold Insult { get; init; } = new(0.60f, Threshold.Never);

    public Threshold Identity { get; init; } = new(0.65f, Threshold.Never);

    /// <summary>Personal data is held before it is seen. A machine never rejects it, whatever is set: it may be the author's own.</summary>
    public Threshold Doxxing { get; init; } = new(0.50f, Threshold.Never);

    /// <summary>The threshold of one category.</summary>
    public Threshold this[Category category] => category == Category.Toxic ? Abuse : All().Single(one => one.Category == category).Threshold;

    /// <summary>Every threshold with its category.</summary>
    public IEnumerable<(Category Category, Threshold Threshold)> All() =>
    [
        (Category.Spam, Spam), (Category.Abuse, Abuse), (Category.Severe, Severe), (Category.Obscene, Obscene),
        (Category.Threat, Threat), (Category.Insult, Insult), (Category.Identity, Identity), (Category.Doxxing, Doxxing),
    ];
}
