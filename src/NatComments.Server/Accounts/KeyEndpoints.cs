using NatComments.Core.Audit;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>The API keys of a site: made, looked through, given a new secret and ended by its administrators.</summary>
internal sealed class KeyEndpoints(ApiKeys keys, ModeratorNames names, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}/keys").WithTags("Moderator");
        site.MapGet("", All).Produces<IReadOnlyList<KeyReply>>().RequireRole(Role.Administrator).WithSummary("The site's API keys, without their secrets");
        site.MapPost("", Add).Accepts<KeyRequest>("application/json").Produces<NewKeyReply>(201).RequireRole(Role.Administrator).WithSummary("A new API key; its secret is shown only now");
        site.MapPost("/{key}/rotation", Rotate).Accepts<RotateRequest>("application/json").Produces<NewKeyReply>().RequireRole(Role.Administrator).WithSummary("A new secret for a key; the one before works for some hours more");
        site.MapDelete("/{key}", End).Produces(204).RequireRole(Role.Administrator).WithSummary("End an API key at once");
    }

    private async Task All(HttpContext http, string site)
    {
        var used = await keys.Used(site, http.RequestAborted);
        var replies = new List<KeyReply>();
        foreach (var key in await keys.Of(site, http.RequestAborted))
        {
            var by = key.CreatedBy == AuditMakers.CommandLine ? null : await names.Of(key.CreatedBy);
            replies.Add(new(key.Id, key.Name, key.CreatedAt, by, used.TryGetValue(key.Id, out var day) ? day : null, key.FormerUntil));
        }

        await Wire.Json(http, replies, AccountsJson.Default.IReadOnlyListKeyReply);
    }

    private async Task Add(HttpContext http, string site)
    {
        var request = await Wire.Body(http, AccountsJson.Default.KeyRequest, options.MaxBodyBytes);
        var name = PlainText.Name(request.Name, ApiKeys.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);
        var (key, secret) = await keys.Add(site, name, http.Account().Id) ?? throw new BadRequestException(Problems.TooManyKeys);
        await Wire.Json(http, new NewKeyReply(key.Id, key.Name, secret, null), AccountsJson.Default.NewKeyReply, 201);
    }

    private async Task Rotate(HttpContext http, string site, string key)
    {
        var request = await Wire.Body(http, AccountsJson.Default.RotateRequest, options.MaxBodyBytes);
        var hours = request.GraceHours ?? ApiKeys.DefaultGraceHours;
        if (hours is < 0 or > ApiKeys.MaxGraceHours)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"graceHours is 0 to {ApiKeys.MaxGraceHours}.");
        }

        var (rotated, secret) = await keys.Rotate(site, key, hours, http.Account().Id) ?? throw new BadRequestException(Problems.KeyNotFound);
        await Wire.Json(http, new NewKeyReply(rotated.Id, rotated.Name, secret, rotated.FormerUntil), AccountsJson.Default.NewKeyReply);
    }

    private async Task End(HttpContext http, string site, string key)
    {
        if (!await keys.End(site, key, http.Account().Id))
        {
            throw new BadRequestException(Problems.KeyNotFound);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
