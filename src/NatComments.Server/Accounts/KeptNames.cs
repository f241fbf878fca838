
namespace NatComments.Server.Accounts;

/// <summary>
/// The names that readers of a site cannot sign with: those of its people and of offices (administrator, editor, the site itself), alone or with
/// offices and ornaments around them and nothing else, in every spelling that passes for one of these.
/// </summary>
public sealed class KeptNames
{
    private readonly HashSet<string> _spellings;
    private readonly HashSet<string> _offices;
    private readonly HashSet<string> _ornaments;

    /// <param name="people">The public names of the site's people.</param>
    /// <param name="site">What the site is called.</param>
    public KeptNames(IEnumerable<string> people, IEnumerable<string> site)
    {
        var called = site.Select(NameSkeleton.Words).Where(words => words.Count > 0).ToList();
        _spellings = [.. people.SelectMany(NameSkeleton.Spellings)];
        _offices = [.. NameSkeleton.Offices, .. called.Select(NameSkeleton.Join)];

        // A single word of the site's name is an ordinary word, and an ornament beside the name of one of its people.
        _ornaments = [.. NameSkeleton.Ornaments, .. called.SelectMany(words => words)];
    }

    /// <summary>True when a name passes for one of these.</summary>
    public bool Contain(string name)
    {
        var plain = NameSkeleton.WithoutSigns(name);
        return Has(NameSkeleton.Words(name)) || (!ReferenceEquals(plain, name) && Has(NameSkeleton.Words(plain)));
    }

    private bool Has(IReadOnlyList<string> words) =>
        Passes(NameSkeleton.Join(words), false, []) || (Rest(words) is { } rest && (rest.Length == 0 || _spellings.Contains(rest)));

    // What is left when offices and ornaments are taken out wherever they stand; null when only ornaments were there.
    private string? Rest(IReadOnlyList<string> words)
    {
        var rest = words.Where(word => !_offices.Contains(word) && !_ornaments.Contains(word)).ToList();
        return rest.Count == 0 && !words.Any(_offices.Contains) ? null : NameSkeleton.Join(rest);
    }

    // Words may be written together, so they are taken off both ends as far as they go. What was tried once is not tried again.
    private bool Passes(string rest, bool office, HashSet<(string, bool)> tried) =>
        (rest.Length == 0 ? office : _spellings.Contains(rest))
        || (rest.Length > 0 && tried.Add((rest, office)) && (Without(_offices, rest, true, tried) || Without(_ornaments, rest, office, tried)));

    private bool Without(HashSet<string> words, string rest, bool office, HashSet<(string, bool)> tried)
    {
        foreach (var word in words)
        {
            if ((rest.StartsWith(word, StringComparison.Ordinal) && Passes(rest[word.Length..], office, tried))
                || (rest.EndsWith(word, StringComparison.Ordinal) && Passes(rest[..^word.Length], office, tried)))
            {
                return true;
            }
        }

        return false;
    }
}
