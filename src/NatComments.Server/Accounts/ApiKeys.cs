using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Http;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>A key with which another program of a site asks for scores, as its administrators see it: never the secret.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="CreatedBy">An account's id or one of <see cref="AuditMakers"/>.</param>
/// <param name="Digest">Under what its secret is looked up.</param>
/// <param name="FormerDigest">Of the secret before, while that one still works.</param>
public sealed record ApiKey(string Id, string Name, DateTimeOffset? CreatedAt, string CreatedBy, string Digest, string? FormerDigest = null, DateTimeOffset? FormerUntil = null);

/// <summary>
/// Keys with which a site's other programs ask for scores. The store knows them by digest only. Each has a name, can be ended at once and be given a
/// new secret; every change stands in the server's audit chain.
/// </summary>
public sealed partial class ApiKeys(
    IStore store, AuditLog audit, UsedDays days, TimeProvider clock, ILogger<ApiKeys>? log = null)
{
    private readonly ILogger _log = log ?? NullLogger<ApiKeys>.Instance;

    /// <summary>100 characters: what it is for, in a line.</summary>
    public const int MaxNameLength = 100;

    /// <summary>24 hours for programs to be told the new secret, unless said otherwise.</summary>
    public const int DefaultGraceHours = 24;

    /// <summary>168 hours: a week; a secret that is replaced because it leaked should not work for longer.</summary>
    public const int MaxGraceHours = 168;

    /// <summary>What a key begins with, so that leaked ones are found by scanners.</summary>
    public const string Prefix = "nck_";

    /// <summary>Makes a key for a site and gives its secret, which is not kept; null when the site has too many.</summary>
    public async Task<(ApiKey Key, string Secret)?> Add(string site, string name, string by)
    {
        var secret = NewSecret();
        var added = await audit.Change<ApiKey?>(Commit.ServerPartition, async () =>
        {
            if ((await Of(site)).Count >= RequestLimits.ApiKeys)
            {
                return (null, null);
            }

            var key = new ApiKey(Secrets.Random(), name, clock.GetUtcNow(), by, Secrets.Digest(secret));
            return (key, Change(site, AuditKinds.KeyAdded, by, key, Document(site, key.Id, key.Digest, null)));
        });
        Told(added, site, AuditKinds.KeyAdded, by);
        return added is null ? null : (added, secret);
    }

    /// <summary>The keys of a site, the oldest first. A key of a version in which they had no names has one made from its digest.</summary>
    public async Task<IReadOnlyList<ApiKey>> Of(string site, CancellationToken stop = default)
    {
        var entries = await store.ReadEntries(Commit.ServerPartition, IndexOf(site), new(StoreLimits.MaxRead), stop);
        var named = entries.Select(entry => JsonSerializer.Deserialize(entry.Value, ApiKeyJson.Default.ApiKey)!);
        var documents = await store.ReadDocumentKeys(Commit.ServerPartition, DocumentKey(""), null, StoreLimits.MaxRead, stop);
        var values = documents.Count == 0 ? [] : await store.ReadDocuments(Commit.ServerPartition, documents, stop);
        var plain = documents.Zip(values).Where(pair => pair.Second is { } value && IsPlain(value) && Encoding.UTF8.GetString(value) == site).Select(pair => Unnamed(pair.First[DocumentKey("").Length..]));
        return [.. plain.Concat(named).OrderBy(key => key.CreatedAt ?? DateTimeOffset.MinValue).ThenBy(key => key.Id, StringComparer.Ordinal)];
    }

    /// <summary>On which days they were last used, by their ids.</summary>
    public Task<IReadOnlyDictionary<string, DateOnly>> Used(string site, CancellationToken stop = default) => days.Of(OwnerOf(site), stop);

    /// <summary>Ends a key and its former secret at once. False when the site has no such key.</summary>
    public async Task<bool> End(string site, string id, string by)
    {
        var ended = await audit.Change<ApiKey?>(Commit.ServerPartition, async () =>
        {
            if (await Find(site, id) is not { } key)
            {
                return (null, null);
            }

            var draft = Draft(site, AuditKinds.KeyEnded, by, key);
            return (key, new AuditedChange(draft, [new(DocumentKey(key.Digest), null), .. Former(key)])
            {
                Entries = [new(IndexOf(site), id, null), UsedDays.Forget(OwnerOf(site), id)],
            });
        });
        Told(ended, site, AuditKinds.KeyEnded, by);
        return ended is not null;
    }

    /// <summary>Gives a key a new secret. The one before works for some hours more, or (0) ends at once; one that was older ends at once in any case.</summary>
    public async Task<(ApiKey Key, string Secret)?> Rotate(string site, string id, int graceHours, string by)
    {
        var secret = NewSecret();
        var rotated = await audit.Change<ApiKey?>(Commit.ServerPartition, async () =>
        {
            if (await Find(site, id) is not { } key)
            {
                return (null, null);
            }

            DateTimeOffset? until = graceHours > 0 ? clock.GetUtcNow().AddHours(graceHours) : null;
            var after = key with { Digest = Secrets.Digest(secret), FormerDigest = until is null ? null : key.Digest, FormerUntil = until };
            var before = until is null ? new DocumentChange(DocumentKey(key.Digest), null) : Document(site, id, key.Digest, until);
            return (after, Change(site, AuditKinds.KeyRotated, by, after, [.. Former(key), before, Document(site, id, after.Digest, null)]));
        });
        Told(rotated, site, AuditKinds.KeyRotated, by);
        return rotated is null ? null : (rotated, secret);
    }

    /// <summary>The site of a key that works, or null.</summary>
    public async ValueTask<string?> Site(string secret, CancellationToken stop = default)
    {
        var digest = secret.Length <= 100 ? Secrets.Digest(secret) : "";
        if (digest.Length == 0
            || await store.ReadDocument(Commit.ServerPartition, DocumentKey(digest), stop) is not { } value)
        {
            return null;
        }

        var owner = IsPlain(value) ? new KeyOwner(Encoding.UTF8.GetString(value), Unnamed(digest).Id, null) : JsonSerializer.Deserialize(value, ApiKeyJson.Default.KeyOwner)!;
        if (owner.Until <= clock.GetUtcNow())
        {
            return null;
        }

        await days.Note(OwnerOf(owner.Site), owner.Key);
        return owner.Site;
    }

    private void Told(ApiKey? key, string site, string what, string by)
    {
        if (key is not null)
        {
            LogChanged(_log, key.Id, site, what, by);
        }
    }

    [LoggerMessage(1421, LogLevel.Information, "API key {Key} of {Site}: {What} by {By}")]
    private static partial void LogChanged(ILogger log, string key, string site, string what, string by);

    private async Task<ApiKey?> Find(string site, string id) => (await Of(site)).FirstOrDefault(key => key.Id == id);

    private static string NewSecret() => Prefix + Secrets.Random() + Secrets.Random();

    // Until keys had names, the site alone stood under the digest.
    private static bool IsPlain(byte[] value) => value is not [(byte)'{', ..];

    private static ApiKey Unnamed(string digest) => new("k-" + digest[..16], "key " + digest[..6], null, AuditMakers.CommandLine, digest);

    private static IEnumerable<DocumentChange> Former(ApiKey key) => key.FormerDigest is { } former ? [new(DocumentKey(former), null)] : [];

    private static DocumentChange Document(string site, string id, string digest, DateTimeOffset? until) =>
        new(DocumentKey(digest), JsonSerializer.SerializeToUtf8Bytes(new KeyOwner(site, id, until), ApiKeyJson.Default.KeyOwner));

    private static AuditedChange Change(string site, string what, string by, ApiKey key, params DocumentChange[] documents) => new(Draft(site, what, by, key), documents)
    {
        Entries = [new(IndexOf(site), key.Id, JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey))],
    };

    private static AuditDraft Draft(string site, string what, string by, ApiKey key) =>
        new(what, by, key.Id) { Site = site, After = new JsonObject { ["name"] = key.Name, ["formerUntil"] = key.FormerUntil } };

    private static string DocumentKey(string digest) => AccountKeys.ApiKey(digest);

    private static string IndexOf(string site) => AccountKeys.ApiKeysOf(site);

    private static string OwnerOf(string site) => AccountKeys.Site(site);
}

/// <summary>What stands under a key's digest.</summary>
internal sealed record KeyOwner(string Site, string Key, DateTimeOffset? Until);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(KeyOwner))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
