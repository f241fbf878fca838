using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace NatComments.Server.Http;

/// <summary>Names for the description of the API what handlers read by themselves.</summary>
internal static class DescribedParameters
{
    /// <summary>A header that the request may have.</summary>
    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder endpoint, string name, string words) =>
        endpoint.With(ParameterLocation.Header, name, words, []);

    /// <summary>A parameter that the query may have.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="words">What it means.</param>
    /// <param name="values">All values that it takes; none: any text.</param>
    public static RouteHandlerBuilder WithQuery(
        this RouteHandlerBuilder endpoint, string name, string words, params string[] values) =>
        endpoint.With(ParameterLocation.Query, name, words, values);

    private static RouteHandlerBuilder With(
        this RouteHandlerBuilder endpoint, ParameterLocation place, string name, string words, string[] values) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.String };
            if (values.Length > 0)
            {
                schema.Enum = [.. values.Select(value => JsonValue.Create(value))];
            }

            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = place,
                Description = words,
                Schema = schema,
            });
            return Task.CompletedTask;
        });
}
