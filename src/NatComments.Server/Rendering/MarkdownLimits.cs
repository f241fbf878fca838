namespace NatComments.Server.Rendering;

/// <summary>
/// What is not given to the Markdown parser, because it takes longer the more of it there is than the text is long: a text of 10,000 characters that is
/// nothing but <c>*_</c>, <c>[</c> or <c>&gt;</c> takes it more than 100 ms, one within these limits less than 30 ms (<c>bench render</c> looks for the worst).
/// </summary>
internal static class MarkdownLimits
{
    /// <summary>Deeper quotes and lists than this are refused: nobody reads them, and parsing them costs stack.</summary>
    public const int MaxNesting = 40;

    /// <summary>1,000 runs of <c>*</c> or <c>_</c> and brackets: a text with an emphasised word in each line and 100 links has half as many.</summary>
    public const int MaxMarks = 1_000;

    /// <summary>True for a text with more marks of emphasis and links than a person writes: it is shown as it was written.</summary>
    public static bool HasTooManyMarks(string text)
    {
        var marks = 0;
        var rest = text.AsSpan();
        var before = '\0';
        while (rest.IndexOfAny('*', '_', '[') is var at and >= 0)
        {
            var mark = rest[at];

            // A row of the same mark is one; each bracket may begin a link of its own.
            marks += mark == '[' || at > 0 || mark != before ? 1 : 0;
            before = mark;
            rest = rest[(at + 1)..];
        }

        return marks > MaxMarks;
    }

    /// <summary>True when a line begins with more quotes and lists inside each other than may be.</summary>
    public static bool IsTooDeep(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Length > MaxNesting && Depth(line) > MaxNesting)
            {
                return true;
            }
        }

        return false;
    }

    private static int Depth(ReadOnlySpan<char> line)
    {
        // A row of stars or dashes is a line across the page.
        if (line.TrimStart(" \t") is ['*' or '-', ..] rule && !rule.ContainsAnyExcept(rule[0], ' ', '\t'))
        {
            return 0;
        }

        var depth = 0;
        while (depth <= MaxNesting)
        {
            line = line.TrimStart(" \t");
            var marker = Marker(line);
            if (marker == 0)
            {
                break;
            }

            depth++;
            line = line[marker..];
        }

        return depth;
    }

    // How many characters begin a quote or an item of a list; 0 when the line goes on with text.
    private static int Marker(ReadOnlySpan<char> line)
    {
        if (line is ['>', ..])
        {
            return 1;
        }

        var digits = line.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : line.Length;
        var length = line is ['-' or '+' or '*', ..] ? 1
            : digits is > 0 and <= 9 && digits < line.Length && line[digits] is '.' or ')' ? digits + 1
            : 0;
        return length > 0 && (length == line.Length || line[length] is ' ' or '\t') ? length : 0;
    }
}
