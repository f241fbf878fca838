using System.Text.Json.Serialization;
using NatComments.Core.Text;

namespace NatComments.Core.Scoring;

/// <summary>What a text can be scored for. The order is the order of columns and of stored numbers: add at the end, never reorder.</summary>
[JsonConverter(typeof(CamelCaseEnum<Category>))]
public enum Category
{
    Spam,
    Abuse,
    Toxic,
    Severe,
    Obscene,
    Threat,
    Insult,
    Identity,
    Doxxing,
}

/// <summary>One probability, 0 to 1, for each <see cref="Category"/>. A value type: scoring allocates nothing for it.</summary>
public readonly record struct Scores(
    float Spam, float Abuse, float Toxic, float Severe, float Obscene, float Threat, float Insult, float Identity, float Doxxing)
{
    /// <summary>The score of one category, 0 to 1.</summary>
    public float this[Category category] => category switch
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

    /// <summary>The scores within 0 to 1 with four decimals: what is stored, so that memory and log say the same. What is not a number becomes 1.</summary>
    public Scores Rounded()
    {
        static float R(float value) => float.IsNaN(value) ? 1 : MathF.Round(Math.Clamp(value, 0, 1), 4);
        return new(R(Spam), R(Abuse), R(Toxic), R(Severe), R(Obscene), R(Threat), R(Insult), R(Identity), R(Doxxing));
    }
}

/// <summary>A stretch of the text as it was written that drove a score.</summary>
/// <param name="Start">First UTF-16 unit of the original text.</param>
/// <param name="End">One past the last UTF-16 unit.</param>
/// <param name="Weight">How much it drove the score, in log-odds; positive pushes the score up.</param>
public readonly record struct ScoreSpan(int Start, int End, Category Category, float Weight);

/// <summary>
/// What the classifiers say of a text. It binds nobody: the policy or a person decides.
/// </summary>
/// <param name="Lang">"tr", "en", "ku" or "und" (undetermined or another language).</param>
/// <param name="Spans">The words that drove the scores; empty unless an explanation was asked for.</param>
[method: JsonConstructor]
public sealed record Verdict(string Lang, Scores Scores, IReadOnlyList<ScoreSpan> Spans)
{
    /// <summary>A verdict without an explanation.</summary>
    public Verdict(string lang, Scores scores) : this(lang, scores, [])
    {
    }
}
