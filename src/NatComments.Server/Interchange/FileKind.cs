using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange;

/// <summary>The files that can be imported.</summary>
internal enum ImportFormat
{
    /// <summary>An export of this program.</summary>
    Ndjson,

    /// <summary>An export of WordPress.</summary>
    Wxr,

    /// <summary>An export of Disqus.</summary>
    Disqus,
}

/// <summary>What a file seems to be, by its beginning.</summary>
/// <param name="Format">Null when it cannot be imported.</param>
/// <param name="Seems">In words: "an export of WordPress", "a table (CSV)".</param>
/// <param name="Advice">What to do with a file that cannot be imported; null when nothing is known.</param>
/// <param name="Perhaps">What it is if whoever imports says so.</param>
internal sealed partial record FileKind(ImportFormat? Format, string Seems, string? Advice = null, ImportFormat? Perhaps = null)
{
    // 64 KiB: the first element of an export stands behind some hundred bytes, also where a server has written its warnings in front.
    private const int Looked = 64 * 1024;

    private const string Again = "Export again, and save the file itself.";
    private const string Exports = "An export of NatComments, WordPress (Tools, Export) or Disqus (Moderate, Export) can be.";

    /// <summary>Why nothing can be taken in of it.</summary>
    public string Refusal => $"seems to be {Seems}, which cannot be imported. Nothing was taken in. {Advice ?? Exports}";

    /// <summary>Reads the beginning of a file, unpacked if it is packed.</summary>
    public static FileKind Of(FileInfo file)
    {
        using var raw = file.OpenRead();
        var start = Beginning(raw);
        if (!IsPacked(start))
        {
            return Of(start);
        }

        try
        {
            raw.Position = 0;
            using var unpacked = new GZipStream(raw, CompressionMode.Decompress);
            return Of(Beginning(unpacked));
        }
        catch (InvalidDataException)
        {
            return new(null, "a damaged .gz file", "Unpack it (gunzip) to see what is left of it.");
        }
    }

    /// <summary>True for what begins as a <c>.gz</c> file does, whatever it is called.</summary>
    public static bool IsPacked(FileInfo file)
    {
        using var raw = file.OpenRead();
        return IsPacked(Beginning(raw));
    }

    /// <summary>The format in words.</summary>
    public static string Name(ImportFormat format) => format switch
    {
        ImportFormat.Wxr => "an export of WordPress",
        ImportFormat.Disqus => "an export of Disqus",
        _ => "an export of NatComments",
    };

    private static bool IsPacked(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    private static byte[] Beginning(Stream from)
    {
        var start = new byte[Looked];
        return start[..from.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static FileKind Of(byte[] start)
    {
        var text = Text(start).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        return Binary(start) ?? (text.Length == 0 ? new(null, "empty", Again)
            : text[0] is '{' or '[' ? Json(text)
            : Markup(text) ?? (text.Contains('\0', StringComparison.Ordinal) ? new(null, "no text", null) : Plain(text)));
    }

    private static FileKind? Binary(byte[] start) =>
        start.AsSpan().StartsWith("SQLite format 3\0"u8) ? new(null, "a SQLite database", "A backup of NatComments is put back with: restore FILE")
        : start.AsSpan().StartsWith("PK\u0003\u0004"u8) ? new(null, "a ZIP archive", "Unpack it, and import the file that is in it.")
        : start.AsSpan().StartsWith("%PDF"u8) ? new(null, "a PDF document", Again)
        : null;

    private static FileKind Json(string text)
    {
        var line = text.Split('\n', 2)[0];
        return LineJson.Read(line) is SiteLine head
            ? head.Format is > 0 and <= Line.CurrentFormat ? new(ImportFormat.Ndjson, Name(ImportFormat.Ndjson)) : new(null, "an export of a later version of NatComments", "Import it with that version.")
            : line.StartsWith("{\"line\":", StringComparison.Ordinal) ? new(null, "an export of NatComments without its first line", "Put the line back that names the site.")
            : new(null, "JSON", null);
    }

    // Warnings that a server wrote in front, and prologues, are passed over.
    private static FileKind? Markup(string text) =>
        Export().Match(text) is not { Success: true } export ? Page().IsMatch(text) ? new(null, "an HTML page", $"It may be the page of a sign-in or of an error. {Again}")
            : Root().Match(text) is { Success: true } root ? new(null, $"XML that begins with <{root.Groups["name"].Value}>", null)
            : null
        : export.Groups["name"].Value == "disqus" ? new(ImportFormat.Disqus, Name(ImportFormat.Disqus))
        : text.Contains("wordpress.org/export", StringComparison.Ordinal) || text.Contains("<wp:", StringComparison.Ordinal) ? new(ImportFormat.Wxr, Name(ImportFormat.Wxr))
        : new(null, "an RSS feed", "A feed has no comments of readers. In WordPress: Tools, Export, All content.", ImportFormat.Wxr);

    private static FileKind Plain(string text)
    {
        var line = text.Split('\n', 2)[0];
        return text.Any(c => c is < ' ' and not ('\t' or '\r' or '\n' or '\f' or '\u001b')) ? new(null, "no text", null)
            : line.Count(c => c is ',' or ';' or '\t') >= 2 ? new(null, "a table (CSV)", null)
            : new(null, "plain text", null);
    }

    // As the file says by its first bytes; else as UTF-8, in which the names of elements are what they are in every encoding of these systems.
    private static string Text(byte[] start) => start switch
    {
        [0xff, 0xfe, ..] or [not 0, 0, not 0, 0, ..] => Encoding.Unicode.GetString(start),
        [0xfe, 0xff, ..] or [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode.GetString(start),
        _ => Encoding.UTF8.GetString(start),
    };

    [GeneratedRegex(@"<(?:[\w-]+:)?(?<name>rss|disqus)[\s>/]")]
    private static partial Regex Export();

    [GeneratedRegex(@"<!doctype\s+html|<html[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex Page();

    [GeneratedRegex(@"^\s*(?:<[?!][^>]*>\s*)*<(?<name>[A-Za-z][\w:.-]{0,40})")]
    private static partial Regex Root();
}
