namespace NatComments.Server.Http;

/// <summary>
/// Metadata of an endpoint: codes that it may refuse with. It stands beside the mapping for what the handler refuses,
/// and comes with each bound parameter for what the binding refuses. The document of the API lists them, and a test
/// holds the list against what the server answers.
/// </summary>
/// <param name="Codes">Codes of <see cref="Problems"/>.</param>
internal sealed record Refuses(params IReadOnlyList<string> Codes)
{
    /// <summary>What a comment's text is refused for.</summary>
    public static readonly string[] Text =
        [Problems.TextEmpty, Problems.TextTooLong, Problems.InvalidText, Problems.TextTooNested];
}

/// <summary>Metadata of an endpoint: how a request says who sends it, beside the policies of authorisation.</summary>
/// <param name="Scheme">One of the constants.</param>
/// <param name="Needed">False where a request without it is one of a guest.</param>
internal sealed record Credential(string Scheme, bool Needed)
{
    /// <summary>A visitor's token as bearer.</summary>
    public const string ReaderToken = "readerToken";

    /// <summary>A session's cookie; a personal token is not enough.</summary>
    public const string Session = "session";
}

/// <summary>Says of endpoints what they refuse.</summary>
internal static class RefusesConventions
{
    /// <summary>Adds codes that the handler of an endpoint may refuse with.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params string[] codes)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Refuses(codes));
}
