using System.Globalization;
using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Words of old comments that would mean something in Markdown are marked as meaning nothing by <see cref="HtmlToMarkdown"/>, with a backslash. In comments a
/// backslash is text, because people type it and mean it; an entity is not, and stands for the same sign without its meaning.
/// </summary>
internal static partial class EscapedMarkdown
{
    /// <summary>The same Markdown with entities in the place of backslashes. What has none stays as it is, so that nothing changes a second time.</summary>
    public static string AsEntities(string markdown) =>
        Signs().Replace(markdown, found => found.Groups["sign"] is { Success: true } sign ? string.Create(CultureInfo.InvariantCulture, $"&#{(int)sign.ValueSpan[0]};") : found.Value);

    // Code is passed over: nothing in it is marked.
    [GeneratedRegex("""```\n[\s\S]*?\n```|`[^`\n]*`|\\(?<sign>[\\*`\[\]<_>#+.)&-])""")]
    private static partial Regex Signs();
}
