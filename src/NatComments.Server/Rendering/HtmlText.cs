using System.Buffers;
using System.Text;

namespace NatComments.Server.Rendering;

/// <summary>
/// Writes text so that it can stand in HTML, in an element or a quoted attribute. Not
/// <see cref="System.Net.WebUtility.HtmlEncode(string)"/>: that also turns letters beyond ASCII into numbers and doubles
/// a Turkish text's size.
/// </summary>
internal static class HtmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    /// <summary>The text, encoded; empty for null.</summary>
    public static string Encode(string? text)
    {
        if (text is null || text.AsSpan().IndexOfAny(Special) < 0)
        {
            return text ?? "";
        }

        var html = new StringBuilder(text.Length + 16);
        Append(html, text);
        return html.ToString();
    }

    /// <summary>Appends the text, encoded.</summary>
    public static void Append(StringBuilder html, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is var at and >= 0)
        {
            html.Append(text[..at]).Append(text[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => "&#39;",
            });
            text = text[(at + 1)..];
        }

        html.Append(text);
    }
}
