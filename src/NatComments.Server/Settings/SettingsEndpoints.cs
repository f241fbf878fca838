using System.Text.Json;
using System.Text.Json.Nodes;
using NatComments.Core.Moderation;
using NatComments.Core.Sites;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Settings;

/// <summary>What is set for a site: thresholds, reasons, guidelines, word lists. Every change is in the audit chain with before and after.</summary>
internal sealed class SettingsEndpoints(SettingsKeeper settings, RuleLab lab, SiteDirectory sites, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Moderator");
        site.MapGet("/settings", Read).Produces<SettingsReply>().RequireRole(Role.Auditor).WithSummary("Thresholds, reasons, guidelines");
        site.MapPut("/settings", Save).Accepts<SiteSettings>("application/json").Produces<SettingsReply>().RequireRole(Role.Administrator).WithSummary("Replace the settings");
        site.MapPost("/settings/preview", Preview).Accepts<PreviewRequest>("application/json").Produces<PreviewReply>().RequireRole(Role.Editor).WithSummary("What other thresholds or words would have done to the last comments");
        site.MapGet("/word-lists", Lists).Produces<IReadOnlyList<WordListReply>>().RequireRole(Role.Auditor).WithSummary("The word lists and how many entries they have");
        site.MapGet("/word-lists/{list}", List).Produces<WordListEntriesReply>().RequireRole(Role.Auditor).WithSummary("A word list with the hits of each entry");
        site.MapGet("/word-lists/{list}/text", Export).Produces<string>(200, "text/plain").RequireRole(Role.Auditor).WithSummary("A word list as text, to be kept or exchanged");
        site.MapPut("/word-lists/{list}", SaveList).Accepts<WordListRequest>("application/json").Produces<WordListEntriesReply>().RequireRole(Role.Editor).WithSummary("Add or replace a word list: text in the notation of lists, or a starter list")
            .WithDescription("A list has a language (tr, en, ku): its entries take the endings of that language and judge texts in it. Behind an entry, or in a section as [reject @*], @tr, @en, @ku or @* (every text) name other texts. The answer warns of everyday words that an entry would find.");
        site.MapPost("/word-lists/{list}/check", CheckList).Accepts<WordListRequest>("application/json").Produces<WordListCheckReply>().RequireRole(Role.Editor).WithSummary("What a word list would find among everyday words, without saving it");
        site.MapDelete("/word-lists/{list}", RemoveList).Produces(204).RequireRole(Role.Editor).WithSummary("Remove a word list");
    }

    private async Task Read(HttpContext http, string site) => await Answer(http, await settings.Read(site, http.RequestAborted));

    private async Task Save(HttpContext http, string site)
    {
        var wanted = ReadOver(SiteSettings.Default, await Wire.Body(http, SettingsWireJson.Default.JsonObject, options.MaxBodyBytes));
        if (wanted.Policy is null || wanted.Reasons is null || wanted.Guidelines is null || wanted.Reasons.Any(r => r?.Names is null || r.Code is null))
        {
            throw new BadRequestException(Problems.InvalidSettings, "policy, reasons and guidelines are needed.");
        }

        if (wanted.Problem() is { } problem)
        {
            throw new BadRequestException(Problems.InvalidSettings, problem);
        }

        wanted = wanted with { Guidelines = PlainText.Tidy(wanted.Guidelines, SiteSettings.MaxGuidelines) ?? throw new BadRequestException(Problems.InvalidText, "guidelines") };
        await settings.Save(site, wanted, http.Account().Id);
        await Answer(http, wanted);
    }

    private async Task Preview(HttpContext http, string site)
    {
        var request = await Wire.Body(http, SettingsWireJson.Default.PreviewRequest, options.MaxBulkBytes);
        var last = request.Last ?? RuleLab.MaxComments;
        if (last is < 1 or > RuleLab.MaxComments || request.Words?.Length > WordList.MaxTextLength)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"last is 1 to {RuleLab.MaxComments}, words at most {WordList.MaxTextLength} characters.");
        }

        var of = (await sites.Find(site))!;
        var policy = request.Policy is { } given ? ReadOver(of.Settings, new JsonObject { ["policy"] = given.DeepClone() }).Policy : of.Policy;
        if ((of.Settings with { Policy = policy }).Problem() is { } problem)
        {
            throw new BadRequestException(Problems.InvalidSettings, problem);
        }

        var entries = request.Words is null ? null : WordList.Of("", request.Words, Code(request.Language)).Entries();
        if (entries?.Count > WordListMatcher.MaxEntries)
        {
            throw new BadRequestException(Problems.TooManyItems, $"At most {WordListMatcher.MaxEntries} entries.");
        }

        var words = entries is null ? null : new WordListMatcher(entries);
        await Wire.Json(http, await lab.Replay(of, policy, words, last, http.RequestAborted), SettingsWireJson.Default.PreviewReply);
    }

    private async Task Lists(HttpContext http, string site) => await Wire.Json(
        http,
        [.. (await settings.ReadWords(site, http.RequestAborted)).Lists.Select(list => new WordListReply(list.Name, list.Entries().Count, Code(list.Spoken)))],
        SettingsWireJson.Default.IReadOnlyListWordListReply);

    private async Task List(HttpContext http, string site, string list) => await AnswerList(http, site, await Find(http, site, list), []);

    private async Task Export(HttpContext http, string site, string list)
    {
        var found = await Find(http, site, list);
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{site}-words.txt\"";
        await http.Response.WriteAsync(found.Exported(), http.RequestAborted);
    }

    private async Task SaveList(HttpContext http, string site, string list)
    {
        var wanted = await ReadList(http, list);
        if (!await settings.SaveWords(site, wanted.Name, wanted, http.Account().Id))
        {
            throw new BadRequestException(Problems.TooManyItems, $"At most {WordLists.MaxLists} lists with {WordListMatcher.MaxEntries} entries together.");
        }

        await AnswerList(http, site, wanted, Warnings(wanted.Entries()));
    }

    private async Task CheckList(HttpContext http, string site, string list)
    {
        var wanted = await ReadList(http, list);
        var entries = wanted.Entries();
        await Wire.Json(http, new WordListCheckReply(Code(wanted.Spoken), entries.Count, Warnings(entries)), SettingsWireJson.Default.WordListCheckReply);
    }

    private async Task<WordList> ReadList(HttpContext http, string list)
    {
        var request = await Wire.Body(http, SettingsWireJson.Default.WordListRequest, options.MaxBulkBytes);
        var name = PlainText.Name(list, WordList.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);
        var wanted = request switch
        {
            { Text: { Length: <= WordList.MaxTextLength } given } => WordList.Of(
                name, PlainText.Tidy(given, WordList.MaxTextLength) ?? throw new BadRequestException(Problems.InvalidText), Code(request.Language)),
            { Starter: { } language } when StarterLists.Languages.Contains(language) => WordList.Of(name, StarterLists.TextOf(language), Code(request.Language)),
            _ => throw new BadRequestException(Problems.InvalidRequest, $"text (at most {WordList.MaxTextLength} characters) or starter ({string.Join(", ", StarterLists.Languages)}) is needed."),
        };
        var entries = wanted.Entries();
        if (entries.FirstOrDefault(entry => !entry.IsUsable) is { } unusable)
        {
            throw new BadRequestException(Problems.InvalidWord, unusable.Notation);
        }

        return entries.Count <= WordListMatcher.MaxEntries ? wanted : throw new BadRequestException(Problems.TooManyItems, $"At most {WordListMatcher.MaxEntries} entries.");
    }

    private static IReadOnlyList<WordWarningReply> Warnings(IReadOnlyList<WordListEntry> entries) =>
        [.. WordListCheck.Run(entries).Select(warning => new WordWarningReply(warning.Entry.Notation, warning.Language.Code(), warning.Count, warning.Words))];

    private static string Code(Language language) => language == Language.Undetermined ? "" : language.Code();

    private static string? Code(string? language) => language is null or "" || StarterLists.Languages.Contains(language)
        ? language
        : throw new BadRequestException(Problems.InvalidRequest, $"language is {string.Join(", ", StarterLists.Languages)} or empty.");

    private async Task RemoveList(HttpContext http, string site, string list)
    {
        _ = await Find(http, site, list);
        await settings.SaveWords(site, list, null, http.Account().Id);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<WordList> Find(HttpContext http, string site, string name) =>
        (await settings.ReadWords(site, http.RequestAborted)).Lists.FirstOrDefault(list => list.Name == name) ?? throw new BadRequestException(Problems.ListNotFound);

    private async Task AnswerList(HttpContext http, string site, WordList list, IReadOnlyList<WordWarningReply> warnings)
    {
        var hits = await settings.Hits(site, list, http.RequestAborted);
        var entries = hits.Select(hit => new WordReply(hit.Entry.Notation, hit.Entry.Action.ToString().ToLowerInvariant(), hit.Hits, hit.Entry.Scope.Codes()));
        await Wire.Json(http, new WordListEntriesReply(list.Name, Code(list.Spoken), [.. entries], warnings), SettingsWireJson.Default.WordListEntriesReply);
    }

    // What a body leaves out is as it was; what is not known here, or of another form, is refused.
    private static SiteSettings ReadOver(SiteSettings over, JsonObject changes)
    {
        try
        {
            return SiteSettings.Over(over, changes).Deserialize(SettingsWireJson.Default.SiteSettings)!;
        }
        catch (JsonException e)
        {
            throw new BadRequestException(Problems.InvalidSettings, e.Path);
        }
        catch (ArgumentException)
        {
            throw new BadRequestException(Problems.InvalidJson, "A name stands twice.");
        }
    }

    private static Task Answer(HttpContext http, SiteSettings now) => Wire.Json(http, new SettingsReply(now, Reasons.ForRejection), SettingsWireJson.Default.SettingsReply);
}
