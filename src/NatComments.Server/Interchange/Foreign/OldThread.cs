namespace NatComments.Server.Interchange.Foreign;

/// <summary>An article's comments as another system exported them.</summary>
/// <param name="Article">The article's id here.</param>
/// <param name="Url">Its address there; null when the file has none.</param>
/// <param name="IsClosed">No more comments were taken.</param>
internal sealed record OldThread(string Article, string? Title, string? Url, bool IsClosed, IReadOnlyList<OldComment> Comments);

/// <summary>A comment as another system exported it. Network addresses are not read at all.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Parent">The id of what it answers to; null for a comment on the article. It may stand later in the file, or nowhere.</param>
/// <param name="Person">What tells its author from others there: an e-mail address, a user's id, or else the name. Never kept: see <see cref="OldCommentImport"/>.</param>
/// <param name="Html">As it was kept there, trusted in nothing.</param>
internal sealed record OldComment(string Id, string? Parent, string Name, string Person, DateTimeOffset At, string Html, OldStatus Status)
{
    /// <summary>The line of the file on which it begins; null when that is not known.</summary>
    public long? Line { get; init; }

    /// <summary>Its id in the file, which may be empty, or another comment's too.</summary>
    public string GivenId { get; init; } = Id;

    /// <summary>The address of its page: what its own addresses are relative to.</summary>
    public string? Page { get; init; }

    /// <summary>False when the file has no time that can be right, and another one was put in its place.</summary>
    public bool HasTime { get; init; } = true;

    /// <summary>Why it is not brought in; null when it is. What answered to it answers to what it answered to.</summary>
    public LeftOutReason? LeftOut { get; init; }

    /// <summary>How a report names it.</summary>
    public string Example => ImportReport.At(GivenId, Line);

    /// <summary>The same comment; what it answers to is called as the file's comments are called here.</summary>
    /// <param name="ids">By their ids in the file.</param>
    public OldComment Under(IReadOnlyDictionary<string, string> ids) =>
        Parent is not null && ids.TryGetValue(Parent, out var own) ? this with { Parent = own } : this;

    /// <summary>True when it holds bytes that are no character of the file's encoding: what they meant cannot be known.</summary>
    public bool IsUnreadable =>
        $"{GivenId}{Parent}{Name}".Contains(OldText.Unreadable) || Html.Contains(OldText.Unreadable);
}

/// <summary>What had become of a comment.</summary>
internal enum OldStatus
{
    Published,
    Held,
    Spam,
}
