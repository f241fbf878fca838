using System.Text.Json;
using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Storage;

namespace NatComments.Server.Identity;

/// <summary>Personal tokens: with them a person's programs do what the person may do. The store knows them by digest only.</summary>
public sealed class PersonalTokens(IStore store, AuditLog audit, Accounts accounts, TimeProvider clock)
{
    /// <summary>50 tokens for one person: more programs than anybody runs.</summary>
    public const int MaxTokens = 50;

    /// <summary>100 characters: what it is for, in a line.</summary>
    public const int MaxLabelLength = 100;

    /// <summary>What a token begins with, so that leaked ones are found by scanners.</summary>
    public const string Prefix = "ncm_";

    /// <summary>A new secret.</summary>
    public static string NewSecret() => Prefix + Secrets.Random() + Secrets.Random();

    /// <summary>Makes a token work; null when the account has too many already. The secret itself is not kept.</summary>
    public Task<PersonalToken?> Add(Account account, string secret, string label, DateTimeOffset? endsAt, string by) => audit.Change<PersonalToken?>(Commit.ServerPartition, async () =>
    {
        if ((await Of(account)).Count >= MaxTokens)
        {
            return (null, null);
        }

        var token = new PersonalToken(Secrets.Random(), label, clock.GetUtcNow(), endsAt, Secrets.Digest(secret));
        var owner = JsonSerializer.SerializeToUtf8Bytes(new TokenOwner(account.Id, endsAt), AccountJson.Default.TokenOwner);
        var change = new AuditedChange(
            new AuditDraft(AuditKinds.TokenAdded, by, account.Id) { After = new JsonObject { ["token"] = token.Id, ["label"] = label } },
            new DocumentChange(Key(token.Digest), owner))
        {
            Entries = [new(IndexOf(account), token.Id, JsonSerializer.SerializeToUtf8Bytes(token, AccountJson.Default.PersonalToken))],
        };
        return (token, change);
    });

    /// <summary>The tokens of an account.</summary>
    public async Task<IReadOnlyList<PersonalToken>> Of(Account account) =>
        [.. (await store.ReadEntries(Commit.ServerPartition, IndexOf(account), new(MaxTokens))).Select(entry => JsonSerializer.Deserialize(entry.Value, AccountJson.Default.PersonalToken)!)];

    /// <summary>Ends a token at once. False when the account has no such token.</summary>
    public Task<bool> End(Account account, string id, string by) => audit.Change<bool>(Commit.ServerPartition, async () =>
    {
        if ((await Of(account)).FirstOrDefault(token => token.Id == id) is not { } token)
        {
            return (false, null);
        }

        var change = new AuditedChange(
            new AuditDraft(AuditKinds.TokenEnded, by, account.Id) { Before = new JsonObject { ["token"] = id, ["label"] = token.Label } },
            new DocumentChange(Key(token.Digest), null))
        {
            Entries = [new(IndexOf(account), id, null)],
        };
        return (true, change);
    });

    /// <summary>The account of a token; null when there is none, it has ended, or the account is disabled.</summary>
    public async ValueTask<Account?> Find(string secret)
    {
        var bytes = secret.Length > 200 ? null : await store.ReadDocument(Commit.ServerPartition, Key(Secrets.Digest(secret)));
        var owner = bytes is null ? null : JsonSerializer.Deserialize(bytes, AccountJson.Default.TokenOwner);
        return owner is not null && !(owner.EndsAt <= clock.GetUtcNow()) && await accounts.Find(owner.Account) is { Disabled: false } account ? account : null;
    }

    private static string Key(string digest) => "account/token/" + digest;

    private static string IndexOf(Account account) => "tokens/" + account.Id;
}
