using System.Runtime.InteropServices;
using NatComments.Core.Projections;

namespace NatComments.Server.Threads;

/// <summary>
/// Remembers fingerprints of what was posted lately, to tell how often a text was said already: by nobody in particular, in whatever article. Each node
/// remembers what it took in itself; nothing of it is kept. Texts that share most of their words count as the same.
/// </summary>
internal sealed class RecentTexts(TimeProvider clock)
{
    // Half an hour twice: a text is remembered for 30 to 60 minutes, the time of a campaign.
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(30);

    // 20,000 texts in each half: some 4 MB of numbers. More in half an hour is a flood, in which the older ones are forgotten sooner.
    private const int MaxTexts = 20_000;

    // 5 different words: "well said" is said by many without being spam.
    private const int MinWords = 5;

    private readonly Lock _lock = new();
    private Dictionary<ulong, int> _now = [];
    private Dictionary<ulong, int> _before = [];
    private DateTimeOffset _until;

    /// <summary>How many texts like this one were taken in on the site within the last half hour or hour; this one is then remembered too.</summary>
    public int Add(string site, string text)
    {
        if (TextSketch.Of(text, MinWords) is not { } sketch)
        {
            return 0;
        }

        var most = 0;
        var ofSite = (ulong)site.GetHashCode(StringComparison.Ordinal) << 32;
        lock (_lock)
        {
            Turn();
            for (var band = 0; band < TextSketch.Bands; band++)
            {
                var key = sketch.Band(band) ^ ofSite;
                ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_now, key, out _);
                most = Math.Max(most, seen + _before.GetValueOrDefault(key));
                seen++;
            }
        }

        return most;
    }

    private void Turn()
    {
        var now = clock.GetUtcNow();
        if (now < _until && _now.Count < MaxTexts * TextSketch.Bands)
        {
            return;
        }

        (_before, _now) = (_now, _before);
        _now.Clear();
        if (now >= _until + Half)
        {
            // After a pause of more than both halves nothing of before counts.
            _before.Clear();
        }

        _until = now + Half;
    }
}
