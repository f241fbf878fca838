using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace NatComments.Server.Http;

/// <summary>The <c>{id}</c> of the route, a UUID in one of its usual forms.</summary>
internal sealed class RouteId : IBound, IBindableFromHttpContext<RouteId>, IEndpointParameterMetadataProvider
{
    private readonly Result<Guid> _read;

    private RouteId(Result<Guid> read) => _read = read;

    /// <summary>The id.</summary>
    public Guid Value => _read.Value;

    /// <inheritdoc/>
    public Refusal? Refused => _read.Refused;

    public static ValueTask<RouteId?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(new RouteId(Ids.Read((string?)context.GetRouteValue("id"))));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new Refuses(Problems.InvalidId));
}
