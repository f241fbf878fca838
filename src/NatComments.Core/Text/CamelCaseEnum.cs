using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatComments.Core.Text;

/// <summary>Writes an enumeration by name in camelCase, in the log and on the wire alike; numbers are refused.</summary>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
