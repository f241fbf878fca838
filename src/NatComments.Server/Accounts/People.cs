using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Server.Accounts;

/// <summary>Why a change of somebody's account is refused.</summary>
public enum PeopleRefusal
{
    None,
    AccountNotFound,
    NameTaken,
    LastAdministrator,
    OtherSites,
}

/// <summary>
/// What administrators do with the people of a site: invite, give and take roles, disable. They reach accounts with a role on the site and nobody
/// else's; those of the whole server reach all. Whoever administers one site cannot touch how somebody signs in who also works on another.
/// </summary>
public sealed class People(AccountStore accounts)
{
    /// <summary>50 other deciders travel with each decision: an appeal that fifty colleagues have decided before has nobody left anyway.</summary>
    public const int MaxDeciders = 50;

    // 4 digits: whoever knows a public name does not know with what its owner signs in. A taken one is drawn again, so that an invitation tells
    // nothing of who works elsewhere.
    private const int SignInDigits = 10_000;
    private const int MaxDraws = 20;

    /// <summary>Everybody with a role on a site, by name.</summary>
    public async Task<IReadOnlyList<Account>> On(string site, CancellationToken stop = default) =>
        [.. (await accounts.All(stop)).Where(account => account.RoleOn(site) is not null).OrderBy(account => account.PublicName, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Who besides this account may decide on a site: moderators and those above them who are not disabled, the highest roles first, at most
    /// <see cref="MaxDeciders"/>.
    /// </summary>
    public async Task<IReadOnlyList<Decider>> OtherDeciders(Account than, string site, CancellationToken stop = default) =>
        [.. (await accounts.All(stop))
            .Where(account => account is { Disabled: false } && account.Id != than.Id && account.RoleOn(site) >= Role.Moderator)
            .Select(account => new Decider(account.Id, account.RoleOn(site)!.Value))
            .OrderByDescending(decider => decider.Role).Take(MaxDeciders)];

    /// <summary>Adds an account with a role on a site; what the person signs in with is made from the public name. Null when a colleague there has a name like it.</summary>
    public async Task<(Account Account, string OneTimePassword)?> Add(Account by, string publicName, string site, Role role)
    {
        if (!await IsFree(publicName, site, null))
        {
            return null;
        }

        for (var draws = 0; draws < MaxDraws; draws++)
        {
            if (await accounts.Add(SignInName(publicName), site, role, by.Id, publicName) is { } added)
            {
                return added;
            }
        }

        return null;
    }

    /// <summary>Changes under which name others meet somebody. False when a colleague on one of their sites has a name like it.</summary>
    public async Task<bool> Rename(Account account, string publicName)
    {
        foreach (var site in account.Roles.Keys)
        {
            if (!await IsFree(publicName, site, account.Id))
            {
                return false;
            }
        }

        await accounts.Change(account.Id, now => now.PublicName == publicName ? null : (
            now with { ChosenName = publicName },
            new AuditDraft(AuditKinds.PublicNameChanged, account.Id, account.Id) { Before = JsonValue.Create(now.PublicName), After = JsonValue.Create(publicName) }));
        return true;
    }

    /// <summary>Gives somebody a role on a site; null takes it away.</summary>
    public async Task<(PeopleRefusal Refusal, Account? Account)> SetRole(Account by, string id, string site, Role? role)
    {
        var reached = false;
        var after = await accounts.Change(id, now =>
        {
            reached = now.RoleOn(site) is not null || IsOfServer(by);
            Role? before = now.Roles.TryGetValue(site, out var had) ? had : null;
            var roles = new Dictionary<string, Role>(now.Roles);
            roles.Remove(site);
            if (role is { } given)
            {
                roles[site] = given;
            }

            return before == role || !reached
                ? null
                : (now with { Roles = roles }, new AuditDraft(AuditKinds.RoleChanged, by.Id, id) { Site = site, Before = Word(before), After = Word(role) });
        });
        return after is null || !reached ? (PeopleRefusal.AccountNotFound, null)
            : (after.Roles.TryGetValue(site, out var has) ? has : (Role?)null) == role ? (PeopleRefusal.None, after)
            : (PeopleRefusal.LastAdministrator, null);
    }

    /// <summary>Disables an account at once, everywhere, with its sessions and tokens; or lets it in again.</summary>
    public async Task<(PeopleRefusal Refusal, Account? Account)> SetDisabled(Account by, string id, string site, bool disabled)
    {
        if (await Reach(by, id, site) is var (refusal, _) && refusal != PeopleRefusal.None)
        {
            return (refusal, null);
        }

        var after = await accounts.SetDisabled(id, disabled, by.Id, site);
        return after?.Disabled == disabled ? (PeopleRefusal.None, after) : (PeopleRefusal.LastAdministrator, null);
    }

    /// <summary>A fresh one-time password for somebody who lost theirs; the old password, second factor, sessions and tokens end.</summary>
    public async Task<(PeopleRefusal Refusal, Account? Account, string? OneTimePassword)> Invite(Account by, string id, string site)
    {
        if (await Reach(by, id, site) is var (refusal, _) && refusal != PeopleRefusal.None)
        {
            return (refusal, null, null);
        }

        var (after, password) = await accounts.Reset(id, new(AuditKinds.InvitationMade, by.Id, id) { Site = site });
        return (PeopleRefusal.None, after, password);
    }

    /// <summary>An account with a role on this site, for somebody who administers all of its sites; else why not.</summary>
    public async Task<(PeopleRefusal Refusal, Account? Account)> Reach(
        Account by, string id, string site, CancellationToken stop = default) =>
        await accounts.Find(id, stop) is not { } account || account.RoleOn(site) is null
            ? (PeopleRefusal.AccountNotFound, null)
        : !by.Administers(account) ? (PeopleRefusal.OtherSites, null)
        : (PeopleRefusal.None, account);

    /// <summary>A public name for somebody who has not chosen one yet.</summary>
    public static string MadeName(Role role) => $"{role} {Digits()}";

    private static bool IsOfServer(Account account) => account.Roles.GetValueOrDefault(Account.EverySite) == Role.Administrator;

    // Colleagues must not be mistaken for each other either. Who works on every site is everybody's colleague.
    private async Task<bool> IsFree(string publicName, string site, string? but)
    {
        var colleagues = (await accounts.All()).Where(account => account.Id != but && (site == Account.EverySite || account.RoleOn(site) is not null));
        var spellings = NameSkeleton.Spellings(publicName).ToHashSet();
        return !colleagues.Any(account => string.Equals(account.PublicName, publicName, StringComparison.OrdinalIgnoreCase) || NameSkeleton.Spellings(account.PublicName).Any(spellings.Contains));
    }

    private static string SignInName(string publicName)
    {
        var digits = Digits();
        var name = publicName.Replace(' ', '.');
        var length = Math.Min(name.Length, ThreadLimits.MaxNameLength - digits.Length - 1);
        return $"{name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)]}-{digits}";
    }

    private static string Digits() => RandomNumberGenerator.GetInt32(SignInDigits).ToString("D4", CultureInfo.InvariantCulture);

    private static JsonNode? Word(Role? role) => role is { } r ? JsonValue.Create(AccountStore.Word(r)) : null;
}
