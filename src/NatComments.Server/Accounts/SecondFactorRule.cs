using Microsoft.Extensions.Options;
using NatComments.Core.Sites;
using NatComments.Server.Sites;

namespace NatComments.Server.Accounts;

/// <summary>
/// Who must have a second factor: the server's setting holds everywhere, a site's setting for work on that site.
/// </summary>
public sealed class SecondFactorRule(SiteDirectory sites, IOptions<AccountOptions> options)
{
    /// <summary>Whether the account lacks a second factor that it needs to work on a site.</summary>
    public async ValueTask<bool> Lacks(Account account, string site, CancellationToken stop = default) =>
        account.TotpSecret is null && account.RoleOn(site) is { } role
        && (Holds(options.Value.RequireSecondFactor, role)
            || (await sites.Find(site, stop) is { } found && Holds(found.Settings.RequireSecondFactor, role)));

    /// <summary>
    /// Whether the account lacks a second factor that it needs on the server or on any site on which it works.
    /// </summary>
    public async ValueTask<bool> Lacks(Account account, CancellationToken stop = default)
    {
        if (account.TotpSecret is not null || account.Roles.Count == 0)
        {
            return false;
        }

        if (Holds(options.Value.RequireSecondFactor, account.Roles.Values.Max()))
        {
            return true;
        }

        var on = account.Roles.ContainsKey(Account.EverySite)
            ? (await sites.All(stop)).Select(site => site.Id)
            : account.Roles.Keys;
        foreach (var site in on)
        {
            if (await Lacks(account, site, stop))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(SecondFactorNeed need, Role role) =>
        need == SecondFactorNeed.Everybody || (need == SecondFactorNeed.Administrators && role == Role.Administrator);
}
