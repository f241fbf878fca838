using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Storage;

namespace NatComments.Server.Hosting;

/// <summary>How a site's readers come in: from which pages, and with which sign-in of the site's own.</summary>
/// <param name="Origins">Origins (<c>https://host</c>) whose pages may show the comments, mirrors included; empty: all. The first one is where articles live.</param>
/// <param name="SignOn">The keys that single sign-on tokens may be signed with.</param>
public sealed record ReaderSettings(IReadOnlyList<string> Origins, IReadOnlyList<SignOnKey> SignOn)
{
    /// <summary>50 origins: a site and every mirror that was ever put up for it.</summary>
    public const int MaxOrigins = 50;

    /// <summary>10 keys: two in use at a time while one is replaced, for several systems.</summary>
    public const int MaxKeys = 10;

    /// <summary>Every page may show the comments; there is no sign-in of the site's own.</summary>
    public static readonly ReaderSettings Default = new([], []);
}

/// <summary>A key of single sign-on.</summary>
/// <param name="Kid">The name that tokens call it by.</param>
/// <param name="Algorithm">HS256, RS256 or ES256. A token that names another one is refused.</param>
/// <param name="Key">The shared secret (HS256, at least 32 characters), or the public key as PEM.</param>
public sealed record SignOnKey(string Kid, string Algorithm, string Key);

/// <summary>The reader settings of each site. Kept in memory and read again after a moment, so that what another process changed is seen.</summary>
public sealed class SiteReaders(IStore store, TimeProvider clock)
{
    private const string Document = "reader-settings";

    // 5 seconds: a changed setting is felt while one looks; a request does not read the store.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (ReaderSettings Settings, DateTimeOffset Until)> _known = new();

    /// <summary>The settings of a site that is known to exist.</summary>
    public ValueTask<ReaderSettings> Of(string site) =>
        _known.TryGetValue(site, out var known) && known.Until > clock.GetUtcNow() ? new(known.Settings) : Load(site);

    /// <summary>Replaces the settings of a site.</summary>
    public async Task Save(string site, ReaderSettings settings)
    {
        await store.TryCommit(new(site, null, [new(Document, JsonSerializer.SerializeToUtf8Bytes(settings, ReaderSettingsJson.Default.ReaderSettings))], [], []));
        _known.TryRemove(site, out _);
    }

    private async ValueTask<ReaderSettings> Load(string site)
    {
        var bytes = await store.ReadDocument(site, Document);
        var settings = bytes is null ? ReaderSettings.Default : JsonSerializer.Deserialize(bytes, ReaderSettingsJson.Default.ReaderSettings)!;
        _known[site] = (settings, clock.GetUtcNow() + Fresh);
        return settings;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReaderSettings))]
internal sealed partial class ReaderSettingsJson : JsonSerializerContext;
