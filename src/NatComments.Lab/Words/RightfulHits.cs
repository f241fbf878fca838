using NatComments.Core.Text;

namespace NatComments.Lab.Words;

/// <summary>
/// Words of dictionaries that are abuse whoever says them, reviewed by hand: <c>rightful.txt</c>, one a line, a star behind a stem, under the
/// code of their language. What a list hits beside them is innocent.
/// </summary>
public sealed class RightfulHits
{
    private readonly Dictionary<Language, (HashSet<string> Words, string[] Stems)> _reviewed = [];

    private RightfulHits(string text)
    {
        var lines = new Dictionary<Language, List<string>>();
        var language = Language.Undetermined;
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                language = Languages.Parse(line.Trim('[', ']'));
                continue;
            }

            lines.TryAdd(language, []);
            lines[language].Add(line);
        }

        foreach (var (key, all) in lines)
        {
            _reviewed[key] = ([.. all.Where(line => !line.EndsWith('*'))], [.. all.Where(line => line.EndsWith('*')).Select(line => line.TrimEnd('*'))]);
        }
    }

    /// <summary>The file that is part of the program.</summary>
    public static RightfulHits Load()
    {
        using var reader = new StreamReader(typeof(RightfulHits).Assembly.GetManifestResourceStream("NatComments.Lab.Words.rightful.txt")!);
        return new(reader.ReadToEnd());
    }

    /// <summary>Whether a word, in lower case, has been reviewed and found to be abuse.</summary>
    public bool Contains(string word, Language language) =>
        _reviewed.TryGetValue(language, out var known)
        && (known.Words.Contains(word) || Array.Exists(known.Stems, stem => word.StartsWith(stem, StringComparison.Ordinal)));
}
