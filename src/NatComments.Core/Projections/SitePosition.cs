using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Projections;

/// <summary>
/// Where the projections of a site stand, as it was read. Every commit that moves one of them takes the next number,
/// and the number is a document that must be absent: of two processes that follow from the same position one wins, and
/// the other reads again.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="Number">How many such commits there were.</param>
/// <param name="Followed">How many events those projections have taken in that are not behind.</param>
public sealed record SitePosition(string Site, long Number, long Followed)
{
    // Numbers are kept long enough that a process which stood still between reading and writing cannot find its number
    // free again.
    private const int KeptNumbers = 1_000;

    internal IReadOnlyList<ProjectionPosition> Of { get; init; } = [];

    /// <summary>
    /// What goes into a commit, so that it is done only if nobody has moved the site's projections meanwhile.
    /// </summary>
    public IEnumerable<DocumentChange> Take()
    {
        yield return new(ProjectionKeys.Number(Number + 1), [], MustBeAbsent: true);
        yield return new(ProjectionKeys.LastNumber, ProjectionKeys.Write(Number + 1));
        if (Number > KeptNumbers)
        {
            yield return new(ProjectionKeys.Number(Number - KeptNumbers), null);
        }

        var positions = new StoredPositions(
            Number + 1, Followed, [.. Of.Select(one => one.Lags ? one : one with { Position = Followed })]);
        yield return new(ProjectionKeys.Positions,
            JsonSerializer.SerializeToUtf8Bytes(positions, PositionsJson.Default.StoredPositions));
    }

    internal ProjectionPosition? Find(string name) => Of.FirstOrDefault(one => one.Name == name);

    internal SitePosition With(ProjectionPosition changed) =>
        this with { Of = [.. Of.Select(one => one.Name == changed.Name ? changed : one)] };

    // What is behind keeps its own count.
    internal long PositionOf(ProjectionPosition one) => one.Lags ? one.Position : Followed;
}

/// <summary>Where one projection stands.</summary>
/// <param name="Position">How many events it has taken in; of no meaning unless it lags.</param>
internal sealed record ProjectionPosition(string Name, long Position)
{
    /// <summary>
    /// True when it is behind in some thread. For each of these a document says how far it is there
    /// (<see cref="ProjectionKeys.Behind"/>); in all others it stands where the others do.
    /// </summary>
    public bool Lags { get; init; }

    /// <summary>
    /// Of a new one that is to begin in every thread: the last stream that has got such a document, "" at the
    /// beginning. Null when all have.
    /// </summary>
    public string? Listed { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public string? Error { get; init; }
}

/// <summary>All positions of a site, as they are stored.</summary>
/// <param name="Number">
/// That of the commit. Another number than the last means that an older program has followed since.
/// </param>
internal sealed record StoredPositions(long Number, long Followed, IReadOnlyList<ProjectionPosition> Of);

/// <summary>The documents that say where projections stand.</summary>
public static class ProjectionKeys
{
    /// <summary>
    /// 40 characters for a name: with an article's 300 the keys fit <see cref="StoreLimits.MaxName"/>.
    /// </summary>
    public const int MaxName = 40;

    /// <summary>The number of the last commit that moved projections.</summary>
    public const string LastNumber = FollowingKeys.Head;

    /// <summary>Where each projection stands.</summary>
    public const string Positions = FollowingKeys.Projections;

    /// <summary>What the documents begin with that say up to which event a thread was followed.</summary>
    public const string FollowedPrefix = FollowingKeys.Positions;

    /// <summary>The document that takes a number.</summary>
    public static string Number(long number) => FollowingKeys.Batch(number);

    /// <summary>Up to which event of a thread those projections are that are not behind in it.</summary>
    public static string Followed(string article) => FollowingKeys.Position(article);

    /// <summary>What the documents of <see cref="Behind"/> begin with.</summary>
    public static string BehindPrefix(string projection) => FollowingKeys.Behind(projection, "");

    /// <summary>Up to which event of a thread a projection is that is behind in it.</summary>
    public static string Behind(string projection, string article) => FollowingKeys.Behind(projection, article);

    internal static byte[] Write(long position) =>
        Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture));

    internal static long Read(byte[]? position) =>
        position is null ? 0 : long.Parse(Encoding.UTF8.GetString(position), CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredPositions))]
internal sealed partial class PositionsJson : JsonSerializerContext;
