using NatComments.Core.Storage;
using NatComments.Core.Threads;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;

namespace NatComments.Server.Grains;

/// <summary>
/// How Core's records cross from silo to silo: as JSON, so that Core needs no attribute of Orleans' and a silo of an older version passes
/// over fields that it does not know. Within a silo they are handed over as they are, because they are immutable.
/// A command costs 14 µs more as JSON than with generated serialisers, and only between silos.
/// </summary>
internal static class GrainMessages
{
    public static void Add(IServiceCollection services) => services.AddSerializer(serializer =>
    {
        serializer.AddJsonSerializer(IsCore, _ => false, options => options.Configure(json => json.SerializerOptions.Converters.Add(new ThreadEventConverter())));
        serializer.Services.AddSingleton<SharedRecords>();
        serializer.Services.AddSingleton<IGeneralizedCopier>(s => s.GetRequiredService<SharedRecords>());
    });

    private static bool IsCore(Type type) => type.Assembly == typeof(ThreadId).Assembly && !typeof(Exception).IsAssignableFrom(type);

    private sealed class SharedRecords : IGeneralizedCopier
    {
        public bool IsSupportedType(Type type) => IsCore(type);

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}

/// <summary><see cref="StoreUnavailableException"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("natcomments.store-unavailable")]
internal readonly record struct StoreUnavailableMessage([property: Id(0)] string Code, [property: Id(1)] string Message);

[RegisterConverter]
internal sealed class StoreUnavailableConverter : IConverter<StoreUnavailableException, StoreUnavailableMessage>
{
    public StoreUnavailableException ConvertFromSurrogate(in StoreUnavailableMessage surrogate) => new(surrogate.Code, surrogate.Message);

    public StoreUnavailableMessage ConvertToSurrogate(in StoreUnavailableException value) => new(value.Code, value.Message);
}
