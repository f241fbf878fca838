using NatComments.Core.Threads;

namespace NatComments.Server.Http;

/// <summary>Reads ids from routes and bodies.</summary>
internal static class Ids
{
    /// <summary>100 characters: an author's id is a random string of 22 letters, or what a single sign-on of the site gave.</summary>
    public const int MaxAuthorLength = 100;

    /// <summary>True for what can be the id of an author.</summary>
    public static bool IsAuthor(string? author) =>
        author is { Length: > 0 and <= MaxAuthorLength } && PlainText.IsClean(author) && !author.AsSpan().ContainsAny('\n', '\t', '/');

    /// <summary>A UUID in one of its usual forms; refused for anything else.</summary>
    public static Result<Guid> Read(string? text) =>
        Guid.TryParse(text, out var id) && id != Guid.Empty ? id : new Refusal(Problems.InvalidId);

    /// <summary>The same, or null where nothing was sent.</summary>
    public static Result<Guid?> Optional(string? text) =>
        text is null ? (Guid?)null : Read(text) is { Refused: null } read ? read.Value : new Refusal(Problems.InvalidId);
}
