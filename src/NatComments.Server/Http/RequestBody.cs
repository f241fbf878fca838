using System.IO.Pipelines;
using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace NatComments.Server.Http;

/// <summary>
/// Reads bodies within their limits. Whatever is refused, the reader is left so that the server can read the rest of the body away: the
/// connection of a proxy carries the requests of other readers next.
/// </summary>
internal static class RequestBody
{
    // 100 fields: the largest form has seven.
    private const int MaxFields = 100;

    // 1 MiB: what is sent over the limit without saying how much is read away up to here; beyond it the connection ends with the answer.
    private const int MaxReadAway = 1 << 20;

    private const string JsonType = "application/json";
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly ConcurrentDictionary<JsonSerializerOptions, JsonSerializerOptions> Lenient = new();

    /// <summary>What <see cref="Json{T}"/> refuses.</summary>
    public static readonly Refuses RefusesJson = new(
        Problems.UnsupportedMediaType, Problems.BodyTooLarge, Problems.InvalidRequest,
        Problems.InvalidJson, Problems.InvalidText, Problems.UnknownField);

    /// <summary>What <see cref="Form"/> refuses.</summary>
    public static readonly Refuses RefusesForm =
        new(Problems.UnsupportedMediaType, Problems.BodyTooLarge, Problems.InvalidRequest);

    /// <summary>
    /// The body as JSON of the expected form. Refuses what is larger than the limit before reading it whole, other media types, broken
    /// UTF-8, lone surrogates, unknown fields and wrong types, each with its code.
    /// </summary>
    public static ValueTask<Result<T>> Json<T>(HttpContext http, JsonTypeInfo<T> type, int limit) =>
        Read(http, JsonType, limit, type, static (body, type) => Parse(body, type));

    /// <summary>The fields of a form. Refuses other media types and bodies over the limit.</summary>
    public static ValueTask<Result<FormCollection>> Form(HttpContext http, int limit) => Read(http, FormType, limit, 0, static (body, _) => Fields(body));

    private static async ValueTask<Result<T>> Read<T, TArgument>(
        HttpContext http, string media, int limit, TArgument argument, Func<ReadOnlySequence<byte>, TArgument, Result<T>> parse)
    {
        if (!IsOf(http.Request.ContentType, media))
        {
            return new Refusal(Problems.UnsupportedMediaType);
        }

        if (http.Request.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            if (await Next(http, reader) is not { } read)
            {
                return new Refusal(Problems.InvalidRequest);
            }

            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                await ReadAway(http, reader);
                return TooLarge(limit);
            }

            if (read.IsCompleted)
            {
                try
                {
                    return parse(read.Buffer, argument);
                }
                finally
                {
                    reader.AdvanceTo(read.Buffer.End);
                }
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsOf(string? type, string media) =>
        type is not null && type.StartsWith(media, StringComparison.OrdinalIgnoreCase) && (type.Length == media.Length || type[media.Length] is ';' or ' ');

    private static Refusal TooLarge(int limit) => new(Problems.BodyTooLarge, $"At most {limit} bytes.");

    // Null for a chunk whose size no number can hold: it ends in an IOException, as a broken connection does.
    private static async ValueTask<ReadResult?> Next(HttpContext http, PipeReader reader)
    {
        try
        {
            return await reader.ReadAsync(http.RequestAborted);
        }
        catch (IOException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async ValueTask ReadAway(HttpContext http, PipeReader reader)
    {
        for (var left = (long)MaxReadAway; left > 0;)
        {
            if (await Next(http, reader) is not { } read)
            {
                break;
            }

            left -= read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }

        EndConnection(http);
    }

    /// <summary>Says that the connection ends with this answer, where the server could not read the rest of the body away.</summary>
    public static void EndConnection(HttpContext http) => http.Features.Set(new ConnectionEnds());

    /// <summary>True when the connection cannot be used after this answer: the proxy must not send another request on it.</summary>
    public static bool EndsConnection(HttpContext http) =>
        http.Features.Get<ConnectionEnds>() is not null
        || http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    private static Result<FormCollection> Fields(in ReadOnlySequence<byte> body)
    {
        try
        {
            using var form = new FormReader(Encoding.UTF8.GetString(body)) { ValueCountLimit = MaxFields };
            return new FormCollection(form.ReadForm());
        }
        catch (InvalidDataException)
        {
            return new Refusal(Problems.InvalidRequest);
        }
    }

    private static Result<T> Parse<T>(in ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
    {
        try
        {
            return Deserialize(body, type) is { } value ? value : new Refusal(Problems.InvalidJson);
        }
        catch (JsonException e)
        {
            return new Refusal(Why(body, type), e.Path);
        }
    }

    private static T? Deserialize<T>(in ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = type.Options.MaxDepth });
        var value = JsonSerializer.Deserialize(ref json, type);
        while (json.Read())
        {
        }

        return value;
    }

    // What is wrong with a body that could not be read. The serialiser says it in words only, and words change.
    private static string Why<T>(in ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
    {
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = type.Options.MaxDepth });
            while (json.Read())
            {
                if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    json.GetString();
                }
            }
        }
        catch (JsonException)
        {
            return Problems.InvalidJson;
        }
        catch (InvalidOperationException)
        {
            // Broken UTF-8, or a lone surrogate written as an escape: JSON allows it, Unicode does not.
            return Problems.InvalidText;
        }

        try
        {
            var lenient = Lenient.GetOrAdd(type.Options, strict => new(strict) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip });
            _ = Deserialize(body, (JsonTypeInfo<T>)lenient.GetTypeInfo(typeof(T)));
            return Problems.UnknownField;
        }
        catch (JsonException)
        {
            return Problems.InvalidJson;
        }
    }

    private sealed class ConnectionEnds;
}
