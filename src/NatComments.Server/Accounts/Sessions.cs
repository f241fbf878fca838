using System.Text.Json;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>A moderator's session. Its secret is in the cookie only.</summary>
public sealed record Session(string Account, DateTimeOffset StartedAt, DateTimeOffset EndsAt);

/// <summary>
/// Sessions of moderators: begun at sign-in, kept alive by use, ended by signing out, by time, or with the account. Looked up at every
/// request, so that what was ended anywhere is ended everywhere at once. The store knows them by digest only, so that whoever reads it
/// cannot enter.
/// </summary>
public sealed class Sessions(IStore store, AccountStore accounts, TimeProvider clock, TimeSpan idle, TimeSpan longest)
{
    public const string Cookie = "__Host-natcomments";
    public const string ForgeryHeader = "X-Anti-Forgery";

    // A session is written again when this share of its time is gone, not at every request.
    private const int Renewals = 10;

    /// <summary>Begins a session and gives its secret.</summary>
    public async Task<string> Begin(Account account)
    {
        var secret = Secrets.Random() + Secrets.Random();
        var now = clock.GetUtcNow();
        await Save(secret, new(account.Id, now, now + idle));
        return secret;
    }

    /// <summary>The account of a session that still runs, and when it ends without use; else null.</summary>
    /// <param name="renew">This is a use of the session, which then ends later.</param>
    public async ValueTask<(Account Account, Session Session)?> Find(
        string secret, bool renew = true, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        var bytes = secret.Length > 100 ? null : await store.ReadDocument(Commit.ServerPartition, Key(secret), stop);
        if (bytes is null || JsonSerializer.Deserialize(bytes, AccountJson.Default.Session) is not { } session || session.EndsAt <= now
            || await accounts.Find(session.Account, stop) is not { Disabled: false } account
            || session.StartedAt < account.SessionsFrom)
        {
            return null;
        }

        var latest = session.StartedAt + longest;
        var until = now + idle < latest ? now + idle : latest;
        if (renew && session.EndsAt - now < idle - (idle / Renewals) && until > session.EndsAt)
        {
            session = session with { EndsAt = until };
            await Save(secret, session);
        }

        return (account, session);
    }

    /// <summary>Lets a session go on after all that began before now were ended.</summary>
    public Task Restart(string secret, Account account)
    {
        var now = clock.GetUtcNow();
        return Save(secret, new(account.Id, now, now + idle));
    }

    /// <summary>Ends a session at once.</summary>
    public Task End(string secret) => store.TryCommit(new(Commit.ServerPartition, null, [new(Key(secret), null)], [], [])).AsTask();

    /// <summary>Ends every session of an account that has begun until now.</summary>
    public Task EndAll(Account account) => accounts.Change(account.Id, now => (
        now with { SessionsFrom = clock.GetUtcNow() + TimeSpan.FromTicks(1) }, new AuditDraft(AuditKinds.SessionsEnded, account.Id, account.Id)));

    /// <summary>What a page of this session must send as <see cref="ForgeryHeader"/>: another site cannot know it.</summary>
    public static string AntiForgery(string secret) => Secrets.Digest("anti-forgery\n" + secret);

    private Task Save(string secret, Session session) =>
        store.TryCommit(new(Commit.ServerPartition, null, [new(Key(secret), JsonSerializer.SerializeToUtf8Bytes(session, AccountJson.Default.Session))], [], [])).AsTask();

    private static string Key(string secret) => AccountKeys.Session(Secrets.Digest(secret));
}
