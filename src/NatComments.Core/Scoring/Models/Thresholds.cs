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

/// <summary>One <see cref="Threshold"/> for each category.</summary>
public sealed record Thresholds(
    Threshold Spam, Threshold Abuse, Threshold Toxic, Threshold Severe, Threshold Obscene, Threshold Threat, Threshold Insult, Threshold Identity, Threshold Doxxing)
{
    /// <summary>What a site begins with.</summary>
    public static Thresholds Default { get; } = new(
        Spam: new(0.50f, 0.98f),
        Abuse: new(0.55f, 0.985f),
        Toxic: new(0.55f, 0.985f),
        Severe: new(0.50f, Threshold.Never),
        Obscene: new(0.60f, Threshold.Never),
        Threat: new(0.40f, Threshold.Never),
        Insult: new(0.60f, Threshold.Never),
        Identity: new(0.65f, Threshold.Never),
        Doxxing: new(0.50f, Threshold.Never));

    /// <summary>The threshold of one category.</summary>
    public Threshold this[Category category] => category switch
    {
        Category.Spam => Spam,
        Category.Abuse => Abuse,
        Category.Toxic => Toxic,
        Category.Severe => Severe,
        Category.Obscene => Obscene,
        Category.Threat => Threat,
        Category.Insult => Insult,
        Category.Identity => Identity,
        Category.Doxxing => Doxxing,
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };
}
