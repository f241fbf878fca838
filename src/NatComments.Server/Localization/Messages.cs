using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NatComments.Server.Localization;

/// <summary>
/// The words that readers see, on pages, in problem documents and in the widget. A language more is one file <c>messages.CODE.json</c> beside these:
/// at its top what the widget says, under <c>pages</c> what only pages without scripts say, under <c>faults</c> what is said of a refusal, by its code.
/// </summary>
public sealed class Messages
{
    /// <summary>The language of those for whose own there are no words.</summary>
    public const string Fallback = "en";

    private readonly ConcurrentDictionary<string, Words?> _known = new();

    /// <summary>The words in the language that is asked for, or in the first that the browser prefers and that is there.</summary>
    public Words For(string? asked, string? accepted)
    {
        var wanted = (accepted ?? "").Split(',').Select(part => part.Split(';')[0].Trim()).Prepend(asked ?? "").Select(Code);
        return wanted.Select(Find).FirstOrDefault(words => words is not null) ?? Find(Fallback)!;
    }

    /// <summary>The words for a page that is asked for: in the language that its address names, or the browser's.</summary>
    public Words For(HttpContext http) => For(http.Request.Query["lang"], http.Request.Headers.AcceptLanguage);

    // Kurmanji is ku, and kmr in newer lists.
    private static string Code(string tag) => tag.Split('-')[0].ToLowerInvariant() is "kmr" ? "ku" : tag.Split('-')[0].ToLowerInvariant();

    private Words? Find(string code) =>
        code.Length is 2 or 3 && code.All(char.IsAsciiLetterLower) ? _known.GetOrAdd(code, Load) : null;

    private static Words? Load(string code)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Localization", $"messages.{code}.json");
        if (!File.Exists(file))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return new(json.RootElement.Clone());
    }
}

/// <summary>The words of one language.</summary>
public sealed class Words
{
    private const string Pages = "pages";
    private const string Faults = "faults";

    private readonly JsonElement _messages;

    internal Words(JsonElement messages)
    {
        _messages = messages;
        ForWidget = Without(messages, Pages, Faults);
        PackedForWidget = Pack(ForWidget);
        Tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(ForWidget).AsSpan(0, 8))}\"";
    }

    /// <summary>The language's tag and its direction.</summary>
    public (string Lang, string Direction) Language => (Text("lang")!, Text("dir")!);

    /// <summary>What the widget needs of them, as JSON.</summary>
    public byte[] ForWidget { get; }

    /// <summary>The same, packed with brotli as small as it gets.</summary>
    public byte[] PackedForWidget { get; }

    /// <summary>The entity tag of both.</summary>
    public string Tag { get; }

    /// <summary>A message with its values put in. What has no words is shown by its key.</summary>
    public string Say(string key, long? n = null, string? name = null) => Form(key, n).Replace("{n}", n?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{name}", name, StringComparison.Ordinal).Replace("{reason}", name, StringComparison.Ordinal);

    // A message as it is written, in the form for a number.
    private string Form(string key, long? n)
    {
        if (!_messages.TryGetProperty(key, out var found) && !_messages.GetProperty(Pages).TryGetProperty(key, out found))
        {
            return key;
        }

        // Of the three languages none has another form than one and other.
        return found.ValueKind == JsonValueKind.Object
            ? (n == 1 && found.TryGetProperty("one", out var one) ? one : found.GetProperty("other")).GetString()!
            : found.GetString()!;
    }

    /// <summary>A message with several values put in, each by its name.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var text = Form(key, null);
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>What is said of a refusal; null when there are no words of its own for it.</summary>
    public string? Refusal(string code) => _messages.GetProperty(Faults).TryGetProperty(code, out var words) ? words.GetString() : null;

    /// <summary>What went wrong, for people.</summary>
    public string Fault(string code) => Refusal(code) ?? Say("other");

    /// <summary>A time in UTC, as one writes it in this language.</summary>
    public string Time(DateTimeOffset at) => $"{Day(DateOnly.FromDateTime(at.UtcDateTime))} {at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC";

    /// <summary>A day, with the month's name: 2026-11-05 is read in two ways by readers of two languages.</summary>
    public string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {_messages.GetProperty(Pages).GetProperty("months")[day.Month - 1].GetString()} {day.Year}");

    private string? Text(string key) => _messages.GetProperty(key).GetString();

    private static byte[] Without(JsonElement messages, params string[] left)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var message in messages.EnumerateObject().Where(message => !left.Contains(message.Name)))
            {
                message.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.SmallestSize))
        {
            brotli.Write(bytes);
        }

        return buffer.ToArray();
    }
}

/// <summary>The words that readers see: what is there.</summary>
internal static class MessagesFeature
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services) => services.AddSingleton<Messages>();
}
