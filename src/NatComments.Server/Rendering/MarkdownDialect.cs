using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NatComments.Server.Rendering;

/// <summary>Markdown as it is read in comments: CommonMark without what people type and do not mean. <c>README.md</c> beside this file says what and why.</summary>
internal static class MarkdownDialect
{
    /// <summary>The parsers; thread-safe.</summary>
    public static MarkdownPipeline Pipeline()
    {
        var builder = new MarkdownPipelineBuilder();
        builder.BlockParsers.Clear();
        builder.BlockParsers.AddRange([new ThematicBreakParser(), new QuoteParser(), new ListBlockParser(), new FencedCodeBlockParser { OpeningCharacters = ['`'] }, new ParagraphParser()]);
        var emphasis = new WholeWordEmphasis();
        emphasis.EmphasisDescriptors.Clear();
        emphasis.EmphasisDescriptors.AddRange([new('*', 1, 2, false), new('_', 1, 2, false)]);
        builder.InlineParsers.Clear();
        builder.InlineParsers.AddRange([
            new AddressParser(), new HtmlEntityParser(), new LinkInlineParser(), new BackslashParser(), emphasis, new WholeWordCode(),
            new AutolinkInlineParser(new() { EnableHtmlParsing = false }), new LineBreakInlineParser { EnableSoftAsHard = true },
        ]);
        return builder.Build();
    }

    /// <summary>Takes characters as text. True, as a parser answers that has read something.</summary>
    public static bool Literal(InlineProcessor processor, ref StringSlice slice, int length)
    {
        processor.Inline = new LiteralInline(new StringSlice(slice.Text, slice.Start, slice.Start + length - 1));
        slice.Start += length;
        return true;
    }

    // ">_<", ">:(" and ">100 km" quote nobody.
    private sealed class QuoteParser : QuoteBlockParser
    {
        public override BlockState TryOpen(BlockProcessor processor) =>
            processor.PeekChar(1) is var next && (next is '\0' or ' ' or '\t' or '\n' or '>' or '"' or '“' or '«' || char.IsLetter(next))
                ? base.TryOpen(processor)
                : BlockState.None;
    }

    // Neither "[source]: https://…" nor a line of dashes under a text is anything but text.
    private sealed class ParagraphParser : ParagraphBlockParser
    {
        public ParagraphParser() => ParseSetextHeadings = false;

        public override bool Close(BlockProcessor processor, Block block)
        {
            if (block is not ParagraphBlock paragraph)
            {
                return true;
            }

            ref var lines = ref paragraph.Lines;
            for (var i = 0; i < lines.Count; i++)
            {
                lines.Lines[i].Slice.TrimStart();
            }

            if (lines.Count > 0)
            {
                lines.Lines[lines.Count - 1].Slice.TrimEnd();
            }

            return lines.Count > 0;
        }
    }

    // "Ankara`da ve İzmir`de": the sign stands for an apostrophe.
    private sealed class WholeWordCode : CodeInlineParser
    {
        public override bool Match(InlineProcessor processor, ref StringSlice slice) =>
            char.IsLetterOrDigit(slice.PeekCharExtra(-1)) ? Literal(processor, ref slice, Run(slice)) : base.Match(processor, ref slice);
    }

    /// <summary>How often the character repeats.</summary>
    public static int Run(StringSlice slice)
    {
        var length = 1;
        while (slice.PeekChar(length) == slice.CurrentChar)
        {
            length++;
        }

        return length;
    }
}

/// <summary>
/// Emphasis of whole words: 2*3*4, file names, paths, addresses, snake_case, __init__, censored w****s and faces (^_^) keep their signs. CommonMark's own rule
/// looks only for spaces and punctuation around a sign.
/// </summary>
internal sealed class WholeWordEmphasis : EmphasisInlineParser
{
    /// <summary>3: more signs in a row are a line, a censored word or a number of stars.</summary>
    private const int MaxRun = 3;

    // Behind a part of a path, of a formula or of a face no emphasis begins, and before one none ends.
    private const string NoBeginningBehind = "/\\@.)]}=^<>-~|+#$%&";
    private const string NoEndBefore = "@/\\([{=";

    // What words begin and end with besides letters, digits and pictures.
    private const string Beginnings = "\"'“‘«‹„([{&#@$€£₺`¿¡…—–";
    private const string Ends = "\"'”’»›“)]}.,;:!?…%$€£₺`";

    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var length = MarkdownDialect.Run(slice);
        var type = length > MaxRun || (slice.CurrentChar == '_' && length > 1) ? DelimiterType.Undefined
            : (CanOpen(slice, length) ? DelimiterType.Open : DelimiterType.Undefined) | (CanClose(slice, length) ? DelimiterType.Close : DelimiterType.Undefined);
        if (type == DelimiterType.Undefined)
        {
            return MarkdownDialect.Literal(processor, ref slice, length);
        }

        var descriptor = EmphasisDescriptors[slice.CurrentChar == '*' ? 0 : 1];
        processor.Inline = new EmphasisDelimiterInline(this, descriptor)
        {
            Content = new StringSlice(slice.Text, slice.Start, slice.Start + length - 1), DelimiterCount = length, Type = type,
        };
        slice.Start += length;
        return true;
    }

    private static bool CanOpen(StringSlice slice, int length) =>
        slice.PeekCharExtra(-1) is var before && !char.IsLetterOrDigit(before) && !IsPicture(before) && !NoBeginningBehind.Contains(before)
        && BehindSigns(slice, length, 1) is var word && (char.IsLetterOrDigit(word) || IsPicture(word) || Beginnings.Contains(word));

    private static bool CanClose(StringSlice slice, int length) =>
        slice.PeekChar(length) is var after && !char.IsLetterOrDigit(after) && !NoEndBefore.Contains(after)
        && !(after == '.' && char.IsLetterOrDigit(slice.PeekChar(length + 1)))
        && BehindSigns(slice, -1, -1) is var word && (char.IsLetterOrDigit(word) || Ends.Contains(word) || (IsPicture(word) && !IsPicture(after)));

    // Emphasis within emphasis: **_word_**. More signs than these are no emphasis.
    private static char BehindSigns(StringSlice slice, int at, int step)
    {
        for (var i = 0; i < 2 * MaxRun && slice.PeekCharExtra(at) is '*' or '_'; i++)
        {
            at += step;
        }

        return slice.PeekCharExtra(at);
    }

    private static bool IsPicture(char c) => char.IsSurrogate(c) || c is '\uFE0F' or '\u20E3' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.OtherSymbol;
}

/// <summary>
/// A backslash is text, and so is the sign behind it: ¯\_(ツ)_/¯ and C:\_x\*.txt stay. It is hidden only where somebody wanted Markdown to leave signs alone:
/// around a word ("\*word\*"), and at the start of a line.
/// </summary>
internal sealed class BackslashParser : InlineParser
{
    // 9 digits: longer numbers begin no list.
    private const int MaxDigits = 9;

    public BackslashParser() => OpeningCharacters = ['\\'];

    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var sign = slice.PeekChar(1);
        if (IsAtLineStart(slice, sign))
        {
            slice.Start++;
            return MarkdownDialect.Literal(processor, ref slice, 1);
        }

        if (sign is '*' or '_')
        {
            var start = slice.Start;
            MarkdownDialect.Literal(processor, ref slice, 2);
            Pair(processor, (LiteralInline)processor.Inline!, slice, start, sign);
            return true;
        }

        return MarkdownDialect.Literal(processor, ref slice, sign is '[' or '<' or '`' or '&' ? 2 : 1);
    }

    private void Pair(InlineProcessor processor, LiteralInline literal, StringSlice behind, int start, char sign)
    {
        var (before, after) = (start > 0 ? behind.Text[start - 1] : '\0', behind.CurrentChar);
        var opened = processor.ParserStates[Index] as Opened;
        if (opened is not null && opened.Block == processor.Block && opened.Sign == sign && char.IsLetterOrDigit(before) && !char.IsLetterOrDigit(after) && after != '\\')
        {
            opened.Literal.Content.Start++;
            literal.Content.Start++;
            processor.ParserStates[Index] = null!;
        }
        else if (char.IsLetterOrDigit(after) && !char.IsLetterOrDigit(before) && before is not ('\\' or '/' or ':'))
        {
            processor.ParserStates[Index] = new Opened(processor.Block!, sign, literal);
        }
    }

    private static bool IsAtLineStart(StringSlice slice, char sign)
    {
        var (text, at) = (slice.Text, slice.Start - 1);
        var isFollowed = slice.PeekChar(2) is '\0' or ' ' or '\t' or '\n';
        if (sign is '.' or ')')
        {
            while (at >= 0 && slice.Start - at <= MaxDigits && char.IsAsciiDigit(text[at]))
            {
                at--;
            }

            return isFollowed && at < slice.Start - 1 && (at < 0 || text[at] == '\n');
        }

        return (at < 0 || text[at] == '\n') && (sign == '>' || (isFollowed && sign is '#' or '-' or '+' or '*'));
    }

    private sealed record Opened(Block Block, char Sign, LiteralInline Literal);
}
