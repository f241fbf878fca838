using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Markdig.Helpers;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Replaces the references of HTML (<c>&amp;amp;</c>, <c>&amp;#351;</c>, all names that HTML5 has) by their letters.
/// </summary>
internal static partial class HtmlText
{
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The text with its references replaced once. What is no reference stays as it is.</summary>
    public static string Decode(string html) =>
        html.Contains('&', StringComparison.Ordinal)
            ? References().Replace(html, found => Reference(found.Value) ?? found.Value)
            : html;

    /// <summary>A title, which these systems keep as HTML; null when there is none, or it cannot be read.</summary>
    public static string? Title(string? html) =>
        string.IsNullOrWhiteSpace(html) || html.Contains(OldText.Unreadable)
            ? null
            : Spaces().Replace(Decode(html), " ").Trim();

    /// <summary>The letters of one reference, from <c>&amp;</c> to <c>;</c>; null when it is none.</summary>
    public static string? Reference(string reference) =>
        !(References().Match(reference) is { Index: 0 } found && found.Length == reference.Length) ? null
        : reference[1] != '#' ? EntityHelper.DecodeEntity(reference.AsSpan(1, reference.Length - 2))
        : Letter(reference[2] is 'x' or 'X'
            ? long.Parse(reference.AsSpan(3, reference.Length - 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : long.Parse(reference.AsSpan(2, reference.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture));

    // 128 to 159 are meant as the letters that Windows has there, in HTML too. What XML forbids becomes a space.
    private static string Letter(long number) => number switch
    {
        '\t' or '\n' or '\r' => ((char)number).ToString(),
        >= 0x80 and <= 0x9F => Windows.GetString([(byte)number]),
        < ' ' or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) or OldText.Unreadable or 0xFFFE or 0xFFFF => " ",
        _ => char.ConvertFromUtf32((int)number),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("&(?:#[0-9]{1,9}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")]
    private static partial Regex References();
}
