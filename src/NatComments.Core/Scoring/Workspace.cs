using NatComments.Core.Scoring.Doxxing;
using NatComments.Core.Scoring.Features;
using NatComments.Core.Text;

namespace NatComments.Core.Scoring;

/// <summary>The buffers of one thread, kept from text to text.</summary>
internal sealed class Workspace
{
    /// <summary>4,000 UTF-16 units: buffers that a longer text made are given back afterwards, so that one of 20,000 does not stay in memory on every thread.</summary>
    private const int KeptLength = 4_000;

    internal NormalisedText Text { get; private set; } = new();

    internal FeatureSet Features { get; private set; } = new();

    /// <summary>The features of one word, for the explanation.</summary>
    internal FeatureSet Word { get; } = new();

    internal List<PersonalDetail> Details { get; } = [];

    /// <summary>Gives large buffers back.</summary>
    internal void Trim()
    {
        if (Text.OriginalLength > KeptLength)
        {
            Text = new NormalisedText();
            Features = new FeatureSet();
        }
    }
}
