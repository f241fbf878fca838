using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Activation;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace NatComments.Server.Threads;

/// <summary>
/// How Core's records cross from silo to silo: as JSON, so that Core needs no attribute of Orleans' and a silo of an
/// older version passes over fields that it does not know. Within a silo they are handed over as they are, because they
/// are immutable.
/// </summary>
internal static class GrainMessages
{
    // Under which names they cross, whatever they are called and wherever they lie: silos of two versions must agree on
    // them.
    private static readonly (string Name, Type Type)[] Names =
    [
        ("post", typeof(PostComment)), ("edit", typeof(EditComment)), ("withdraw", typeof(WithdrawComment)), ("report", typeof(ReportComment)),
        ("like", typeof(LikeComment)), ("appeal", typeof(AppealDecision)), ("decide", typeof(DecideComment)), ("undo", typeof(UndoDecision)),
        ("escalate", typeof(EscalateComment)), ("change-state", typeof(ChangeThreadState)), ("reply", typeof(ThreadReply)),
        ("page-query", typeof(PageQuery)), ("comment", typeof(CommentView)), ("found", typeof(FoundComment)), ("change", typeof(ThreadChange)),
        ("claims", typeof(Claims)), ("claimed", typeof(ClaimsTaken)),
    ];

    /// <summary>Teaches a silo to speak so.</summary>
    public static void Add(IServiceCollection services) => services.AddSerializer(serializer =>
    {
        serializer.AddJsonSerializer(IsCore, _ => false, options => options.Configure(json =>
        {
            json.SerializerOptions.IgnoreReadOnlyProperties = true;
            json.SerializerOptions.Converters.Add(new ThreadEventConverter());
            json.SerializerOptions.Converters.Add(new ThreadIdConverter());
        }));
        serializer.Configure(types =>
        {
            foreach (var (name, type) in Names)
            {
                types.WellKnownTypeAliases["natcomments." + name] = type;
            }
        });
        serializer.Services.AddSingleton<SharedRecords>();
        serializer.Services.AddSingleton<IGeneralizedCopier>(s => s.GetRequiredService<SharedRecords>());
    });

    private static bool IsCore(Type type) => type.Assembly == typeof(ThreadId).Assembly && !typeof(Exception).IsAssignableFrom(type);

    private sealed class ThreadIdConverter : JsonConverter<ThreadId>
    {
        public override ThreadId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ThreadGrain.KeyOf(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ThreadId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(ThreadGrain.Key(value));
    }

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
