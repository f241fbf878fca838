using System.Globalization;
using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Reads the times of another system's file. Where a time in UTC is missing or cannot be right, the local one counts, with
/// the difference that other times of the file have; then the article's time, then that of the comment before.
/// </summary>
/// <param name="now">When the file is read.</param>
internal sealed partial class OldDates(DateTimeOffset now)
{
    // No system that exports comments is older than the web. Years 0, 1 and 1970 stand where a time was never known.
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The clock of another system may be ahead of this one, by a time zone at most.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    // From UTC-12 to UTC+14, by quarters of an hour.
    private static readonly TimeSpan MaxDifference = TimeSpan.FromHours(14);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private TimeSpan _difference;
    private DateTimeOffset? _last;

    /// <summary>A time that can be right; null for every other text.</summary>
    public DateTimeOffset? Read(string? text)
    {
        var plain = Zone().Replace((text ?? "").Trim(), "Z");
        return Form().IsMatch(plain)
            && DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, Styles, out var time)
            && time >= Earliest && time <= now + MaxAhead ? time : null;
    }

    /// <summary>The time that is given in UTC, or else as a local time; null when neither can be right.</summary>
    public DateTimeOffset? Read(string? utc, string? local)
    {
        var (exact, here) = (Read(utc), Read(local));
        if (exact is { } time && here is { } shown)
        {
            var difference = shown - time;
            var isZone = difference.Duration() <= MaxDifference && difference.Ticks % Quarter.Ticks == 0;
            _difference = isZone && !HasZone().IsMatch(local!) ? difference : _difference;
        }

        return exact ?? (here is null || HasZone().IsMatch(local!) ? here : here - _difference);
    }

    /// <summary>The time of a comment, and whether the file gives it.</summary>
    /// <param name="article">The time of its article; null when that is not known.</param>
    public (DateTimeOffset At, bool IsGiven) Of(string? utc, string? local, DateTimeOffset? article)
    {
        var given = Read(utc, local);
        _last = given ?? _last;
        return (given ?? article ?? _last ?? now, given is not null);
    }

    [GeneratedRegex(@"^(?:\d{4}-\d{2}-\d{2}|[A-Za-z]{3}, +\d{1,2} [A-Za-z]{3} \d{4})")]
    private static partial Regex Form();

    [GeneratedRegex(@"\s*(?:UTC|GMT|Z)$", RegexOptions.IgnoreCase)]
    private static partial Regex Zone();

    [GeneratedRegex(@"(?:Z|UTC|GMT|:\d{2}(?:\.\d+)?\s*[+-]\d{2}:?\d{2})\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex HasZone();
}
