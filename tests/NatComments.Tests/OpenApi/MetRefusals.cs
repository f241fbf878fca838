using System.Collections.Concurrent;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Server.Http;
using NatComments.Server.OpenApi;

namespace NatComments.Tests.OpenApi;

/// <summary>
/// Sees every refusal that a server of a test answers, whatever the test is about, and holds it against the codes that
/// the document lists for the operation.
/// </summary>
internal sealed class MetRefusals : IProblemDetailsWriter
{
    // The same for every server: only the first one is asked.
    private static IReadOnlyDictionary<string, IReadOnlyList<string>>? s_documented;

    private readonly ConcurrentDictionary<(string Operation, string Code), bool> _met = new();

    /// <summary>Never true: others write it.</summary>
    public bool CanWrite(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var endpoint = http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } operation
            && context.ProblemDetails.Extensions.TryGetValue(ProblemWriter.Refusal, out var value)
            && value is Refusal refusal)
        {
            _met[(operation, refusal.Code)] = true;
        }

        return false;
    }

    public ValueTask WriteAsync(ProblemDetailsContext context) => throw new InvalidOperationException();

    /// <summary>Reads from a server that has started what its operations list.</summary>
    public static void Learn(IServiceProvider services) =>
        s_documented ??= services.GetRequiredService<IApiDescriptionGroupCollectionProvider>()
            .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
            .ToDictionary(
                one => one.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().Last().EndpointName,
                OperationErrors.Of);

    /// <summary>The refusals that their operation does not list.</summary>
    public IEnumerable<string> Undocumented() => _met.Keys
        .Where(met => !s_documented![met.Operation].Contains(met.Code))
        .Select(met => $"{met.Operation} refused with {met.Code}, which its mapping does not list (.Refuses).");
}
