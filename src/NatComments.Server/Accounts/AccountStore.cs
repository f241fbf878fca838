using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>
/// The accounts, and how they are changed. Secrets are kept as hashes only. Every change is one commit with its record in the server's audit
/// chain, which also keeps two changes of one account from overwriting each other.
/// </summary>
public sealed partial class AccountStore(IStore store, AuditLog audit, TimeProvider clock, ILogger<AccountStore>? log = null)
{
    /// <summary>10,000 accounts: one read of the store lists them.</summary>
    public const int MaxAccounts = StoreLimits.MaxRead;

    /// <summary>7 days: a one-time password is used within the week or asked for again.</summary>
    public static readonly TimeSpan OneTimeLasts = TimeSpan.FromDays(7);

    private long _version;

    /// <summary>Grows with every change that is made through this process: who keeps what they read here reads it again then.</summary>
    public long Version => Volatile.Read(ref _version);

    private readonly ILogger _log = log ?? Microsoft.Extensions.Logging.Abstractions.NullLogger<AccountStore>.Instance;

    /// <summary>The account with this id, or null.</summary>
    public async ValueTask<Account?> Find(string id, CancellationToken stop = default) =>
        id.Length is > 0 and <= 100
            ? Account.FromBytes(await store.ReadDocument(Commit.ServerPartition, IdKey(id), stop))
            : null;

    /// <summary>The account with this name (case does not matter), or null.</summary>
    public async ValueTask<Account?> FindByName(string name, CancellationToken stop = default)
    {
        var id = name.Length is 0 or > ThreadLimits.MaxNameLength ? null
            : await store.ReadDocument(Commit.ServerPartition, NameKey(name), stop);
        return id is null ? null : await Find(System.Text.Encoding.UTF8.GetString(id), stop);
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
    /// <param name="publicName">Under which name others meet the person; null: the same.</param>
    public async Task<(Account Account, string OneTimePassword)?> Add(
        string name, string site, Role role, string by = AuditMakers.CommandLine, string? publicName = null)
    {
        var password = Secrets.Random();
        var account = new Account(Secrets.Random(), name, new Dictionary<string, Role> { [site] = role }, clock.GetUtcNow(), null, Secrets.Digest(password), false)
        {
            OneTimeUntil = clock.GetUtcNow() + OneTimeLasts,
            ChosenName = publicName,
        };
        var added = await audit.Change<bool>(Commit.ServerPartition, async () =>
        {
            if (await store.ReadDocument(Commit.ServerPartition, NameKey(name)) is not null)
            {
                return (false, null);
            }

            var draft = new AuditDraft(AuditKinds.AccountAdded, by, account.Id) { Site = site, After = new System.Text.Json.Nodes.JsonObject { ["name"] = account.PublicName, ["role"] = Word(role) } };
            return (true, new AuditedChange(draft, new(NameKey(name), System.Text.Encoding.UTF8.GetBytes(account.Id), MustBeAbsent: true), new(IdKey(account.Id), account.ToBytes())));
        });
        if (added)
        {
            Interlocked.Increment(ref _version);
            LogChanged(_log, account.Id, AuditKinds.AccountAdded, by);
        }

        return added ? (account, password) : null;
    }

    /// <summary>
    /// Changes an account as it stands at that moment. <paramref name="change"/> gives what it becomes and the record of it; null leaves it as it
    /// is. The account as it is afterwards, null when there is none. A change that would leave the server or a site without an administrator is not
    /// made. Every change of an account moves the chain that this commit expects as it was read, so two at once cannot both pass.
    /// </summary>
    public async Task<Account?> Change(string id, Func<Account, (Account After, AuditDraft Draft)?> change)
    {
        AuditDraft? made = null;
        var changed = await audit.Change<Account?>(Commit.ServerPartition, async () =>
        {
            made = null;
            if (await Find(id) is not { } account)
            {
                return (null, null);
            }

            if (change(account) is not var (after, draft) || ReferenceEquals(after, account))
            {
                return (account, null);
            }

            if (!await KeepsAdministrators(account, after))
            {
                return (account, null);
            }

            after = EndTokens(account, after);
            made = draft;
            return (after, new AuditedChange(draft, new DocumentChange(IdKey(id), after.ToBytes())));
        });
        if (made is not null)
        {
            Interlocked.Increment(ref _version);
            LogChanged(_log, id, made.What, made.By);
        }

        return changed;
    }

    /// <summary>True when this is the account's one-time password and it still works.</summary>
    public bool IsOneTime(Account? account, string password) =>
        account is { OneTimeDigest: { } digest } && Secrets.Digest(password) == digest && (account.OneTimeUntil ?? account.CreatedAt + OneTimeLasts) >= clock.GetUtcNow();

    /// <summary>
    /// Ends everything that lets an account in (password, second factor, sessions, devices) and gives it a fresh one-time password. Null when there is
    /// no such account.
    /// </summary>
    public async Task<(Account? Account, string OneTimePassword)> Reset(string id, AuditDraft draft)
    {
        var password = Secrets.Random();
        var after = await Change(id, now => (
            now with
            {
                OneTimeDigest = Secrets.Digest(password),
                OneTimeUntil = clock.GetUtcNow() + OneTimeLasts,
                PasswordHash = null,
                TotpSecret = null,
                TotpPending = null,
                RecoveryDigests = [],
                SessionsFrom = clock.GetUtcNow() + TimeSpan.FromTicks(1),
            },
            draft));
        return (after, password);
    }

    /// <summary>Disables an account at once, everywhere, with its sessions and tokens; or lets it in again. The account afterwards, null when there is none.</summary>
    /// <param name="site">From which site it was done; null: for the whole server.</param>
    public Task<Account?> SetDisabled(string id, bool disabled, string by, string? site = null) => Change(id, now => now.Disabled == disabled ? null : (
        now with { Disabled = disabled, SessionsFrom = disabled ? clock.GetUtcNow() + TimeSpan.FromTicks(1) : now.SessionsFrom },
        new AuditDraft(disabled ? AuditKinds.AccountDisabled : AuditKinds.AccountEnabled, by, id) { Site = site }));

    /// <summary>A fresh one-time password in the place of the last, for an account that has no password yet; else null.</summary>
    public async Task<string?> RenewOneTime(string id, string by)
    {
        var password = Secrets.Random();
        var digest = Secrets.Digest(password);
        var after = await Change(id, now => now.PasswordHash is not null ? null : (
            now with { OneTimeDigest = digest, OneTimeUntil = clock.GetUtcNow() + OneTimeLasts }, new AuditDraft(AuditKinds.InvitationMade, by, id)));
        return after?.OneTimeDigest == digest ? password : null;
    }

    /// <summary>Takes over a password that was checked, as its hash. Its one-time password and all sessions and devices of before end.</summary>
    public Task SetPassword(Account account, string hash) => Change(account.Id, now => (
        now with { PasswordHash = hash, OneTimeDigest = null, OneTimeUntil = null, SessionsFrom = clock.GetUtcNow() },
        new AuditDraft(AuditKinds.PasswordChanged, account.Id, account.Id)));

    /// <summary>Keeps the same password under a dearer hash. Nothing ends; where another change came first, it is left for the next time.</summary>
    public Task RenewHash(Account account, string hash) => Change(account.Id, now => now.PasswordHash != account.PasswordHash ? null : (
        now with { PasswordHash = hash }, new AuditDraft(AuditKinds.PasswordHashRenewed, account.Id, account.Id)));

    // A role counts where the account can sign in: an invitation that has lapsed administers nothing.
    private async Task<bool> KeepsAdministrators(Account before, Account after)
    {
        var now = clock.GetUtcNow();
        var lost = before.Disabled ? [] : before.Roles.Where(role => role.Value == Role.Administrator).Select(role => role.Key)
            .Where(site => after.Disabled || !Administers(after, site)).ToList();
        if (lost.Count == 0)
        {
            return true;
        }

        var others = (await All()).Where(other => other.Id != before.Id && other.CanSignIn(now)).ToList();
        return lost.TrueForAll(site => others.Exists(other => Administers(other, site)));
    }

    private static bool Administers(Account account, string site) =>
        (site == Account.EverySite ? account.Roles.GetValueOrDefault(site) : account.RoleOn(site)) == Role.Administrator;

    // The first password ends no token: nobody knew one before, and a server that was set up without a screen goes on working.
    private Account EndTokens(Account before, Account after) =>
        (after.SessionsFrom != before.SessionsFrom && (before.PasswordHash is not null || after.PasswordHash is null))
        || after.Disabled != before.Disabled || (after.TotpSecret is null) != (before.TotpSecret is null)
            ? after with { TokensFrom = clock.GetUtcNow() + TimeSpan.FromTicks(1) }
            : after;

    internal static string Word(Role role) => role.ToString().ToLowerInvariant();

    private static string IdKey(string id) => AccountKeys.Id(id);

    private static string NameKey(string name) => AccountKeys.Name(name);

    [LoggerMessage(1411, LogLevel.Information, "Account {Account}: {What} by {By}")]
    private static partial void LogChanged(ILogger log, string account, string what, string by);
}
