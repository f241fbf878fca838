using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>The people of a site: who they are, invitations, roles, disabling.</summary>
internal sealed class PeopleEndpoints(People people, PersonalTokens tokens, TimeProvider clock, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}/people").WithTags("Moderator");
        site.MapGet("", All).Produces<IReadOnlyList<PersonReply>>().RequireRole(Role.Auditor).WithSummary("Everybody with a role on the site");
        site.MapPost("", Invite).Accepts<InviteRequest>("application/json").Produces<InvitationReply>(201).RequireRole(Role.Administrator).WithSummary("Invite somebody: an account with a link that works once");
        site.MapPut("/{account}/role", SetRole).Accepts<RoleRequest>("application/json").Produces(204).RequireRole(Role.Administrator).WithSummary("Give a role on the site");
        site.MapDelete("/{account}/role", TakeRole).Produces(204).RequireRole(Role.Administrator).WithSummary("Take the role on the site away");
        site.MapPut("/{account}/disabled", SetDisabled).Accepts<DisabledRequest>("application/json").Produces(204).RequireRole(Role.Administrator).WithSummary("Disable an account at once, or let it in again");
        site.MapPost("/{account}/invitation", InviteAgain).Produces<InvitationReply>(201).RequireRole(Role.Administrator).WithSummary("A new link for somebody who lost password or second factor");
        site.MapGet("/{account}/tokens", Tokens).Produces<IReadOnlyList<TokenReply>>().RequireRole(Role.Administrator).WithSummary("Somebody's personal tokens; for who administers all of their sites");
        site.MapDelete("/{account}/tokens/{id}", EndToken).Produces(204).RequireRole(Role.Administrator).WithSummary("End somebody's personal token at once");
    }

    private async Task All(HttpContext http, string site) =>
        await Wire.Json(http, [.. (await people.On(site, http.RequestAborted)).Select(account => Reply(account, site))], AccountsJson.Default.IReadOnlyListPersonReply);

    private async Task Invite(HttpContext http, string site)
    {
        var request = await Wire.Body(http, AccountsJson.Default.InviteRequest, options.MaxBodyBytes);
        var name = PlainText.Name(request.Name, ThreadLimits.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);
        if (await people.Add(http.Account(), name, site, request.Role) is not var (account, password))
        {
            throw new BadRequestException(Problems.NameTaken);
        }

        await Wire.Json(http, Invitation(http, account, request.Role, password), AccountsJson.Default.InvitationReply, 201);
    }

    private async Task SetRole(HttpContext http, string site, string account)
    {
        var request = await Wire.Body(http, AccountsJson.Default.RoleRequest, options.MaxBodyBytes);
        Done(http, (await people.SetRole(http.Account(), account, site, request.Role)).Refusal);
    }

    private async Task TakeRole(HttpContext http, string site, string account) =>
        Done(http, (await people.SetRole(http.Account(), account, site, null)).Refusal);

    private async Task SetDisabled(HttpContext http, string site, string account)
    {
        var request = await Wire.Body(http, AccountsJson.Default.DisabledRequest, options.MaxBodyBytes);
        Done(http, (await people.SetDisabled(http.Account(), account, site, request.Disabled)).Refusal);
    }

    private async Task InviteAgain(HttpContext http, string site, string account)
    {
        var (refusal, invited, password) = await people.Invite(http.Account(), account, site);
        Done(http, refusal);
        await Wire.Json(http, Invitation(http, invited!, invited!.RoleOn(site), password!), AccountsJson.Default.InvitationReply, 201);
    }

    private async Task Tokens(HttpContext http, string site, string account)
    {
        var (refusal, of) = await people.Reach(http.Account(), account, site);
        Done(http, refusal);
        await Wire.Json(http, await OwnAccountEndpoints.Replies(tokens, of!, http.RequestAborted), AccountsJson.Default.IReadOnlyListTokenReply);
    }

    private async Task EndToken(HttpContext http, string site, string account, string id)
    {
        var (refusal, of) = await people.Reach(http.Account(), account, site);
        Done(http, refusal);
        if (!await tokens.End(of!, id, http.Account().Id, site))
        {
            throw new BadRequestException(Problems.TokenNotFound);
        }
    }

    private InvitationReply Invitation(HttpContext http, Account account, Role? role, string password)
    {
        var link = $"{PublicAddress.Of(http, options)}/console/#invitation={Uri.EscapeDataString(account.Name)}:{password}";
        return new(account.Id, account.PublicName, role, link, password, account.OneTimeUntil ?? clock.GetUtcNow() + AccountStore.OneTimeLasts, account.Name);
    }

    private static PersonReply Reply(Account account, string site) => new(
        account.Id,
        account.PublicName,
        account.RoleOn(site)!.Value,
        account.Roles.ContainsKey(Account.EverySite),
        account.Disabled,
        account.TotpSecret is not null,
        account.PasswordHash is not null,
        account.CreatedAt);

    private static void Done(HttpContext http, PeopleRefusal refusal) => http.Response.StatusCode = refusal switch
    {
        PeopleRefusal.None => StatusCodes.Status204NoContent,
        PeopleRefusal.AccountNotFound => throw new BadRequestException(Problems.AccountNotFound),
        PeopleRefusal.NameTaken => throw new BadRequestException(Problems.NameTaken),
        PeopleRefusal.LastAdministrator => throw new BadRequestException(Problems.LastAdministrator),
        _ => throw new BadRequestException(Problems.OtherSites),
    };
}
