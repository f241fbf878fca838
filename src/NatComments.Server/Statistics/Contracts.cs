using System.Text.Json.Serialization;
using NatComments.Server.Http;
using NatComments.Server.Moderation;

namespace NatComments.Server.Statistics;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>How a site is doing. Shares are 0 to 1, null while there is nothing to count.</summary>
/// <param name="Waiting">What waits now.</param>
/// <param name="MedianSeconds">From when a comment began to wait to the decision; at most 10 % off.</param>
/// <param name="ByPolicy">The share of all decisions that the policy made.</param>
/// <param name="Overturned">The share of answered appeals after which the comment was published.</param>
/// <param name="Agreement">When a second moderator decided on the same comment: the share of the same outcome.</param>
/// <param name="Moderators">Everybody for administrators, else only oneself.</param>
public sealed record StatisticsReply(
    IReadOnlyList<PeriodReply> Days, IReadOnlyList<PeriodReply> Hours, IReadOnlyList<QueueReply> Waiting, double? MedianSeconds, double? P90Seconds,
    double? ByPolicy, double? Overturned, double? Agreement, IReadOnlyList<ModeratorStatisticsReply> Moderators);

/// <summary>What was counted in a day or an hour.</summary>
/// <param name="Start">Its first moment, UTC: a date, or a time.</param>
public sealed record PeriodReply(string Start, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Of what was decided on a day: the median time it had waited, at most 10 % off; null where nothing was, and for hours.</summary>
    public double? MedianSeconds { get; init; }

    /// <summary>The same for the 90th percentile.</summary>
    public double? P90Seconds { get; init; }
}

/// <summary>What one moderator did.</summary>
public sealed record ModeratorStatisticsReply(string Account, string Name, long Decided, long Overturned, long Undone);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(StatisticsReply))]
internal sealed partial class StatisticsWireJson : JsonSerializerContext;
