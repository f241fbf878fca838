using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatComments.Server.Http;

/// <summary>The rules of JSON over HTTP: camelCase and nothing else, no unknown fields taken, times in UTC.</summary>
internal static class WireRules
{
    /// <summary>16 levels: the deepest form has six.</summary>
    private const int MaxDepth = 16;

    /// <summary>Sets them.</summary>
    public static void Set(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.PropertyNameCaseInsensitive = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.MaxDepth = MaxDepth;
        json.Converters.Add(new UtcTime());

        // The answers are JSON and say so, never HTML: letters of any language may stand as they are.
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
