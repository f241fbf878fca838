using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace NatComments.Server.Rendering;

/// <summary>The words that readers see, from the same files that the widget reads. A language more is one file.</summary>
public sealed class Messages(IWebHostEnvironment environment)
{
    private const string Fallback = "en";
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

    private Words? Load(string code)
    {
        var file = environment.WebRootFileProvider.GetFileInfo($"widget/messages.{code}.json");
        if (!file.Exists)
        {
            return null;
        }

        using var stream = file.CreateReadStream();
        using var json = JsonDocument.Parse(stream);
        return new(json.RootElement.Clone());
    }
}

/// <summary>The words of one language.</summary>
public sealed class Words(JsonElement messages)
{
    /// <summary>The language's tag and its direction.</summary>
    public (string Lang, string Direction) Language => (Text("lang")!, Text("dir")!);

    /// <summary>A message with its values put in. What has no words is shown by its key.</summary>
    public string Say(string key, long? n = null, string? name = null)
    {
        if (!messages.TryGetProperty(key, out var found))
        {
            return key;
        }

        // Of the three languages none has another form than one and other.
        var text = found.ValueKind == JsonValueKind.Object
            ? (n == 1 && found.TryGetProperty("one", out var one) ? one : found.GetProperty("other")).GetString()!
            : found.GetString()!;
        return text.Replace("{n}", n?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{name}", name, StringComparison.Ordinal).Replace("{reason}", name, StringComparison.Ordinal);
    }

    /// <summary>What went wrong, for people.</summary>
    public string Fault(string code) =>
        messages.GetProperty("faults") is var faults && faults.TryGetProperty(code, out var words) ? words.GetString()! : faults.GetProperty("other").GetString()!;

    /// <summary>A time in UTC.</summary>
    public string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private string? Text(string key) => messages.GetProperty(key).GetString();
}
