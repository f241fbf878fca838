using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Threads;

/// <summary>
/// The thread of the route for moderators, who have its name from queues and searches: the one that is called exactly
/// so, else that of the article.
/// </summary>
internal sealed class NamedThread : IBound, IBindableFromHttpContext<NamedThread>, IEndpointParameterMetadataProvider
{
    private readonly Result<ThreadId> _found;

    private NamedThread(Result<ThreadId> found) => _found = found;

    /// <summary>The thread.</summary>
    public ThreadId Value => _found.Value;

    /// <inheritdoc/>
    public Refusal? Refused => _found.Refused;

    public static async ValueTask<NamedThread?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var threads = await ThreadRoute.Threads(context, (string)context.GetRouteValue("site")!);
        return new(threads.Called(ThreadRoute.Article(context, (string)context.GetRouteValue("article")!)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new Refuses(Problems.InvalidArticle));
}
