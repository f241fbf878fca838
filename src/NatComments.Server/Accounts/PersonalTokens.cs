using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Http;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>
/// Personal tokens: with them a person's programs do what the person may do. The store knows them by digest only. Every token ends by itself,
/// and with everything that is done against a thief: <see cref="Account.TokensFrom"/>.
/// </summary>
public sealed partial class PersonalTokens(
    IStore store, AuditLog audit, AccountStore accounts, UsedDays days, TimeProvider clock,
    ILogger<PersonalTokens>? log = null)
{
    private readonly ILogger _log = log ?? NullLogger<PersonalTokens>.Instance;

    /// <summary>100 characters: what it is for, in a line.</summary>
    public const int MaxLabelLength = 100;

    /// <summary>90 days unless asked for otherwise: a token that nobody renews is one that nobody misses.</summary>
    public const int DefaultDays = 90;

    /// <summary>365 days: a copied token is worth something for a year at most.</summary>
    public const int MaxDays = 365;

    /// <summary>What a token begins with, so that leaked ones are found by scanners.</summary>
    public const string Prefix = "ncm_";

    /// <summary>A new secret.</summary>
    public static string NewSecret() => Prefix + Secrets.Random() + Secrets.Random();

    /// <summary>
    /// Makes a token work; null when the account has too many already, or changed meanwhile in a way that ends tokens. The secret itself is not kept.
    /// </summary>
    /// <param name="account">As it was when its owner was asked for.</param>
    /// <param name="lasts">1 to <see cref="MaxDays"/> days; null: <see cref="DefaultDays"/>.</param>
    public async Task<PersonalToken?> Add(Account account, string secret, string label, int? lasts, string by)
    {
        var added = await audit.Change(Commit.ServerPartition, () => Added(account, secret, label, lasts, by));
        if (added is not null)
        {
            LogChanged(_log, added.Id, account.Id, AuditKinds.TokenAdded, by);
        }

        return added;
    }

    private async Task<(PersonalToken? Token, AuditedChange? Change)> Added(
        Account account, string secret, string label, int? lasts, string by)
    {
        if (await accounts.Find(account.Id) is not { Disabled: false } now || now.TokensFrom != account.TokensFrom)
        {
            return (null, null);
        }

        var all = await Of(account);
        var working = all.Where(token => Works(token, account)).ToList();
        if (working.Count >= RequestLimits.PersonalTokens)
        {
            return (null, null);
        }

        var at = clock.GetUtcNow();
        var token = new PersonalToken(Secrets.Random(), label, at, at.AddDays(lasts ?? DefaultDays), Secrets.Digest(secret));
        var draft = new AuditDraft(AuditKinds.TokenAdded, by, account.Id) { After = new JsonObject { ["token"] = token.Id, ["label"] = label, ["endsAt"] = token.EndsAt } };

        // Tokens that have ended make room.
        var (documents, entries) = Removed(account, all.Except(working));
        return (token, new AuditedChange(draft, [.. documents, new(Key(token.Digest), Owner(account.Id, token))]) { Entries = [.. entries, Entry(account.Id, token)] });
    }

    /// <summary>The tokens of an account that work.</summary>
    public async Task<IReadOnlyList<PersonalToken>> Working(Account account, CancellationToken stop = default) =>
        [.. (await Of(account, stop)).Where(token => Works(token, account))];

    /// <summary>On which days they were last used, by their ids.</summary>
    public Task<IReadOnlyDictionary<string, DateOnly>> Used(Account account, CancellationToken stop) => days.Of(account.Id, stop);

    /// <summary>Ends a token at once. False when the account has no such token.</summary>
    /// <param name="site">The site whose administrator ends it; null when its owner does.</param>
    public async Task<bool> End(Account account, string id, string by, string? site = null)
    {
        var ended = await audit.Change(Commit.ServerPartition, () => Ended(account, id, by, site));
        if (ended)
        {
            LogChanged(_log, id, account.Id, AuditKinds.TokenEnded, by);
        }

        return ended;
    }

    private async Task<(bool Done, AuditedChange? Change)> Ended(Account account, string id, string by, string? site)
    {
        if ((await Of(account)).FirstOrDefault(token => token.Id == id) is not { } token)
        {
            return (false, null);
        }

        var draft = new AuditDraft(AuditKinds.TokenEnded, by, account.Id) { Site = site, Before = new JsonObject { ["token"] = id, ["label"] = token.Label } };
        var (documents, entries) = Removed(account, [token]);
        return (true, new AuditedChange(draft, documents) { Entries = entries });
    }

    [LoggerMessage(1431, LogLevel.Information, "Token {Token} of account {Account}: {What} by {By}")]
    private static partial void LogChanged(ILogger log, string token, string account, string what, string by);

    /// <summary>The account of a token; null when there is none, it has ended, or the account is disabled.</summary>
    public async ValueTask<Account?> Find(string secret, CancellationToken stop = default)
    {
        if (secret.Length > 200
            || await store.ReadDocument(Commit.ServerPartition, Key(Secrets.Digest(secret)), stop) is not { } bytes)
        {
            return null;
        }

        var owner = JsonSerializer.Deserialize(bytes, AccountJson.Default.TokenOwner)!;
        if (owner.Token is null)
        {
            owner = await Adopt(owner, Secrets.Digest(secret));
        }

        if (owner is not { Token: { } id } || owner.EndsAt <= clock.GetUtcNow()
            || await accounts.Find(owner.Account, stop) is not { Disabled: false } account
            || owner.CreatedAt < account.TokensFrom)
        {
            return null;
        }

        await days.Note(account.Id, id);
        return account;
    }

    // A token of a version in which tokens could be for ever: from its first use on it has an end like any other, and its beginning stands with it.
    private Task<TokenOwner?> Adopt(TokenOwner owner, string digest) => audit.Change<TokenOwner?>(Commit.ServerPartition, async () =>
    {
        if (await accounts.Find(owner.Account) is not { } account || (await Of(account)).FirstOrDefault(token => token.Digest == digest) is not { } token)
        {
            return (null, null);
        }

        var now = clock.GetUtcNow();
        var latest = now.AddDays(MaxDays);
        var adopted = token with { EndsAt = token.EndsAt is { } end ? (end < latest ? end : latest) : now.AddDays(DefaultDays) };
        var draft = new AuditDraft(AuditKinds.TokenLimited, account.Id, account.Id) { After = new JsonObject { ["token"] = token.Id, ["label"] = token.Label, ["endsAt"] = adopted.EndsAt } };
        return (
            new TokenOwner(account.Id, adopted.EndsAt) { Token = token.Id, CreatedAt = token.CreatedAt },
            new AuditedChange(draft, new DocumentChange(Key(digest), Owner(account.Id, adopted))) { Entries = [Entry(account.Id, adopted)] });
    });

    private bool Works(PersonalToken token, Account account) => !(token.EndsAt <= clock.GetUtcNow()) && !(token.CreatedAt < account.TokensFrom);

    private async Task<IReadOnlyList<PersonalToken>> Of(Account account, CancellationToken stop = default) =>
        [.. (await store.ReadEntries(Commit.ServerPartition, IndexOf(account.Id), new(StoreLimits.MaxRead), stop))
            .Select(entry => JsonSerializer.Deserialize(entry.Value, AccountJson.Default.PersonalToken)!)];

    private static (DocumentChange[] Documents, EntryChange[] Entries) Removed(Account account, IEnumerable<PersonalToken> tokens)
    {
        var gone = tokens.ToList();
        return (
            [.. gone.Select(token => new DocumentChange(Key(token.Digest), null))],
            [.. gone.SelectMany(token => (EntryChange[])[new(IndexOf(account.Id), token.Id, null), UsedDays.Forget(account.Id, token.Id)])]);
    }

    private static byte[] Owner(string account, PersonalToken token) => JsonSerializer.SerializeToUtf8Bytes(
        new TokenOwner(account, token.EndsAt) { Token = token.Id, CreatedAt = token.CreatedAt }, AccountJson.Default.TokenOwner);

    private static EntryChange Entry(string account, PersonalToken token) =>
        new(IndexOf(account), token.Id, JsonSerializer.SerializeToUtf8Bytes(token, AccountJson.Default.PersonalToken));

    private static string Key(string digest) => AccountKeys.Token(digest);

    private static string IndexOf(string account) => AccountKeys.TokensOf(account);
}
