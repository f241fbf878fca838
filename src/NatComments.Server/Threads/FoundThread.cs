using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Threads;

/// <summary>The thread of the route's article, whatever the spelling; refused for what cannot be an article's id.</summary>
internal sealed class FoundThread : IBound, IBindableFromHttpContext<FoundThread>, IEndpointParameterMetadataProvider
{
    private readonly Result<ThreadId> _found;

    private FoundThread(Result<ThreadId> found) => _found = found;

    /// <summary>The thread.</summary>
    public ThreadId Value => _found.Value;

    /// <inheritdoc/>
    public Refusal? Refused => _found.Refused;

    public static async ValueTask<FoundThread?> BindAsync(HttpContext context, ParameterInfo parameter) => new(
        await ThreadRoute.Thread(context, (string)context.GetRouteValue("site")!, (string)context.GetRouteValue("article")!));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new Refuses(Problems.InvalidArticle));
}
