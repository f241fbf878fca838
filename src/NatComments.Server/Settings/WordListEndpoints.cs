using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Sites;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using Spoken = NatComments.Core.Text.Language;

namespace NatComments.Server.Settings;

/// <summary>A site's word lists: to read, to change, to try. Every change is in the audit chain.</summary>
internal static class WordListEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet("/word-lists", Lists)
            .WithName("listWordLists")
            .RequireRole(Role.Auditor).WithSummary("The word lists and how many entries they have");
        site.MapGet("/word-lists/{list}", List)
            .WithName("readWordList").Refuses(Problems.ListNotFound)
            .RequireRole(Role.Auditor).WithSummary("A word list with the hits of each entry");
        site.MapGet("/word-lists/{list}/text", Export)
            .WithName("exportWordList").Refuses(Problems.ListNotFound)
            .Produces<string>(200, "text/plain").RequireRole(Role.Auditor)
            .WithSummary("A word list as text, to be kept or exchanged");
        site.MapPut("/word-lists/{list}", Save)
            .WithName("saveWordList").Refuses(Problems.InvalidName, Problems.InvalidWord, Problems.TooManyItems)
            .WithMetadata(new BulkBody()).RequireRole(Role.Editor)
            .WithSummary("Add or replace a word list: text in the notation of lists, or a starter list")
            .WithDescription("A list has a language (tr, en, ku): its entries take the endings of that language and judge texts in it. Behind an entry, or in a section as [reject @*], @tr, @en, @ku or @* (every text) name other texts. The answer warns of everyday words that an entry would find.");
        site.MapPost("/word-lists/{list}/check", Check)
            .WithName("checkWordList").Refuses(Problems.InvalidName, Problems.InvalidWord, Problems.TooManyItems)
            .WithMetadata(new BulkBody()).RequireRole(Role.Editor)
            .WithSummary("What a word list would find among everyday words, without saving it");
        site.MapDelete("/word-lists/{list}", Remove)
            .WithName("removeWordList").Refuses(Problems.ListNotFound)
            .RequireRole(Role.Editor).WithSummary("Remove a word list");
    }

    /// <summary>Refuses a language in which no lists are; null for one in which they are, and for none.</summary>
    public static Refusal? Language(string? language) =>
        language is null or "" || StarterLists.Languages.Contains(language) ? null
            : new(Problems.InvalidRequest, $"language is {string.Join(", ", StarterLists.Languages)} or empty.");

    private static async Task<Ok<List<WordListReply>>> Lists(string site, SettingsKeeper settings, CancellationToken stop) => TypedResults.Ok(
        (await settings.ReadWords(site, stop)).Lists.Select(list => new WordListReply(list.Name, list.Entries().Count, Code(list.Spoken))).ToList());

    private static async Task<Results<Ok<WordListEntriesReply>, Refusal>> List(string site, string list, SettingsKeeper settings, CancellationToken stop) =>
        await Find(site, list, settings, stop) is { } found ? await Answer(site, found, [], settings, stop) : new Refusal(Problems.ListNotFound);

    private static async Task<Results<FileContentHttpResult, Refusal>> Export(string site, string list, SettingsKeeper settings, CancellationToken stop) =>
        await Find(site, list, settings, stop) is { } found
            ? TypedResults.File(Encoding.UTF8.GetBytes(found.Exported()), "text/plain; charset=utf-8", $"{site}-words.txt")
            : new Refusal(Problems.ListNotFound);

    private static async Task<Results<Ok<WordListEntriesReply>, Refusal>> Save(
        HttpContext http, string site, string list, Body<WordListRequest> body, SettingsKeeper settings, CancellationToken stop)
    {
        if (Read(list, body.Value).Take(out var wanted) is { } no)
        {
            return no;
        }

        return await settings.SaveWords(site, wanted!.Name, wanted, http.Account().Id)
            ? await Answer(site, wanted, Warnings(wanted.Entries()), settings, stop)
            : new Refusal(Problems.TooManyItems, $"At most {WordLists.MaxLists} lists with {WordListMatcher.MaxEntries} entries together.");
    }

    private static Results<Ok<WordListCheckReply>, Refusal> Check(string list, Body<WordListRequest> body)
    {
        if (Read(list, body.Value).Take(out var wanted) is { } no)
        {
            return no;
        }

        var entries = wanted!.Entries();
        return TypedResults.Ok(new WordListCheckReply(Code(wanted.Spoken), entries.Count, Warnings(entries)));
    }

    private static async Task<Results<NoContent, Refusal>> Remove(HttpContext http, string site, string list, SettingsKeeper settings, CancellationToken stop)
    {
        if (await Find(site, list, settings, stop) is null)
        {
            return new Refusal(Problems.ListNotFound);
        }

        await settings.SaveWords(site, list, null, http.Account().Id);
        return TypedResults.NoContent();
    }

    private static Result<WordList> Read(string list, WordListRequest request)
    {
        if (PlainText.Name(list, WordList.MaxNameLength) is not { } name)
        {
            return new Refusal(Problems.InvalidName);
        }

        if (Language(request.Language) is { } unknown)
        {
            return unknown;
        }

        var text = request switch
        {
            { Text: { Length: <= WordList.MaxTextLength } given } => PlainText.Tidy(given, WordList.MaxTextLength) is { } tidy ? tidy : new Refusal(Problems.InvalidText),
            { Starter: { } language } when StarterLists.Languages.Contains(language) => StarterLists.TextOf(language),
            _ => (Result<string>)new Refusal(Problems.InvalidRequest, $"text (at most {WordList.MaxTextLength} characters) or starter ({string.Join(", ", StarterLists.Languages)}) is needed."),
        };
        if (text.Refused is { } no)
        {
            return no;
        }

        var wanted = WordList.Of(name, text.Value, request.Language);
        var entries = wanted.Entries();
        return entries.FirstOrDefault(entry => !entry.IsUsable) is { } unusable ? new Refusal(Problems.InvalidWord, unusable.Notation)
            : entries.Count > WordListMatcher.MaxEntries ? new Refusal(Problems.TooManyItems, $"At most {WordListMatcher.MaxEntries} entries.")
            : wanted;
    }

    private static async Task<WordList?> Find(string site, string name, SettingsKeeper settings, CancellationToken stop) =>
        (await settings.ReadWords(site, stop)).Lists.FirstOrDefault(list => list.Name == name);

    private static async Task<Ok<WordListEntriesReply>> Answer(
        string site, WordList list, IReadOnlyList<WordWarningReply> warnings, SettingsKeeper settings, CancellationToken stop)
    {
        var hits = await settings.Hits(site, list, stop);
        var entries = hits.Select(hit => new WordReply(hit.Entry.Notation, hit.Entry.Action.ToString().ToLowerInvariant(), hit.Hits, hit.Entry.Scope.Codes()));
        return TypedResults.Ok(new WordListEntriesReply(list.Name, Code(list.Spoken), [.. entries], warnings));
    }

    private static List<WordWarningReply> Warnings(IReadOnlyList<WordListEntry> entries) =>
        [.. WordListCheck.Run(entries).Select(warning => new WordWarningReply(warning.Entry.Notation, warning.Language.Code(), warning.Count, warning.Words))];

    private static string Code(Spoken language) => language == Spoken.Undetermined ? "" : language.Code();
}
