using System.Buffers;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace NatComments.Server.Rendering;

/// <summary>
/// Reads web addresses as people type them: behind a colon, in quotes and brackets, with a suffix behind an apostrophe. An address is read before emphasis
/// is, so that it keeps its <c>_</c> and <c>*</c>. (Markdig's own extension takes quotes into addresses and loses a <c>_</c> at their end.)
/// </summary>
internal sealed class AddressParser : InlineParser
{
    private static readonly string[] Schemes = ["https://", "http://", "www.", "mailto:"];

    // What ends an address wherever it stands: nobody types these into one.
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\n\r\u00A0\u2028\u2029\u200B<>\"“”„«»‹›「」『』（）【】《》。、，`\\|^");

    private static readonly SearchValues<char> OfEntities = SearchValues.Create("#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public AddressParser() => OpeningCharacters = ['h', 'H', 'w', 'W', 'm', 'M'];

    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        // Nearly every h, w or m stands in a word: the next letter tells.
        if (slice.PeekChar(1) is not ('t' or 'T' or 'w' or 'W' or 'a' or 'A'))
        {
            return false;
        }

        var text = slice.AsSpan();
        var scheme = Scheme(text);
        if (scheme is null || text.Length == scheme.Length || !char.IsLetterOrDigit(text[scheme.Length])
            || slice.PeekCharExtra(-1) is '/' or '@' or '&' || char.IsLetterOrDigit(slice.PeekCharExtra(-1)))
        {
            return false;
        }

        text = Trimmed(text[..Length(text)], slice.PeekCharExtra(-1));
        if (text.Length <= scheme.Length || (scheme == "www." && !text[scheme.Length..].Contains('.')))
        {
            return false;
        }

        var words = new StringSlice(slice.Text, slice.Start, slice.Start + text.Length - 1);
        var link = new LinkInline { Url = scheme == "www." ? "http://" + text.ToString() : text.ToString(), IsAutoLink = true, IsClosed = true };
        link.AppendChild(new LiteralInline(words));
        processor.Inline = link;
        slice.Start += text.Length;
        return true;
    }

    private static string? Scheme(ReadOnlySpan<char> text)
    {
        foreach (var scheme in Schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return scheme;
            }
        }

        return null;
    }

    // Up to what cannot belong to it: a bracket that was opened before it, or an apostrophe with nothing but a suffix behind it.
    private static int Length(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAny(Ends) is var end and >= 0 ? end : text.Length;
        var (round, square) = (0, 0);
        for (var i = 0; i < length; i++)
        {
            (round, square) = text[i] switch { '(' => (round + 1, square), ')' => (round - 1, square), '[' => (round, square + 1), ']' => (round, square - 1), _ => (round, square) };
            if (round < 0 || square < 0 || (text[i] is '\'' or '’' or '‘' && IsSuffix(text[(i + 1)..length])))
            {
                return i;
            }
        }

        return length;
    }

    private static bool IsSuffix(ReadOnlySpan<char> rest)
    {
        foreach (var c in rest)
        {
            if (!char.IsLetter(c))
            {
                return c is '.' or ',' or ';' or ':' or '!' or '?' or ')' or '*' or '…';
            }
        }

        return true;
    }

    // What ends a sentence ends it also behind an address, and so does an entity; what opened an emphasis right before it closes it right behind it.
    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> text, char before)
    {
        while (!text.IsEmpty)
        {
            if (text[^1] == ';' && text.LastIndexOf('&') is var entity and > 0 && !text[(entity + 1)..^1].ContainsAnyExcept(OfEntities))
            {
                text = text[..entity];
            }
            else if (text[^1] is '.' or ',' or ':' or ';' or '!' or '?' or '*' or '…' or '\'' or '’' || (text[^1] is '_' or '~' && before == text[^1]))
            {
                text = text[..^1];
            }
            else
            {
                break;
            }
        }

        return text;
    }
}
