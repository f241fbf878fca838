namespace NatComments.Server.Http;

/// <summary>Metadata of an endpoint: a parameter that its handler reads by itself.</summary>
/// <param name="IsHeader">It stands in a header; else in the query.</param>
/// <param name="Name">The parameter.</param>
/// <param name="Words">What it means.</param>
/// <param name="Values">All values that it takes; none: any text.</param>
internal sealed record DescribedParameter(bool IsHeader, string Name, string Words, IReadOnlyList<string> Values);

/// <summary>Names for the description of the API what handlers read by themselves.</summary>
internal static class DescribedParameters
{
    /// <summary>A header that the request may have.</summary>
    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder endpoint, string name, string words) =>
        endpoint.WithMetadata(new DescribedParameter(true, name, words, []));

    /// <summary>A parameter that the query may have.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="words">What it means.</param>
    /// <param name="values">All values that it takes; none: any text.</param>
    public static RouteHandlerBuilder WithQuery(
        this RouteHandlerBuilder endpoint, string name, string words, params string[] values) =>
        endpoint.WithMetadata(new DescribedParameter(false, name, words, values));
}
