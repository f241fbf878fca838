using System.Text.Json.Serialization;

namespace NatComments.Server.Http;

/// <summary>The JSON of the HTTP interface, made by the serialiser's source generators.</summary>
internal static class Json
{
    /// <summary>Adds the types of a folder.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, JsonSerializerContext types) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, types));
}
