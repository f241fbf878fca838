using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>The people of a site: who they are, invitations, roles, disabling.</summary>
internal static class PeopleEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var site = app.MapApi("/api/v1/sites/{site}/people", "Moderator");
        site.MapGet("", All)
            .WithName("listPeople")
            .RequireRole(Role.Auditor).WithSummary("Everybody with a role on the site");
        site.MapPost("", Invite)
            .WithName("invitePerson").Refuses(Problems.InvalidName, Problems.NameTaken)
            .RequireRole(Role.Administrator)
            .WithSummary("Invite somebody: an account with a link that works once");
        site.MapPut("/{account}/role", SetRole)
            .WithName("setRole").Refuses(Problems.AccountNotFound, Problems.LastAdministrator, Problems.OtherSites)
            .RequireRole(Role.Administrator)
            .WithSummary("Give a role on the site");
        site.MapDelete("/{account}/role", TakeRole)
            .WithName("takeRole").Refuses(Problems.AccountNotFound, Problems.LastAdministrator, Problems.OtherSites)
            .RequireRole(Role.Administrator)
            .WithSummary("Take the role on the site away");
        site.MapPut("/{account}/disabled", SetDisabled)
            .WithName("setDisabled")
            .Refuses(Problems.AccountNotFound, Problems.LastAdministrator, Problems.OtherSites)
            .RequireRole(Role.Administrator)
            .WithSummary("Disable an account at once, or let it in again");
        site.MapPost("/{account}/invitation", InviteAgain)
            .WithName("inviteAgain").Refuses(Problems.AccountNotFound, Problems.OtherSites)
            .RequireRole(Role.Administrator)
            .WithSummary("A new link for somebody who lost password or second factor");
        site.MapGet("/{account}/tokens", Tokens)
            .WithName("listTokensOfPerson").Refuses(Problems.AccountNotFound, Problems.OtherSites)
            .RequireRole(Role.Administrator)
            .WithSummary("Somebody's personal tokens; for who administers all of their sites");
        site.MapDelete("/{account}/tokens/{id}", EndToken)
            .WithName("endTokenOfPerson")
            .Refuses(Problems.AccountNotFound, Problems.OtherSites, Problems.TokenNotFound)
            .RequireRole(Role.Administrator)
            .WithSummary("End somebody's personal token at once");
    }

    private static async Task<Ok<IReadOnlyList<PersonReply>>> All(string site, People people, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<PersonReply>>(
            (await people.On(site, stop)).Select(account => Reply(account, site)).ToList());

    private static async Task<Results<Created<InvitationReply>, Refusal>> Invite(
        HttpContext http, string site, Body<InviteRequest> body, People people, TimeProvider clock,
        IOptions<HttpOptions> options)
    {
        var request = body.Value;
        if (PlainText.Name(request.Name, ThreadLimits.MaxNameLength) is not { } name)
        {
            return new Refusal(Problems.InvalidName);
        }

        return await people.Add(http.Account(), name, site, request.Role) is var (account, password)
            ? Invitation(PublicAddress.Of(http, options.Value), account, request.Role, password, clock)
            : new Refusal(Problems.NameTaken);
    }

    private static async Task<Results<NoContent, Refusal>> SetRole(
        string site, string account, Body<RoleRequest> body, ClaimsPrincipal user, People people) =>
        Done((await people.SetRole(user.Account(), account, site, body.Value.Role)).Refusal);

    private static async Task<Results<NoContent, Refusal>> TakeRole(
        string site, string account, ClaimsPrincipal user, People people) =>
        Done((await people.SetRole(user.Account(), account, site, null)).Refusal);

    private static async Task<Results<NoContent, Refusal>> SetDisabled(
        string site, string account, Body<DisabledRequest> body, ClaimsPrincipal user, People people) =>
        Done((await people.SetDisabled(user.Account(), account, site, body.Value.Disabled)).Refusal);

    private static async Task<Results<Created<InvitationReply>, Refusal>> InviteAgain(
        HttpContext http, string site, string account, People people, TimeProvider clock, IOptions<HttpOptions> options)
    {
        var (refusal, invited, password) = await people.Invite(http.Account(), account, site);
        return Refused(refusal) is { } no
            ? no
            : Invitation(PublicAddress.Of(http, options.Value), invited!, invited!.RoleOn(site), password!, clock);
    }

    private static async Task<Results<Ok<IReadOnlyList<TokenReply>>, Refusal>> Tokens(
        string site, string account, ClaimsPrincipal user, People people, PersonalTokens tokens, CancellationToken stop)
    {
        var (refusal, of) = await people.Reach(user.Account(), account, site, stop);
        return Refused(refusal) is { } no ? no : TypedResults.Ok(await OwnAccountEndpoints.Replies(tokens, of!, stop));
    }

    private static async Task<Results<NoContent, Refusal>> EndToken(
        string site, string account, [Description("The id of a personal token.")] string id, ClaimsPrincipal user,
        People people, PersonalTokens tokens,
        CancellationToken stop)
    {
        var (refusal, of) = await people.Reach(user.Account(), account, site, stop);
        return Refused(refusal) is { } no ? no
            : await tokens.End(of!, id, user.Account().Id, site) ? TypedResults.NoContent()
            : new Refusal(Problems.TokenNotFound);
    }

    private static Created<InvitationReply> Invitation(
        string? address, Account account, Role? role, string password, TimeProvider clock)
    {
        var link = $"{address}/console/#invitation={Uri.EscapeDataString(account.Name)}:{password}";
        var ends = account.OneTimeUntil ?? clock.GetUtcNow() + AccountStore.OneTimeLasts;
        return TypedResults.Created(
            (string?)null,
            new InvitationReply(account.Id, account.PublicName, role, link, password, ends, account.Name));
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

    private static Results<NoContent, Refusal> Done(PeopleRefusal refusal) =>
        Refused(refusal) is { } no ? no : TypedResults.NoContent();

    private static Refusal? Refused(PeopleRefusal refusal) => refusal switch
    {
        PeopleRefusal.None => null,
        PeopleRefusal.AccountNotFound => new(Problems.AccountNotFound),
        PeopleRefusal.NameTaken => new(Problems.NameTaken),
        PeopleRefusal.LastAdministrator => new(Problems.LastAdministrator),
        _ => new(Problems.OtherSites),
    };
}
