using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>
/// Keys of the people who sign in, their sessions and tokens, and of sites' API keys. All lie in the server's
/// partition.
/// </summary>
public static class AccountKeys
{
    public const string Ids = "account/id/";
    public const string Names = "account/name/";
    public const string ApiKeys = "key/";

    private const string Tokens = "account/token/";
    private const string TokensOfAccounts = "tokens/";
    private const string Sessions = "session/";
    private const string Steps = "totp/";
    private const string ApiKeysOfSites = "keys/";
    private const string Used = "used-days/";
    private const string SiteOwner = "site/";

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        Server("account", KeySpace.Document, Ids + "{account}", key => TryParseId(key, out _), Retention.Stays)
            with { IsSealed = true },
        Server("account's name", KeySpace.Document, Names + "{name}", key => TryParseName(key, out _), Retention.Stays),
        Server("personal token", KeySpace.Document, Tokens + "{digest}", key => TryParseToken(key, out _),
            Retention.Ends("It works for 365 days at most.")),
        Server("tokens of an account", KeySpace.Index, TokensOfAccounts + "{account}",
            key => TryParseTokensOf(key, out _), Retention.Stays),
        Server("session", KeySpace.Document, Sessions + "{digest}", key => TryParseSession(key, out _),
            Retention.Ends("It works until it is left idle.")),
        Server("used code", KeySpace.Document, Steps + "{account}/{step}", key => TryParseStep(key, out _, out _),
            Retention.Ends("Later codes remove it.")),
        Server("API key", KeySpace.Document, ApiKeys + "{digest}", key => TryParseApiKey(key, out _), Retention.Stays),
        Server("API keys of a site", KeySpace.Index, ApiKeysOfSites + "{site}", key => TryParseApiKeysOf(key, out _),
            Retention.Stays),
        Server("days of an account's tokens", KeySpace.Index, Used + "{account}",
            key => TryParseUsedDays(key, out var owner) && !owner.Contains('/'), Retention.Stays),
        Server("days of a site's keys", KeySpace.Index, Used + SiteOwner + "{site}",
            key => TryParseUsedDays(key, out var owner) && owner.Contains('/'), Retention.Stays),
    ];

    /// <summary>The document of an account.</summary>
    public static string Id(string account) => Ids + account;

    public static bool TryParseId(string key, [NotNullWhen(true)] out string? account) =>
        KeyText.TryId(key, Ids, out account);

    /// <summary>The document that says whose a sign-in name is; case does not matter.</summary>
    public static string Name(string name) => Names + name.ToLowerInvariant();

    public static bool TryParseName(string key, [NotNullWhen(true)] out string? name) =>
        KeyText.TryRest(key, Names, out name);

    /// <summary>The document of a personal token.</summary>
    public static string Token(string digest) => Tokens + digest;

    public static bool TryParseToken(string key, [NotNullWhen(true)] out string? digest) =>
        KeyText.TryId(key, Tokens, out digest);

    /// <summary>The index of an account's tokens.</summary>
    public static string TokensOf(string account) => TokensOfAccounts + account;

    public static bool TryParseTokensOf(string key, [NotNullWhen(true)] out string? account) =>
        KeyText.TryId(key, TokensOfAccounts, out account);

    /// <summary>The document of a session.</summary>
    public static string Session(string digest) => Sessions + digest;

    public static bool TryParseSession(string key, [NotNullWhen(true)] out string? digest) =>
        KeyText.TryId(key, Sessions, out digest);

    /// <summary>What the marks of an account's used codes begin with.</summary>
    public static string StepsOf(string account) => $"{Steps}{account}/";

    /// <summary>The mark that a code of this step was used; such marks are ordered by step.</summary>
    public static string Step(string account, long step) =>
        StepsOf(account) + step.ToString("D12", CultureInfo.InvariantCulture);

    public static bool TryParseStep(string key, [NotNullWhen(true)] out string? account, out long step)
    {
        (account, step) = (null, 0);
        return KeyText.TrySplitLast(key, out var before, out var last) && KeyText.TryNumber(last, 12, out step)
            && KeyText.TryId(before, Steps, out account);
    }

    /// <summary>The document of an API key.</summary>
    public static string ApiKey(string digest) => ApiKeys + digest;

    public static bool TryParseApiKey(string key, [NotNullWhen(true)] out string? digest) =>
        KeyText.TryId(key, ApiKeys, out digest);

    /// <summary>The index of a site's API keys.</summary>
    public static string ApiKeysOf(string site) => ApiKeysOfSites + site;

    public static bool TryParseApiKeysOf(string key, [NotNullWhen(true)] out string? site) =>
        KeyText.TryId(key, ApiKeysOfSites, out site);

    /// <summary>A site as the owner of what <see cref="UsedDays"/> notes; an account is its id alone.</summary>
    public static string Site(string site) => SiteOwner + site;

    /// <summary>The index of the days on which an owner's tokens or keys were last used.</summary>
    public static string UsedDays(string owner) => Used + owner;

    public static bool TryParseUsedDays(string key, [NotNullWhen(true)] out string? owner)
    {
        if (KeyText.TryRest(key, Used, out owner) && owner.Contains('/') && !KeyText.TryId(owner, SiteOwner, out _))
        {
            owner = null;
        }

        return owner is not null;
    }

    private static KeyKind Server(string name, KeySpace space, string pattern, Func<string, bool> test,
        Retention retention) =>
        new(name, space, KeyPlace.Server, pattern, test, Erasure.NotPersonal, Export.Not("It belongs to the server."),
            Import.Own, retention);
}
