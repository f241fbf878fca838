namespace NatComments.Server.Http;

/// <summary>A parameter of a handler that a request may fail to give.</summary>
internal interface IBound
{
    /// <summary>Why the request does not give it; null when it does.</summary>
    Refusal? Refused { get; }
}

/// <summary>Answers with the refusal of a parameter in the place of the handler, which then does not run.</summary>
internal static class BoundParameters
{
    /// <summary>A group of endpoints under a path, described under a tag, whose handlers may have such parameters.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string path, string tag) =>
        app.MapGroup(path).WithTags(tag).AddEndpointFilterFactory(Filter);

    private static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next) =>
        context.MethodInfo.GetParameters().Any(parameter => typeof(IBound).IsAssignableFrom(parameter.ParameterType))
            ? invocation => invocation.Arguments.OfType<IBound>().FirstOrDefault(bound => bound.Refused is not null) is { } missing
                ? new(missing.Refused)
                : next(invocation)
            : next;
}
