using NatComments.Core.Storage;

namespace NatComments.Server.Identity;

/// <summary>Keys with which a site's other programs ask for scores. The store knows them by digest only.</summary>
public sealed class ApiKeys(IStore store)
{
    /// <summary>Makes a key for a site.</summary>
    public async Task<string> Add(string site)
    {
        var key = "nck_" + Secrets.Random() + Secrets.Random();
        await store.TryCommit(new(Commit.ServerPartition, null, [new(Key(key), System.Text.Encoding.UTF8.GetBytes(site))], [], []));
        return key;
    }

    /// <summary>The site of a key, or null.</summary>
    public async ValueTask<string?> Site(string key) =>
        key.Length <= 100 && await store.ReadDocument(Commit.ServerPartition, Key(key)) is { } site ? System.Text.Encoding.UTF8.GetString(site) : null;

    private static string Key(string key) => "key/" + Secrets.Digest(key);
}
