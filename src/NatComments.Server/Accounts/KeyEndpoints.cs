using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Audit;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>The API keys of a site: made, looked through, given a new secret and ended by its administrators.</summary>
internal static class KeyEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var site = app.MapApi("/api/v1/sites/{site}/keys", "Moderator").RequireRole(Role.Administrator);
        site.MapGet("", All)
            .WithName("listKeys")
            .WithSummary("The site's API keys, without their secrets");
        site.MapPost("", Add)
            .WithName("createKey").Refuses(Problems.InvalidName, Problems.TooManyKeys)
            .WithSummary("A new API key; its secret is shown only now");
        site.MapPost("/{key}/rotation", Rotate)
            .WithName("rotateKey").Refuses(Problems.KeyNotFound)
            .WithSummary("A new secret for a key; the one before works for some hours more");
        site.MapDelete("/{key}", End)
            .WithName("endKey").Refuses(Problems.KeyNotFound)
            .WithSummary("End an API key at once");
    }

    private static async Task<Ok<IReadOnlyList<KeyReply>>> All(
        string site, ApiKeys keys, ModeratorNames names, CancellationToken stop)
    {
        var used = await keys.Used(site, stop);
        var replies = new List<KeyReply>();
        foreach (var key in await keys.Of(site, stop))
        {
            var by = key.CreatedBy == AuditMakers.CommandLine ? null : await names.Of(key.CreatedBy, stop);
            DateOnly? last = used.TryGetValue(key.Id, out var day) ? day : null;
            replies.Add(new(key.Id, key.Name, key.CreatedAt, by, last, key.FormerUntil));
        }

        return TypedResults.Ok<IReadOnlyList<KeyReply>>(replies);
    }

    private static async Task<Results<Created<NewKeyReply>, Refusal>> Add(
        string site, Body<KeyRequest> body, ClaimsPrincipal user, ApiKeys keys)
    {
        if (PlainText.Name(body.Value.Name, ApiKeys.MaxNameLength) is not { } name)
        {
            return new Refusal(Problems.InvalidName);
        }

        return await keys.Add(site, name, user.Account().Id) is var (key, secret)
            ? TypedResults.Created((string?)null, new NewKeyReply(key.Id, key.Name, secret, null))
            : new Refusal(Problems.TooManyKeys);
    }

    private static async Task<Results<Ok<NewKeyReply>, Refusal>> Rotate(
        string site, string key, Body<RotateRequest> body, ClaimsPrincipal user, ApiKeys keys)
    {
        var hours = body.Value.GraceHours ?? ApiKeys.DefaultGraceHours;
        if (hours is < 0 or > ApiKeys.MaxGraceHours)
        {
            return new Refusal(Problems.InvalidRequest, $"graceHours is 0 to {ApiKeys.MaxGraceHours}.");
        }

        return await keys.Rotate(site, key, hours, user.Account().Id) is var (rotated, secret)
            ? TypedResults.Ok(new NewKeyReply(rotated.Id, rotated.Name, secret, rotated.FormerUntil))
            : new Refusal(Problems.KeyNotFound);
    }

    private static async Task<Results<NoContent, Refusal>> End(
        string site, string key, ClaimsPrincipal user, ApiKeys keys) =>
        await keys.End(site, key, user.Account().Id) ? TypedResults.NoContent() : new Refusal(Problems.KeyNotFound);
}
