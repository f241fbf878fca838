using Microsoft.Playwright;
using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.ConsoleStories;

/// <summary>What one moderator hands to another: escalations, appeals, and decisions that meet.</summary>
[Collection(ConsoleTests.Name)]
public sealed class HandingOnStories(ConsoleBrowser console)
{
    [ConsoleStory]
    public async Task What_a_moderator_escalates_is_decided_by_an_editor_who_reads_why()
    {
        await console.Waits(await console.Site("senior"), "a", "Is this libel? 0532 123 45 67");
        await using var desk = await console.Fresh();
        var moderator = await desk.SignIn(console, await console.Somebody(Role.Moderator, "senior"));
        await moderator.Waiting(1);
        await moderator.Press("e");
        await moderator.Locator("dialog textarea").FillAsync("Please look at the court's ruling");
        await moderator.Press("Control+Enter");
        await moderator.Says("Handed to an editor.");
        await moderator.GoTo("senior", "queue/escalated");
        await moderator.Waiting(1);
        await moderator.Press("p");
        await moderator.Says("The comment was handed to an editor, who decides on it.");

        await using var office = await console.Fresh();
        var editor = await office.SignIn(console, await console.Somebody(Role.Editor, "senior"));
        await editor.GoTo("senior", "queue/escalated");
        await editor.Waiting(1);
        await editor.Locator("nat-comment-view summary", new() { HasText = "History" }).ClickAsync();
        await editor.Locator("nat-comment-view .history").Shows("Please look at the court's ruling");
        await editor.Press("p");
        await editor.Says("Published.");
    }

    [ConsoleStory]
    public async Task An_appeal_is_answered_by_another_moderator_and_the_answer_reaches_the_author()
    {
        await console.Site("second");
        var (comment, author, receipt) = await console.Posted("second", "a", "You said it yourself: 0532 123 45 67");
        await using var one = await console.Fresh();
        var first = await one.SignIn(console, await console.Somebody(Role.Moderator, "second"));
        await using var two = await console.Fresh();
        var second = await two.SignIn(console, await console.Somebody(Role.Moderator, "second"));
        await first.Waiting(1);
        await first.Press("r");
        await first.Press("i");
        await first.Says("Rejected. Insult");
        Assert.Equal(202, (await author.Post($"/api/v1/sites/second/comments/{comment["id"]}/appeals", new { article = "a", statement = "It was a quotation." })).Status);

        await first.GoTo("second", "queue/appealed");
        await first.Locator("nat-comment-view .appeal").Shows("It was a quotation.");
        await first.Press("p");
        await first.Says("Another moderator answers the appeal.");
        await second.GoTo("second", "queue/appealed");
        await second.Locator("nat-comment-view .appeal").Shows("It was a quotation.");
        await second.Press("r");
        await second.Press("l");
        await second.Says("Rejected. Legal");

        await using var home = await console.Fresh();
        var reader = await home.NewPageAsync();
        await reader.GotoAsync(new Uri(new Uri(console.Server.Url), "/receipts/" + receipt).ToString());
        await reader.Locator("main").Shows("Against the law");
        await reader.Locator("main").Shows(": not published.");
        await Assertions.Expect(reader.Locator("form")).ToHaveCountAsync(0);
    }

    [ConsoleStory]
    [Trait("Report", "A4")]
    public async Task A_moderator_reads_that_a_former_text_is_public_while_an_edit_waits()
    {
        var (comment, author, _) = await console.Posted(await console.Site("former"), "a", "The bridge was built in 1905.");
        var edit = new { article = "a", revision = 1, text = "Call its builder on 0532 123 45 67" };
        Assert.Equal(200, (await author.Put($"/api/v1/sites/former/comments/{comment["id"]}", edit)).Status);
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Moderator, "former"));
        await page.Waiting(1);

        await page.Locator("nat-comment-view").Shows("Readers still see revision 1. Publishing replaces it; rejecting removes the comment.");
        await page.Locator("nat-comment-view .revisions").Shows("1905");
        await page.Screenshot("former-text");
    }

    [ConsoleStory]
    [Trait("Report", "26")]
    public async Task What_a_colleague_has_decided_is_not_decided_again_unseen()
    {
        await console.Waits(await console.Site("crossing"), "a");
        await using var one = await console.Fresh();
        await using var other = await console.Fresh();
        var ada = await console.Somebody(Role.Moderator, "crossing");
        var first = await one.SignIn(console, ada);
        var second = await other.SignIn(console, await console.Somebody(Role.Moderator, "crossing"));
        await first.Waiting(1);
        await second.Waiting(1);
        await first.Press("p");
        await first.Says("Published.");

        await second.Press("r");
        await second.Press("r");
        await second.Says($"{ada.Name} published this at ");
        await second.Locator("li.entry.gone").Shows($"{ada.Name} published this at ");
        await second.Locator("li.entry.gone button").ClickAsync();
        await second.Locator("nat-comment-view h2 .status").Shows("published");
        await second.Screenshot("decided-meanwhile");

        await second.Locator("nat-announcer button").ClickAsync();
        await second.Locator("nat-comment-view .past").Shows($"{ada.Name} published");
        await second.Press("r");
        await second.Press("r");
        await second.Says("Rejected.");
        await first.Press("u");
        await first.Says("could not be taken back");
    }

    [ConsoleStory]
    public async Task Two_tabs_of_one_person_work_on_also_after_signing_in_anew_in_one()
    {
        await console.Waits(await console.Site("tabs"), "a", "First, 0532 123 45 67");
        await console.Waits("tabs", "b", "Second, 0532 123 45 68");
        var who = await console.Somebody(Role.Moderator, "tabs");
        await using var browser = await console.Fresh();
        var one = await browser.SignIn(console, who);
        var other = await browser.NewPageAsync();
        await other.GotoAsync(console.Server.Url + "/console/");
        await one.Waiting(2);
        await other.Waiting(2);

        await one.Press("p");
        await one.Says("Published.");
        await other.Press("r");
        await other.Press("r");
        await other.Says("published this at ");

        // The session of the first tab ends; signing in again in the second gives both a new one.
        var account = (await console.Server.Get<AccountStore>().FindByName(who.Name))!;
        await console.Server.Get<Sessions>().EndAll(account);
        await other.ReloadAsync();
        await other.GetByLabel("Name", new() { Exact = true }).FillAsync(who.Name);
        await other.GetByLabel("Password", new() { Exact = true }).FillAsync(RunningServer.Password);
        await other.Press("Enter");
        await other.Waiting(1);
        await one.Press("p");
        await one.Says("Published.");
        await Assertions.Expect(one.Locator("dialog")).ToHaveCountAsync(0);
    }

    [ConsoleStory]
    public async Task A_decision_whose_answer_was_lost_is_made_again_and_is_one_decision()
    {
        await console.Site("lost");
        var id = await console.Waits("lost", "a");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Moderator, "lost"));
        await page.Waiting(1);
        var lost = false;
        await page.RouteAsync("**/decisions", async route =>
        {
            if (lost)
            {
                await route.ContinueAsync();
                return;
            }

            lost = true;
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.Press("m");
        await page.Keyboard.TypeAsync("Seen before");
        await page.Button("Publish").ClickAsync();
        await page.Says("The server cannot be reached. Nothing is lost; please try again.");
        await Assertions.Expect(page.Locator("nat-decision-bar .note")).ToHaveValueAsync("Seen before");

        await page.Button("Publish").ClickAsync();
        await page.Says("Published.");
        var whole = await page.APIRequest.GetAsync(new Uri(new Uri(console.Server.Url), $"/api/v1/sites/lost/comments/{id}?article=a").ToString());
        Assert.Single((await whole.JsonAsync())!.Value.GetProperty("history").EnumerateArray(), e => e.GetProperty("event").GetString() == "comment-decided");
    }
}
