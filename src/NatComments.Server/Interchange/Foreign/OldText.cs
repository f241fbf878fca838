using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// The characters of another system's file, in the encoding that the file declares: by a byte order mark, by the zero
/// bytes of UTF-16, or in its XML declaration; else UTF-8. Control characters, which XML forbids and these systems write,
/// become spaces. Bytes that are no character of the encoding become <see cref="Unreadable"/>, and whoever reads on leaves
/// out what holds it. A damaged packed file ends where the damage begins.
/// </summary>
internal sealed partial class OldText
{
    /// <summary>
    /// Stands where bytes are no character of the encoding. Unicode has set it aside as no character, so no text holds it.
    /// </summary>
    public const char Unreadable = '\uFDD0';

    /// <summary>64 characters can be looked at before they are read: the longest looked for, a reference, has 33.</summary>
    public const int MaxAhead = 64;

    /// <summary>65,536 bytes: notices of a program, which may stand before the XML declaration, are shorter.</summary>
    public const int HeadLength = 65_536;

    private readonly Stream _file;
    private readonly Decoder _decoder;
    private readonly byte[] _bytes = new byte[HeadLength];
    private readonly char[] _chars;
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <exception cref="InvalidDataException">The file is an archive, or its encoding is not known here.</exception>
    public OldText(Stream file)
    {
        _file = file;
        var length = 0;
        while (length < HeadLength && Load(_bytes.AsSpan(length)) is > 0 and var count)
        {
            length += count;
        }

        var head = _bytes.AsSpan(0, length);
        var (encoding, mark) = EncodingOf(head);
        _decoder = encoding.GetDecoder();
        _chars = new char[MaxAhead + encoding.GetMaxCharCount(HeadLength)];
        Decode(head[mark..], isLast: false);
    }

    /// <summary>Why the file cannot be read on; null while it can.</summary>
    public string? Damage { get; private set; }

    /// <summary>From 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>From 1.</summary>
    public long Column { get; private set; } = 1;

    /// <summary>Characters read so far.</summary>
    public long Position { get; private set; }

    /// <summary>What can be read at once; not empty when <see cref="Has"/> is true.</summary>
    public ReadOnlySpan<char> Ahead => _chars.AsSpan(_start, _end - _start);

    /// <summary>True when so many characters, at most <see cref="MaxAhead"/>, stand ahead.</summary>
    public bool Has(int count)
    {
        while (_end - _start < count && !_atEnd)
        {
            _chars.AsSpan(_start, _end - _start).CopyTo(_chars);
            (_start, _end) = (0, _end - _start);
            var read = Load(_bytes);
            _atEnd = read == 0;
            Decode(_bytes.AsSpan(0, read), isLast: _atEnd);
        }

        return _end - _start >= count;
    }

    /// <summary>True when these words stand ahead.</summary>
    public bool StartsWith(string words) => Has(words.Length) && Ahead.StartsWith(words, StringComparison.Ordinal);

    /// <summary>Reads over characters that stand ahead.</summary>
    public void Skip(int count)
    {
        var read = Ahead[..count];
        Line += read.Count('\n');
        Column = read.LastIndexOf('\n') is >= 0 and var last ? count - last : Column + count;
        Position += count;
        _start += count;
    }

    private int Load(Span<byte> into)
    {
        try
        {
            return Damage is null ? _file.Read(into) : 0;
        }
        catch (InvalidDataException e)
        {
            Damage = e.Message;
            return 0;
        }
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var count = _decoder.GetChars(bytes, _chars.AsSpan(_end), isLast);
        foreach (ref var c in _chars.AsSpan(_end, count))
        {
            c = c is < ' ' and not '\t' and not '\n' and not '\r' or '\ufffe' or '\uffff' ? ' ' : c;
        }

        _end += count;
    }

    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Known("utf-8"), 3),
        [0xFF, 0xFE, 0, 0, ..] => (Known("utf-32"), 4),
        [0, 0, 0xFE, 0xFF, ..] => (Known("utf-32BE"), 4),
        [0xFF, 0xFE, ..] => (Known("utf-16"), 2),
        [0xFE, 0xFF, ..] => (Known("utf-16BE"), 2),
        [0x50, 0x4B, 3, 4, ..] => throw new InvalidDataException("It is a zip archive. Unpack it and import the file in it."),
        _ => (Zeros(head) is { } wide ? Known(wide) : Declared(head), 0),
    };

    // The letters of "<?xml" in UTF-16 have a zero byte each, behind or before them. No other text has any.
    private static string? Zeros(ReadOnlySpan<byte> head)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < Math.Min(head.Length, MaxAhead); i++)
        {
            (even, odd) = head[i] != 0 ? (even, odd) : i % 2 == 0 ? (even + 1, odd) : (even, odd + 1);
        }

        const int Enough = 8;
        return even < Enough && odd < Enough ? null : odd > even ? "utf-16" : "utf-16BE";
    }

    private static Encoding Declared(ReadOnlySpan<byte> head)
    {
        var declaration = Declaration().Match(Encoding.Latin1.GetString(head));
        var given = declaration.Success ? declaration.Groups["name"].Value : "utf-8";
        var name = given.ToLowerInvariant() switch
        {
            // Plain ASCII is UTF-8 too; what says UTF-16 and has no zero byte was saved anew as something else.
            "utf8" or "us-ascii" or "ascii" => "utf-8",
            "utf-16" or "utf16" or "utf-16le" or "utf-16be" or "ucs-2" or "unicode" => "utf-8",

            // As browsers do: the code pages of Windows have letters where these have control characters, and programs mix
            // them up.
            "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "l1" => "windows-1252",
            "iso-8859-9" or "iso8859-9" or "iso_8859-9" or "latin5" or "l5" => "windows-1254",
            var other => other,
        };
        try
        {
            return CodePage().Match(name) is { Success: true } page
                ? Strict(int.Parse(page.Groups["number"].Value, CultureInfo.InvariantCulture))
                : Known(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"It says that it is written in {given}, an encoding that is not known here. Save it as UTF-8 and import again.");
        }
    }

    private static Encoding Known(string name) =>
        Strict((CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name)).CodePage);

    private static Encoding Strict(int codePage)
    {
        var (none, marked) = (EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(Unreadable.ToString()));
        return CodePagesEncodingProvider.Instance.GetEncoding(codePage, none, marked)
            ?? Encoding.GetEncoding(codePage, none, marked);
    }

    [GeneratedRegex("""<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']\s*(?<name>[A-Za-z0-9._:-]{1,40})\s*["']""")]
    private static partial Regex Declaration();

    [GeneratedRegex("""^(?:cp|win|windows|ms)[-_]?(?<number>\d{3,5})$""")]
    private static partial Regex CodePage();
}
