using System.Text;
using Microsoft.Playwright;
using NatComments.Core.Projections;
using NatComments.Server.Sites;

namespace NatComments.Tests.ConsoleStories;

/// <summary>What is set for a site, tried before it is saved, and felt afterwards.</summary>
[Collection(ConsoleTests.Name)]
public sealed class SettingsStories(ConsoleBrowser console)
{
    [ConsoleStory]
    public async Task Thresholds_of_every_category_are_tried_on_the_last_comments_saved_and_audited()
    {
        await console.Site("setting");
        await console.Posted("setting", "a", "I see this the same way");
        await console.Waits("setting", "a");
        await console.Server.Get<SiteProjections>().CatchUp("setting");
        var faults = new List<string>();
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Administrator, "setting"), faults);
        await page.GoTo("setting", "settings");
        await Assertions.Expect(page.Locator(".thresholds fieldset")).ToHaveCountAsync(8);
        await page.Locator("[name=doxxing-hold]").FillAsync("1.01");
        await page.Says("Not saved yet.");
        await page.Button("Preview").ClickAsync();
        await page.Locator(".preview summary", new() { HasText = "1 would change" }).ClickAsync();
        await page.Locator(".preview").Shows("held → published");

        await page.Locator("[name=threat-hold]").FillAsync("0.3");
        await page.Button("Save").First.ClickAsync();
        await page.Says("Saved.");
        Assert.Equal("published", (string?)(await console.Posted("setting", "a", "Call 0532 123 45 68")).Comment["status"]);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[name=threat-hold]")).ToHaveValueAsync("0.3");

        await page.GoTo("setting", "audit");
        await page.Locator("[name=what]").SelectOptionAsync("settings-changed");
        await page.Locator("nat-audit-screen summary", new() { HasText = "Before and after" }).ClickAsync();
        await page.Locator("nat-audit-screen td details").Shows("\"hold\": 0.3");
        Assert.Empty(faults);
    }

    [ConsoleStory]
    public async Task A_reason_of_the_sites_own_has_its_name_wherever_it_is_shown_and_slurs_stand_plain_where_the_site_wants_it()
    {
        await console.Site("own");
        await console.Waits("own", "a", "You idiot, call 0532 123 45 67");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Administrator, "own"));
        await page.Locator("nat-comment-view .text").Shows("i••••");
        await page.GoTo("own", "settings");
        await page.Button("Add a reason").ClickAsync();
        var row = page.Locator("fieldset.reason").Last;
        await row.Locator("[name=code]").FillAsync("ad");
        await row.Locator("[name=name-en]").FillAsync("Advertising");
        await row.Locator("[name=name-tr]").FillAsync("Reklam");
        await row.Locator("[name=rule]").FillAsync("Rule 4: no advertising.");
        await page.Locator("[name=soften]").UncheckAsync();
        await page.Button("Save").First.ClickAsync();
        await page.Says("Saved.");

        await page.GoTo("own", "queue/pending");
        await page.Locator("nat-comment-view .text").Shows("You idiot");
        await page.Press("r");
        await page.Locator(".reasons").GetByRole(AriaRole.Button, new() { Name = "Advertising" }).ClickAsync();
        await page.Says("Rejected. Advertising");
        await page.Rows().First.Shows("Rejected: Advertising");
        await page.Rows().First.Locator("button.opener").ClickAsync();
        await page.Locator("nat-comment-view summary", new() { HasText = "History" }).ClickAsync();
        await page.Locator("nat-comment-view .history").Shows("rejected revision 1: Advertising");
        await page.Button("All about the author").ClickAsync();
        await page.Locator("dialog .authored").Shows("Advertising");
        await Assertions.Expect(page.Locator("dialog option[value=ad]")).ToHaveTextAsync(["Advertising", "Advertising"]);
    }

    [ConsoleStory]
    public async Task A_word_list_is_taken_from_a_file_tried_saved_counted_and_handed_out()
    {
        await console.Site("words");
        await console.Posted("words", "a", "Patlıcanı çok severim");
        await console.Server.Get<SiteProjections>().CatchUp("words");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Editor, "words"));
        await page.GoTo("words", "settings");
        await page.Locator("[name=list-name]").FillAsync("Vegetables");
        await page.Button("New list").ClickAsync();
        await page.Locator("dialog input[type=file]").SetInputFilesAsync(new FilePayload { Name = "words.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("[hold]\npatlıcan\n[reject]\nkabak*\n") });
        await Assertions.Expect(page.Locator("dialog textarea")).ToHaveValueAsync("[hold]\npatlıcan\n[reject]\nkabak*\n");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await page.Locator("dialog").Shows("1 would change");

        // Everyday words are warned of once; who saves again means them.
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator("dialog .warnings li").First.Shows("patlıcan");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Says("Saved.");

        Assert.Equal("pending", (string?)(await console.Posted("words", "a", "Bugün de patlıcan yedim")).Comment["status"]);
        await console.Server.Get<WordHits>().Write();
        await page.Locator("nat-settings-screen summary", new() { HasText = "Vegetables" }).ClickAsync();
        await page.Locator("nat-settings-screen tr", new() { HasText = "patlıcan" }).Shows("heldevery language1");
        await page.Locator("nat-settings-screen tr", new() { HasText = "kabak*" }).Shows("rejectedevery language0");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());
        Assert.Contains("kabak*", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);

        await page.Button("Remove Vegetables").ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(page.Locator("nat-settings-screen summary", new() { HasText = "Vegetables" })).ToHaveCountAsync(0);
    }

    [ConsoleStory]
    public async Task Search_finds_Turkish_words_without_their_dots_and_keeps_hard_texts_covered()
    {
        await console.Site("finding");
        await console.Posted("finding", "a", "Işıklar söndü, şehir karanlık");
        await console.Waits("finding", "b", "You idiot, you stupid moron, the ışıklar are out");
        await console.Server.Get<SiteProjections>().CatchUp("finding");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Auditor, "finding"));
        await page.Press("/");
        await page.Locator("[name=q]").FillAsync("isiklar");
        await page.Press("Enter");
        await page.Says("2 comments");
        await page.Locator(".found").Shows("söndü");
        await page.Locator(".found").Shows("Hard text");
        await Assertions.Expect(page.Locator(".found")).Not.ToContainTextAsync("moron");
        await page.Locator(".found button", new() { HasText = "Hard text" }).ClickAsync();
        await page.Locator("nat-comment-view .text").Shows("are out");
        await Assertions.Expect(page.Locator("nat-comment-view .text")).Not.ToContainTextAsync("moron");
    }
}
