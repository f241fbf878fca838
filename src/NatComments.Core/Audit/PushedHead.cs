using System.Globalization;
using System.Text.RegularExpressions;

namespace NatComments.Core.Audit;

/// <summary>
/// Where a chain ended at some time, as it was written down outside the database: in a log, in a file. A chain that is shorter now, or has another
/// record at that place, was cut, made anew, or put back from an old backup.
/// </summary>
public sealed partial record PushedHead(string Partition, long Records, string Digest, DateTimeOffset At)
{
    /// <summary>The id of the key of its MAC; null when the line had none.</summary>
    public string? Key { get; init; }

    /// <summary>HMAC-SHA-256 in hex.</summary>
    public string? Mac { get; init; }

    /// <summary>The line without its MAC.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"audit-head {Partition} {Records} {Digest} {At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    /// <summary>The line as it is pushed out.</summary>
    public string Signed(AuditKeys keys) => $"{Line} {keys.Current} {keys.SignHead(Line)}";

    /// <summary>Every head in a text, whatever stands around them: a file of heads, or a journal.</summary>
    public static IReadOnlyList<PushedHead> Read(string text) => [.. Pattern().Matches(text).Select(match => new PushedHead(
        match.Groups[1].Value,
        long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture),
        match.Groups[3].Value,
        DateTimeOffset.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
    {
        Key = match.Groups[5].Success ? match.Groups[5].Value : null,
        Mac = match.Groups[6].Success ? match.Groups[6].Value : null,
    })];

    [GeneratedRegex(@"audit-head (\S{1,100}) (\d{1,15}) ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?: ([0-9a-f]{16}) ([0-9a-f]{64}))?")]
    private static partial Regex Pattern();
}
