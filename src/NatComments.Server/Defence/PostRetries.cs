using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace NatComments.Server.Defence;

/// <summary>
/// Remembers for two minutes who posted what under an id of their own without having a token yet, so that the same post again, after an
/// answer that was lost, gets the same answer with its token. The same means: the very same bytes from the same network address. Whoever
/// merely has read the comment cannot repeat that; and clients that fetch a token first do not need it.
/// </summary>
public sealed class PostRetries : IDisposable
{
    // 20,000 posts: two minutes at 160 a second; beyond that the oldest retries get "id in use".
    private const int MaxRemembered = 20_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <summary>The author who posted this before, or null.</summary>
    public string? Author(string key) => _cache.TryGetValue(key, out string? author) ? author : null;

    /// <summary>Remembers who posted this.</summary>
    public void Remember(string key, string author) =>
        _cache.Set(key, author, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Window });

    /// <summary>What must be equal for a post to be the same.</summary>
    public static string Key(string network, string thread, Guid id, string text, string name, Guid? parent) =>
        Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{network}\n{thread}\n{id}\n{parent}\n{name}\n{text}")));

    public void Dispose() => _cache.Dispose();
}
