using System.Text;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Storage;

namespace NatComments.Server.Visitors;

/// <summary>
/// The addresses of readers' private feeds. An address is its own key: a feed reader sends no token. The reader can take another one, after
/// which the last one leads nowhere; so does erasing.
/// </summary>
internal sealed class PrivateFeeds(IStore store, ReaderTokens tokens)
{
    // 100 characters: an author's id and a signature have 60.
    private const int MaxLength = 100;

    /// <summary>What stands in the address of an author's feed.</summary>
    public async ValueTask<string> Key(string site, string author, CancellationToken stop) => tokens.FeedKey(site, author, await Turn(site, author, stop));

    /// <summary>The author of a feed's address on this site; null when it is not a good one (any more).</summary>
    public async ValueTask<string?> Author(string site, string key, CancellationToken stop) =>
        key.Length <= MaxLength && key.Split('~') is [{ Length: > 0 } author, _] && tokens.IsFeedKey(site, author, await Turn(site, author, stop), key) ? author : null;

    /// <summary>Gives an author's feed another address.</summary>
    public async Task<string> Renew(string site, string author, CancellationToken stop)
    {
        await store.TryCommit(new(site, null, [Ended(author)], [], []), stop);
        return await Key(site, author, stop);
    }

    /// <summary>The change after which no address that was ever given leads to an author's feed.</summary>
    public static DocumentChange Ended(string author) => new(VisitorKeys.Feed(author), Encoding.UTF8.GetBytes(Secrets.Random()));

    // What an address is made with besides the author: empty until it was first changed.
    private async ValueTask<string> Turn(string site, string author, CancellationToken stop) =>
        await store.ReadDocument(site, VisitorKeys.Feed(author), stop) is { } bytes ? Encoding.UTF8.GetString(bytes) : "";
}
