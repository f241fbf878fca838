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
internal sealed record OldComment(string Id, string? Parent, string Name, string Person, DateTimeOffset At, string Html, OldStatus Status);

/// <summary>What had become of a comment.</summary>
internal enum OldStatus
{
    Published,
    Held,
    Spam,

    /// <summary>Deleted there: it is not brought in, and what answered to it answers to what it answered to.</summary>
    Deleted,
}

/// <summary>How articles are called here.</summary>
internal enum ArticleNames
{
    /// <summary>By the path of their address, as the widget calls them when it is told nothing else.</summary>
    Path,

    /// <summary><c>post-1234</c>, with the number of the post in WordPress.</summary>
    Post,
}

/// <summary>The id of an article, from its address or its number.</summary>
internal static class OldArticle
{
    /// <summary>Null when the file says neither.</summary>
    public static string? Name(ArticleNames names, string? post, string? url) =>
        names == ArticleNames.Post && !string.IsNullOrEmpty(post) ? "post-" + post
        : Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.AbsolutePath
        : null;
}
