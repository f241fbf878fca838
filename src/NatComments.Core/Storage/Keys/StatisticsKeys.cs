using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>Counters of what happens on a site.</summary>
public static class StatisticsKeys
{
    private const string Statistics = "stats/";
    private const string DayForm = "yyyy-MM-dd";
    private const string HourForm = "yyyy-MM-dd'T'HH";
    private const string Waits = "wait/";
    private const string Moderators = "by/";

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        Counter("statistics of a day", "{day}/{what}", key => TryParseOfDay(key, out _, out _)),
        Counter("statistics of an hour", "{hour}/{what}", key => TryParseOfHour(key, out _, out _)),
        Counter("waiting times of a day", "{day}/" + Waits + "{step}", key => TryParseOfWait(key, out _, out _))
            with { Import = Import.NoDecisions },
        Counter("statistics of a moderator", "{day}/" + Moderators + "{moderator}/{what}",
            key => TryParseOfModerator(key, out _, out _, out _)) with { Import = Import.NoDecisions },
    ];

    /// <summary>The counter of a day, UTC.</summary>
    public static string OfDay(DateTimeOffset day, string what) => Key(day, DayForm, what);

    public static bool TryParseOfDay(string key, out DateTimeOffset day, [NotNullWhen(true)] out string? what) =>
        TryParse(key, DayForm, out day, out what) && !what.Contains('/');

    /// <summary>The counter of an hour, UTC.</summary>
    public static string OfHour(DateTimeOffset hour, string what) => Key(hour, HourForm, what);

    public static bool TryParseOfHour(string key, out DateTimeOffset hour, [NotNullWhen(true)] out string? what) =>
        TryParse(key, HourForm, out hour, out what) && !what.Contains('/');

    /// <summary>The counter of a step of waiting.</summary>
    public static string OfWait(DateTimeOffset day, int step) =>
        OfDay(day, string.Create(CultureInfo.InvariantCulture, $"{Waits}{step}"));

    public static bool TryParseOfWait(string key, out DateTimeOffset day, out int step)
    {
        step = 0;
        return TryParse(key, DayForm, out day, out var what) && KeyText.TryId(what, Waits, out var number)
            && KeyText.TryNumber(number, 0, out _)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out step);
    }

    /// <summary>The counter of what one moderator did on a day.</summary>
    public static string OfModerator(DateTimeOffset day, string moderator, string what) =>
        OfDay(day, $"{Moderators}{moderator}/{what}");

    public static bool TryParseOfModerator(
        string key, out DateTimeOffset day, [NotNullWhen(true)] out string? moderator,
        [NotNullWhen(true)] out string? what)
    {
        (moderator, what) = (null, null);
        return TryParse(key, DayForm, out day, out var rest) && KeyText.TrySplitLast(rest, out var before, out what)
            && KeyText.TryId(before, Moderators, out moderator);
    }

    private static string Key(DateTimeOffset at, string form, string what) =>
        Statistics + at.UtcDateTime.ToString(form, CultureInfo.InvariantCulture) + "/" + what;

    private static bool TryParse(string key, string form, out DateTimeOffset at, [NotNullWhen(true)] out string? what)
    {
        (at, what) = (default, null);
        return KeyText.TryRest(key, Statistics, out var rest)
            && rest.IndexOf('/', StringComparison.Ordinal) is var cut and > 0
            && DateTimeOffset.TryParseExact(rest[..cut], form, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out at)
            && KeyText.TryRest(rest, rest[..(cut + 1)], out what);
    }

    private static KeyKind Counter(string name, string pattern, Func<string, bool> test) => new(
        name, KeySpace.Counter, KeyPlace.Site, Statistics + pattern, test, Erasure.NotPersonal, Export.Derived,
        Import.Derived, Retention.Stays);
}
