using Microsoft.OpenApi;

namespace NatComments.Server.Http;

/// <summary>Names for the description of the API what handlers read by themselves.</summary>
internal static class DescribedParameters
{
    /// <summary>A header that the request may have.</summary>
    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder endpoint, string name, string words) => endpoint.With(ParameterLocation.Header, name, words);

    /// <summary>A parameter that the query may have.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, string name, string words) => endpoint.With(ParameterLocation.Query, name, words);

    private static RouteHandlerBuilder With(this RouteHandlerBuilder endpoint, ParameterLocation place, string name, string words) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = place, Description = words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });
}
