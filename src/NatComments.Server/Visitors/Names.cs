using System.Collections.Concurrent;
using System.Text;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Text;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Visitors;

/// <summary>
/// Whose a name is on a site. A pseudonym that signs with a name holds it; nobody else can sign with it there, nor with one that only looks like it,
/// and nobody at all with one that passes for the site's own people (<see cref="StaffNames"/>). A name is held from the first comment that is taken under it until its holder erases what they wrote; it does
/// not lapse, because whoever came back would meet a stranger under their name. A pseudonym holds at most <see cref="MaxHeld"/>; under more names it can
/// write as guests do, who hold none.
/// </summary>
public sealed class Names(IStore store, StaffNames staff, TimeProvider clock)
{
    /// <summary>5 names: somebody who changes theirs now and then keeps the old ones; nobody takes a hundred from others.</summary>
    public const int MaxHeld = 5;

    // 5 seconds: a name that another process gave away is noticed while one looks; a post does not read the store for its name each time.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // 20,000 names of the last seconds; what strangers send must not fill the memory.
    private const int MaxRemembered = 20_000;

    // Every post folds a name; a buffer of its own each time would cost more than the folding.
    [ThreadStatic]
    private static NormalisedText? t_text;

    private readonly ConcurrentDictionary<(string Site, string Name), (string? Owner, DateTimeOffset Until)> _owners = new();

    /// <summary>The document that says whose a name is.</summary>
    public static string Key(string folded) => VisitorKeys.Name(folded);

    /// <summary>
    /// A name as the eye takes it: case, diacritics, look-alike letters, digits for letters and everything between letters undone. What has no
    /// letters stays as it is.
    /// </summary>
    public static string Fold(string name)
    {
        var text = t_text ??= new();
        TextNormaliser.Normalise(name, text);
        var folded = new StringBuilder(name.Length);
        foreach (var token in text.Tokens)
        {
            if (!token.IsAlternate)
            {
                folded.Append(text.Folded.Slice(token.Start, token.Length));
            }
        }

        return folded.Length == 0 ? Joiners.Without(name).ToLowerInvariant() : folded.ToString();
    }

    /// <summary>Asks for a name to sign with. A pseudonym holds it from then on.</summary>
    internal async ValueTask<AskedName> Take(string site, string author, string name, CancellationToken stop = default)
    {
        if (await staff.Keeps(site, name, stop))
        {
            return new(Problems.NameReserved);
        }

        // Whom the site itself has signed in appears under the name that it gave them, and holds none.
        if (author[0] == SignOn.Mark)
        {
            return default;
        }

        var folded = Fold(name);
        var owner = await Owner(site, folded, stop);
        if (owner is not null)
        {
            return owner == author ? default : new(Problems.NameTaken);
        }

        if (author[0] != Pseudonyms.Mark || (await Held(site, author, stop)).Count >= MaxHeld)
        {
            return default;
        }

        // Not given up when the visitor goes away: what is remembered of the owner would be wrong.
        var taken = await store.TryCommit(new(
            site,
            null,
            [new(Key(folded), Encoding.UTF8.GetBytes(author), MustBeAbsent: true)],
            [new(OwnedBy(author), folded, Encoding.UTF8.GetBytes(name))],
            []), CancellationToken.None);
        _owners.TryRemove((site, folded), out _);
        return taken == CommitResult.Done ? new(null, folded)
            : await Owner(site, folded, stop) == author ? default
            : new(Problems.NameTaken);
    }

    /// <summary>Lets a name go that was taken for a comment which was then refused.</summary>
    internal async ValueTask LetGo(string site, string author, AskedName name, CancellationToken stop = default)
    {
        if (name.Taken is { } folded)
        {
            var (document, entry) = Release(site, author, folded);
            await store.TryCommit(new(site, null, [document], [entry], []), stop);
            _owners.TryRemove((site, folded), out _);
        }
    }

    /// <summary>The names that an author holds, as written.</summary>
    public Task<IReadOnlyList<Entry>> Held(string site, string author, CancellationToken stop = default) => Held(store, site, author, stop);

    /// <summary>The names that an author holds, as written.</summary>
    public static async Task<IReadOnlyList<Entry>> Held(IStore store, string site, string author, CancellationToken stop = default) => await store.ReadEntries(site, OwnedBy(author), new(StoreLimits.MaxRead), stop);

    /// <summary>What lets go of a name.</summary>
    public (DocumentChange Document, EntryChange Entry) Release(string site, string author, string folded)
    {
        _owners.TryRemove((site, folded), out _);
        return (new(Key(folded), null), new(OwnedBy(author), folded, null));
    }

    private static string OwnedBy(string author) => VisitorKeys.NamesOf(author);

    private async ValueTask<string?> Owner(string site, string folded, CancellationToken stop = default)
    {
        if (_owners.TryGetValue((site, folded), out var known) && known.Until > clock.GetUtcNow())
        {
            return known.Owner;
        }

        var bytes = await store.ReadDocument(site, Key(folded), stop);
        var owner = bytes is null ? null : Encoding.UTF8.GetString(bytes);
        if (_owners.Count > MaxRemembered)
        {
            _owners.Clear();
        }

        _owners[(site, folded)] = (owner, clock.GetUtcNow() + Fresh);
        return owner;
    }
}

/// <summary>What came of asking for a name.</summary>
/// <param name="Refusal">Why the author may not sign with it; null when they may.</param>
/// <param name="Taken">The name as it is compared, when it was nobody's before; else null.</param>
internal readonly record struct AskedName(string? Refusal, string? Taken = null);
