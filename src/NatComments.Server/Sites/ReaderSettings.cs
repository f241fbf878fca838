using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Http;

namespace NatComments.Server.Sites;

/// <summary>How a site's readers come in: from which pages, and with which sign-in of the site's own.</summary>
/// <param name="Origins">Origins (<c>https://host</c>) whose pages may show the comments, mirrors included; empty: all. The first one is where articles live.</param>
/// <param name="SignOn">The keys that single sign-on tokens may be signed with.</param>
public sealed record ReaderSettings(IReadOnlyList<string> Origins, IReadOnlyList<SignOnKey> SignOn)
{
    /// <summary>50 origins: a site and every mirror that was ever put up for it.</summary>
    public const int MaxOrigins = 50;

    /// <summary>10 keys: two in use at a time while one is replaced, for several systems.</summary>
    public const int MaxKeys = 10;

    /// <summary>Shown in place of a secret; sent back, it means: as it was.</summary>
    public const string Kept = "(kept)";

    /// <summary>Every page may show the comments; there is no sign-in of the site's own.</summary>
    public static readonly ReaderSettings Default = new([], []);

    /// <summary>The same with <see cref="Kept"/> for every shared secret: to be shown, and to be audited.</summary>
    public ReaderSettings WithoutSecrets() => this with { SignOn = [.. SignOn.Select(key => key.Algorithm == "HS256" ? key with { Key = Kept } : key)] };
}

/// <summary>A key of single sign-on.</summary>
/// <param name="Kid">The name that tokens call it by.</param>
/// <param name="Algorithm">HS256, RS256 or ES256. A token that names another one is refused.</param>
/// <param name="Key">The shared secret (HS256, at least 32 characters), or the public key as PEM.</param>
public sealed record SignOnKey(string Kid, string Algorithm, string Key)
{
    /// <summary>What a token must have as <c>iss</c>; null: it is not looked at.</summary>
    public string? Issuer { get; init; }

    /// <summary>What a token must have as <c>aud</c>, or among them; null: it is not looked at.</summary>
    public string? Audience { get; init; }
}

/// <summary>The reader settings of each site. Kept in memory and read again after a moment, so that what another process changed is seen.</summary>
public sealed partial class SiteReaders(
    IStore store, AuditLog audit, TimeProvider clock, ILogger<SiteReaders>? log = null)
{
    private readonly ILogger _log = log ?? NullLogger<SiteReaders>.Instance;

    private const string Document = SiteKeys.ReaderSettings;

    // 5 seconds: a changed setting is felt while one looks; a request does not read the store.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (ReaderSettings Settings, DateTimeOffset Until)> _known = new();

    /// <summary>The settings of a site that is known to exist.</summary>
    public ValueTask<ReaderSettings> Of(string site, CancellationToken stop = default) =>
        _known.TryGetValue(site, out var known) && known.Until > clock.GetUtcNow() ? new(known.Settings) : Load(site, stop);

    /// <summary>Replaces the settings of a site, with a record in the audit chain.</summary>
    public async Task Save(string site, ReaderSettings settings, string by, CancellationToken stop = default)
    {
        await audit.Change(site, async () =>
        {
            var draft = new AuditDraft(AuditKinds.SettingsChanged, by, Document) { Before = Node(await Read(site, stop)), After = Node(settings) };
            return (true, (AuditedChange?)new AuditedChange(draft, new DocumentChange(Document, Bytes(settings))));
        });
        _known.TryRemove(site, out _);
        LogChanged(_log, site, by);
    }

    private async ValueTask<ReaderSettings> Load(string site, CancellationToken stop = default)
    {
        var last = _known.GetValueOrDefault(site).Settings;
        try
        {
            var settings = await Read(site, stop);
            _known[site] = (settings, clock.GetUtcNow() + Fresh);
            return settings;
        }
        catch (StoreUnavailableException) when (last is not null)
        {
            // While the store does not answer, threads are shown from memory, on the pages that were allowed last.
            return last;
        }
    }

    private async ValueTask<ReaderSettings> Read(string site, CancellationToken stop = default) =>
        await store.ReadDocument(site, Document, stop) is { } bytes ? Tidy(JsonSerializer.Deserialize(bytes, ReaderSettingsJson.Default.ReaderSettings)!) : ReaderSettings.Default;

    // An earlier version kept names of hosts as they were typed.
    private static ReaderSettings Tidy(ReaderSettings settings) => settings with { Origins = [.. settings.Origins.Select(origin => WebOrigin.Of(origin) ?? origin)] };

    private static JsonNode? Node(ReaderSettings settings) => JsonNode.Parse(Bytes(settings.WithoutSecrets()));

    private static byte[] Bytes(ReaderSettings settings) => JsonSerializer.SerializeToUtf8Bytes(settings, ReaderSettingsJson.Default.ReaderSettings);

    [LoggerMessage(1502, LogLevel.Information, "Origins or sign-on keys of {Site} were changed by {Account}")]
    private static partial void LogChanged(ILogger log, string site, string account);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReaderSettings))]
internal sealed partial class ReaderSettingsJson : JsonSerializerContext;
