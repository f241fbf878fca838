using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NatComments.Server.Http;

namespace NatComments.Server.Sites;

/// <summary>The site of the route; refused where there is none of that name.</summary>
internal sealed class FoundSite : IBound, IBindableFromHttpContext<FoundSite>, IEndpointParameterMetadataProvider
{
    private readonly Site? _site;

    private FoundSite(Site? site) => _site = site;

    /// <summary>The site.</summary>
    public Site Value => _site!;

    /// <inheritdoc/>
    public Refusal? Refused => _site is null ? new(Problems.SiteNotFound) : null;

    public static async ValueTask<FoundSite?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(await context.RequestServices.GetRequiredService<SiteDirectory>()
            .Find((string)context.GetRouteValue("site")!, context.RequestAborted));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new Refuses(Problems.SiteNotFound));
}
