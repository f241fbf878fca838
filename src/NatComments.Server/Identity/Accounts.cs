using Microsoft.AspNetCore.Identity;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Server.Identity;

/// <summary>
/// The accounts, and how they are changed. Secrets are kept as hashes only. Every change is one commit with its record in the server's audit
/// chain, which also keeps two changes of one account from overwriting each other.
/// </summary>
public sealed class Accounts(IStore store, AuditLog audit, TimeProvider clock)
{
    /// <summary>10,000 accounts: one read of the store lists them.</summary>
    public const int MaxAccounts = StoreLimits.MaxRead;

    private static readonly PasswordHasher<Account> Hasher = new();

    private static readonly Lazy<string> NobodysHash = new(() => Hasher.HashPassword(null!, Secrets.Random()));

    /// <summary>The account with this id, or null.</summary>
    public async ValueTask<Account?> Find(string id) =>
        id.Length is > 0 and <= 100 ? Account.FromBytes(await store.ReadDocument(Commit.ServerPartition, IdKey(id))) : null;

    /// <summary>The account with this name (case does not matter), or null.</summary>
    public async ValueTask<Account?> FindByName(string name)
    {
        var id = name.Length is 0 or > ThreadLimits.MaxNameLength ? null : await store.ReadDocument(Commit.ServerPartition, NameKey(name));
        return id is null ? null : await Find(System.Text.Encoding.UTF8.GetString(id));
    }

    /// <summary>Every account, by id.</summary>
    public async Task<IReadOnlyList<Account>> All(CancellationToken stop = default)
    {
        var keys = await store.ReadDocumentKeys(Commit.ServerPartition, IdKey(""), null, MaxAccounts, stop);
        var read = keys.Count == 0 ? [] : await store.ReadDocuments(Commit.ServerPartition, keys, stop);
        return [.. read.Select(Account.FromBytes).OfType<Account>()];
    }

    /// <summary>True when there is no account yet.</summary>
    public async Task<bool> AreNone() => (await store.ReadDocumentKeys(Commit.ServerPartition, NameKey(""), null, 1)).Count == 0;

    /// <summary>Adds an account with a one-time password, which is returned; null when the name is taken.</summary>
    /// <param name="by">Who adds it: an account's id or one of <see cref="AuditMakers"/>.</param>
    /// <param name="lasts">How long the one-time password works; null: until it is used.</param>
    public async Task<(Account Account, string OneTimePassword)?> Add(
        string name, string site, Role role, string by = AuditMakers.CommandLine, TimeSpan? lasts = null)
    {
        var password = Secrets.Random();
        var account = new Account(Secrets.Random(), name, new Dictionary<string, Role> { [site] = role }, clock.GetUtcNow(), null, Secrets.Digest(password), false)
        {
            OneTimeUntil = clock.GetUtcNow() + lasts,
        };
        var added = await audit.Change<bool>(Commit.ServerPartition, async () =>
        {
            if (await store.ReadDocument(Commit.ServerPartition, NameKey(name)) is not null)
            {
                return (false, null);
            }

            var draft = new AuditDraft(AuditKinds.AccountAdded, by, account.Id) { Site = site, After = new System.Text.Json.Nodes.JsonObject { ["name"] = name, ["role"] = Word(role) } };
            return (true, new AuditedChange(draft, new(NameKey(name), System.Text.Encoding.UTF8.GetBytes(account.Id), MustBeAbsent: true), new(IdKey(account.Id), account.ToBytes())));
        });
        return added ? (account, password) : null;
    }

    /// <summary>
    /// Changes an account as it stands at that moment. <paramref name="change"/> gives what it becomes and the record of it; null leaves it as it
    /// is. The account as it is afterwards, null when there is none.
    /// </summary>
    public Task<Account?> Change(string id, Func<Account, (Account After, AuditDraft Draft)?> change) => audit.Change<Account?>(Commit.ServerPartition, async () =>
    {
        if (await Find(id) is not { } account)
        {
            return (null, null);
        }

        return change(account) is var (after, draft) && !ReferenceEquals(after, account)
            ? (after, new AuditedChange(draft, new DocumentChange(IdKey(id), after.ToBytes())))
            : (account, null);
    });

    /// <summary>True when name and password fit, whatever the second factor; an unknown name costs as much time as a known one.</summary>
    public static bool IsPassword(Account? account, string password)
    {
        var hash = account?.PasswordHash ?? NobodysHash.Value;
        var right = Hasher.VerifyHashedPassword(account!, hash, password) != PasswordVerificationResult.Failed;
        return right && account?.PasswordHash is not null;
    }

    /// <summary>True when this is the account's one-time password and it still works.</summary>
    public bool IsOneTime(Account? account, string password) =>
        account is { OneTimeDigest: { } digest } && Secrets.Digest(password) == digest && !(account.OneTimeUntil < clock.GetUtcNow());

    /// <summary>Sets a password and ends all sessions begun before. False when it is too weak.</summary>
    public async Task<bool> SetPassword(Account account, string? password)
    {
        if (password is not { Length: >= Account.MinPasswordLength and <= Account.MaxPasswordLength }
            || string.Equals(password, account.Name, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var hash = Hasher.HashPassword(account, password);
        await Change(account.Id, now => (
            now with { PasswordHash = hash, OneTimeDigest = null, OneTimeUntil = null, SessionsFrom = clock.GetUtcNow() },
            new AuditDraft(AuditKinds.PasswordChanged, account.Id, account.Id)));
        return true;
    }

    internal static string Word(Role role) => role.ToString().ToLowerInvariant();

    private static string IdKey(string id) => "account/id/" + id;

    private static string NameKey(string name) => "account/name/" + name.ToLowerInvariant();
}
