using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Moderation;

namespace NatComments.Server.Identity;

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
/// What administrators do with the people of a site: invite, give and take roles, disable. Whoever administers one site cannot touch how
/// somebody signs in who also works on another. The last administrator cannot be lost.
/// </summary>
public sealed class People(Accounts accounts)
{
    /// <summary>50 other deciders travel with each decision: an appeal that fifty colleagues have decided before has nobody left anyway.</summary>
    public const int MaxDeciders = 50;

    /// <summary>Everybody with a role on a site, by name.</summary>
    public async Task<IReadOnlyList<Account>> On(string site, CancellationToken stop = default) =>
        [.. (await accounts.All(stop)).Where(account => account.RoleOn(site) is not null).OrderBy(account => account.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Who besides this account may decide on a site: moderators and those above them who are not disabled, the highest roles first, at most
    /// <see cref="MaxDeciders"/>.
    /// </summary>
    public async Task<IReadOnlyList<Decider>> OtherDeciders(Account than, string site, CancellationToken stop = default) =>
        [.. (await accounts.All(stop))
            .Where(account => account is { Disabled: false } && account.Id != than.Id && account.RoleOn(site) >= Role.Moderator)
            .Select(account => new Decider(account.Id, account.RoleOn(site)!.Value))
            .OrderByDescending(decider => decider.Role).Take(MaxDeciders)];

    /// <summary>Gives somebody a role on a site; null takes it away.</summary>
    public async Task<(PeopleRefusal Refusal, Account? Account)> SetRole(Account by, string id, string site, Role? role)
    {
        if (role != Role.Administrator && await IsLastAdministrator(id, site))
        {
            return (PeopleRefusal.LastAdministrator, null);
        }

        var after = await accounts.Change(id, now =>
        {
            Role? before = now.Roles.TryGetValue(site, out var had) ? had : null;
            var roles = new Dictionary<string, Role>(now.Roles);
            roles.Remove(site);
            if (role is { } given)
            {
                roles[site] = given;
            }

            return before == role
                ? null
                : (now with { Roles = roles }, new AuditDraft(AuditKinds.RoleChanged, by.Id, id) { Site = site, Before = Word(before), After = Word(role) });
        });
        return after is null ? (PeopleRefusal.AccountNotFound, null) : (PeopleRefusal.None, after);
    }

    /// <summary>Disables an account at once, everywhere, with its sessions and tokens; or lets it in again.</summary>
    public async Task<(PeopleRefusal Refusal, Account? Account)> SetDisabled(Account by, string id, string site, bool disabled)
    {
        if (await Reach(by, id, site) is var (refusal, _) && refusal != PeopleRefusal.None)
        {
            return (refusal, null);
        }

        if (disabled && await IsLastAdministrator(id, site))
        {
            return (PeopleRefusal.LastAdministrator, null);
        }

        return (PeopleRefusal.None, await accounts.SetDisabled(id, disabled, by.Id, site));
    }

    /// <summary>A fresh one-time password for somebody who lost theirs; the old password, second factor and sessions end.</summary>
    public async Task<(PeopleRefusal Refusal, Account? Account, string? OneTimePassword)> Invite(Account by, string id, string site)
    {
        if (await Reach(by, id, site) is var (refusal, _) && refusal != PeopleRefusal.None)
        {
            return (refusal, null, null);
        }

        var (after, password) = await accounts.Reset(id, new(AuditKinds.InvitationMade, by.Id, id) { Site = site });
        return (PeopleRefusal.None, after, password);
    }

    private async Task<(PeopleRefusal, Account?)> Reach(Account by, string id, string site) =>
        await accounts.Find(id) is not { } account || account.RoleOn(site) is null ? (PeopleRefusal.AccountNotFound, null)
        : !by.Administers(account) ? (PeopleRefusal.OtherSites, null)
        : (PeopleRefusal.None, account);

    private async Task<bool> IsLastAdministrator(string id, string site) =>
        !(await accounts.All()).Any(account => account.Id != id && !account.Disabled && account.RoleOn(site) == Role.Administrator);

    private static JsonNode? Word(Role? role) => role is { } r ? JsonValue.Create(Accounts.Word(r)) : null;
}
