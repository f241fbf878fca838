using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace NatComments.Server.Http;

/// <summary>The body of a request as JSON of a form; see <see cref="RequestBody.Json{T}"/> for what is refused.</summary>
internal sealed class Body<T> : IBound, IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
{
    private readonly Result<T> _read;

    private Body(Result<T> read) => _read = read;

    /// <summary>What was sent.</summary>
    public T Value => _read.Value;

    /// <inheritdoc/>
    public Refusal? Refused => _read.Refused;

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var services = context.RequestServices;
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var metadata = context.GetEndpoint()?.Metadata;
        var options = services.GetRequiredService<IOptions<HttpOptions>>().Value;
        var limit = metadata?.GetMetadata<BodyLimit>() is { } own ? own.MaxBytes
            : metadata?.GetMetadata<BulkBody>() is null
            ? options.MaxBodyBytes
            : options.MaxBulkBytes;
        return new(await RequestBody.Json(context, (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T)), limit));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        builder.Metadata.Add(RequestBody.RefusesJson);
    }
}

/// <summary>Stands on an endpoint whose body may be as large as <see cref="HttpOptions.MaxBulkBytes"/>.</summary>
internal sealed record BulkBody;

/// <summary>Stands on an endpoint whose body has a limit of its own, whatever the settings say.</summary>
/// <param name="MaxBytes">The most bytes it may have.</param>
internal sealed record BodyLimit(int MaxBytes)
{
    /// <summary>4,096 bytes: a name, two passwords or a label.</summary>
    public static BodyLimit Small { get; } = new(4_096);
}
