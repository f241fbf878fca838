using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>
/// Reads the parts of keys. Article ids and names may contain slashes; ids, digests and numbers do not.
/// </summary>
internal static class KeyText
{
    // A GUID without hyphens, in lower case.
    private const int GuidDigits = 32;

    /// <summary>What follows a prefix; not empty.</summary>
    public static bool TryRest(string key, string prefix, [NotNullWhen(true)] out string? rest)
    {
        rest = key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..]
            : null;
        return rest is not null;
    }

    /// <summary>What follows a prefix, when it is one part without slashes.</summary>
    public static bool TryId(string key, string prefix, [NotNullWhen(true)] out string? id)
    {
        if (TryRest(key, prefix, out id) && id.Contains('/'))
        {
            id = null;
        }

        return id is not null;
    }

    /// <summary>The one part without slashes between a prefix and an ending.</summary>
    public static bool TryIdBefore(string key, string prefix, string ending, [NotNullWhen(true)] out string? id)
    {
        id = null;
        return key.EndsWith(ending, StringComparison.Ordinal) && TryId(key[..^ending.Length], prefix, out id);
    }

    /// <summary>Splits at the last slash; both halves are not empty.</summary>
    public static bool TrySplitLast(string? text, [NotNullWhen(true)] out string? before,
        [NotNullWhen(true)] out string? last)
    {
        var at = text?.LastIndexOf('/') ?? -1;
        var good = at > 0 && at < text!.Length - 1;
        (before, last) = good ? (text![..at], text[(at + 1)..]) : (null, null);
        return good;
    }

    /// <summary>A GUID as keys have it: 32 hexadecimal digits in lower case.</summary>
    public static bool TryGuid(string? text, out Guid id)
    {
        id = Guid.Empty;
        return text is { Length: GuidDigits } && IsHex(text) && Guid.TryParseExact(text, "N", out id);
    }

    /// <summary>The GUID that follows a prefix.</summary>
    public static bool TryGuid(string key, string prefix, out Guid id)
    {
        id = Guid.Empty;
        return TryRest(key, prefix, out var rest) && TryGuid(rest, out id);
    }

    /// <summary>The place of a comment that follows a prefix: <c>article/comment</c>.</summary>
    public static bool TryPlace(string key, string prefix, [NotNullWhen(true)] out string? article, out Guid comment)
    {
        comment = Guid.Empty;
        return TryRest(key, prefix, out article) && TrySplitLast(article, out article, out var id)
            && TryGuid(id, out comment);
    }

    /// <summary>The place of a comment and an author that follow a prefix: <c>article/comment/author</c>.</summary>
    public static bool TryPlaceOf(
        string key, string prefix, [NotNullWhen(true)] out string? article, out Guid comment,
        [NotNullWhen(true)] out string? author)
    {
        (article, comment, author) = (null, Guid.Empty, null);
        return TrySplitLast(key, out var place, out author) && TryPlace(place, prefix, out article, out comment);
    }

    /// <summary>A decimal number without sign, written with at least so many digits.</summary>
    public static bool TryNumber(string? text, int digits, out long number)
    {
        number = 0;
        return text is { Length: > 0 } && text.Length >= digits
            && (text[0] != '0' || text.Length == Math.Max(digits, 1))
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>A number of so many hexadecimal digits in lower case.</summary>
    public static bool TryHex(string? text, int digits, out ulong number)
    {
        number = 0;
        return text?.Length == digits && IsHex(text)
            && ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The time that 16 hexadecimal digits of ticks say.</summary>
    public static bool TryTicks(string? text, out DateTimeOffset at)
    {
        at = default;
        if (!TryHex(text, 16, out var ticks) || ticks > (ulong)DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        at = new((long)ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>True for a day as <c>2026-03-01</c>.</summary>
    public static bool IsDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsHex(string text) => !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
