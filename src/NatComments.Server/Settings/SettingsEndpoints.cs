using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Moderation;
using NatComments.Core.Sites;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Settings;

/// <summary>
/// What is set for a site: thresholds, reasons, guidelines. Every change is in the audit chain with before and after.
/// </summary>
internal static class SettingsEndpoints
{
    /// <summary>Adds what settings need.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services) =>
        services.AddJson(SettingsWireJson.Default).AddSingleton<SettingsKeeper>().AddSingleton<RuleLab>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapSettings(this IEndpointRouteBuilder app)
    {
        var site = app.MapApi("/api/v1/sites/{site}", "Moderator");
        site.MapGet("/settings", Read)
            .WithName("readSettings")
            .RequireRole(Role.Auditor).WithSummary("Thresholds, reasons, guidelines");
        site.MapPut("/settings", Save)
            .WithName("saveSettings").Refuses(Problems.InvalidSettings)
            .Accepts<SiteSettings>("application/json").RequireRole(Role.Administrator)
            .WithSummary("Replace the settings");
        site.MapPost("/settings/preview", Preview)
            .WithName("previewSettings").Refuses(Problems.InvalidSettings, Problems.TooManyItems)
            .WithMetadata(new BulkBody()).RequireRole(Role.Editor)
            .WithSummary("What other thresholds or words would have done to the last comments");
        WordListEndpoints.Map(site);
        ReaderSettingsEndpoints.Map(site);
    }

    private static async Task<Ok<SettingsReply>> Read(string site, SettingsKeeper settings, CancellationToken stop) =>
        Answer(await settings.Read(site, stop));

    private static async Task<Results<Ok<SettingsReply>, Refusal>> Save(HttpContext http, string site, Body<JsonObject> body, SettingsKeeper settings)
    {
        if (ReadOver(SiteSettings.Default, body.Value).Take(out var read) is { } malformed)
        {
            return malformed;
        }

        var wanted = read!;
        if (wanted.Policy is null || wanted.Reasons is null || wanted.Guidelines is null || wanted.Reasons.Any(r => r?.Names is null || r.Code is null))
        {
            return new Refusal(Problems.InvalidSettings, "policy, reasons and guidelines are needed.");
        }

        if (wanted.Problem() is { } problem)
        {
            return new Refusal(Problems.InvalidSettings, problem);
        }

        if (PlainText.Tidy(wanted.Guidelines, SiteSettings.MaxGuidelines) is not { } guidelines)
        {
            return new Refusal(Problems.InvalidText, "guidelines");
        }

        wanted = wanted with { Guidelines = guidelines };
        await settings.Save(site, wanted, http.Account().Id);
        return Answer(wanted);
    }

    private static async Task<Results<Ok<PreviewReply>, Refusal>> Preview(
        FoundSite site, Body<PreviewRequest> body, RuleLab lab, CancellationToken stop)
    {
        var (request, before) = (body.Value, site.Value.Settings);
        var last = request.Last ?? RuleLab.MaxComments;
        if (last is < 1 or > RuleLab.MaxComments || request.Words?.Length > WordList.MaxTextLength)
        {
            return new Refusal(Problems.InvalidRequest, $"last is 1 to {RuleLab.MaxComments}, words at most {WordList.MaxTextLength} characters.");
        }

        var after = before;
        if (request.Policy is { } given && ReadOver(before, new JsonObject { ["policy"] = given.DeepClone() }).Take(out after) is { } malformed)
        {
            return malformed;
        }

        var policy = after!.Policy;
        if ((before with { Policy = policy }).Problem() is { } problem)
        {
            return new Refusal(Problems.InvalidSettings, problem);
        }

        if (WordListEndpoints.Language(request.Language) is { } unknown)
        {
            return unknown;
        }

        var entries = request.Words is null ? null : WordList.Of("", request.Words, request.Language).Entries();
        if (entries?.Count > WordListMatcher.MaxEntries)
        {
            return new Refusal(Problems.TooManyItems, $"At most {WordListMatcher.MaxEntries} entries.");
        }

        var words = entries is null ? null : new WordListMatcher(entries);
        return TypedResults.Ok(await lab.Replay(site.Value, policy, words, last, stop));
    }

    // What a body leaves out is as it was; what is not known here, or of another form, is refused.
    private static Result<SiteSettings> ReadOver(SiteSettings over, JsonObject changes)
    {
        try
        {
            return SiteSettings.Over(over, changes).Deserialize(SettingsWireJson.Default.SiteSettings)!;
        }
        catch (JsonException e)
        {
            return new Refusal(Problems.InvalidSettings, e.Path);
        }
        catch (ArgumentException)
        {
            return new Refusal(Problems.InvalidJson, "A name stands twice.");
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate written as an escape: a node is read only now, as text that it is not.
            return new Refusal(Problems.InvalidText);
        }
    }

    private static Ok<SettingsReply> Answer(SiteSettings now) => TypedResults.Ok(new SettingsReply(now, Reasons.ForRejection));
}
