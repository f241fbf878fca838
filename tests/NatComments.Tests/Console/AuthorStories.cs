using Microsoft.Playwright;
using NatComments.Server.Accounts;
using NatComments.Tests.Browser;

namespace NatComments.Tests.ConsoleStories;

/// <summary>What moderators do about authors, and what the authors see of it.</summary>
[Collection(ConsoleTests.Name)]
public sealed class AuthorStories(ConsoleBrowser console)
{
    [ConsoleStory]
    public async Task An_author_who_is_watched_has_a_view_and_what_was_handed_on_is_not_mistaken_for_a_decision_to_undo()
    {
        var who = await console.Somebody(Role.Moderator, "watched");
        await console.Waits("watched", "a", "First, call 0532 123 45 67", "Sedat");
        await console.Waits("watched", "a", "Second, call 0532 123 45 67", "Other");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        await page.Waiting(2);
        await page.Press("w");
        await page.Locator("dialog summary", new() { HasText = "Watch this author" }).ClickAsync();
        await page.Locator("dialog details[open] form").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Says("The view is saved");
        await page.Press("Escape");
        await Assertions.Expect(page.Locator("nat-queue-nav a")).ToHaveCountAsync(5);

        await page.Press("p");
        await page.Says("Published.");
        await page.Press("e");
        await page.Locator("dialog textarea").FillAsync("Please look");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Says("Handed to an editor.");
        await page.Press("u");
        await page.Says("stays with them");
        await Assertions.Expect(page.Locator("li.entry.done.publish")).ToHaveCountAsync(1);
        await page.Press("u");
        await page.Says("Taken back.");
    }

    [ConsoleStory]
    public async Task An_author_who_is_muted_is_told_may_write_again_when_it_is_lifted_and_reads_a_warning()
    {
        var faults = new List<string>();
        await using var home = await console.Fresh();
        var reader = await home.NewPageAsync();
        await reader.GotoAsync(new Uri(new Uri(console.Server.Url), "/demo/index.html").ToString());
        await reader.Locator("nat-comments textarea").First.WaitForAsync();
        await reader.Write("Call him on 0532 123 45 67", "Lamplighter");
        await reader.Locator("nat-comments .box button").ClickAsync();
        await reader.Locator("nat-comments li.own .tag").WaitForAsync();

        await using var office = await console.Fresh();
        var page = await office.SignIn(console, await console.Somebody(Role.Editor, FirstStart.DemoSite), faults);
        await page.Locator("nat-comment-view header").Shows("The last lamplighter of Harbour Street");

        // The site names no origin, so the address that the first reader sent leads nobody anywhere.
        await Assertions.Expect(page.Locator("nat-comment-view header a")).ToHaveCountAsync(0);
        await page.Press("w");
        await Sanction(page, "mute", "threat");
        await page.Locator("dialog").Shows("Mute Threat");

        await reader.Write("And again", "Lamplighter");
        await Assertions.Expect(reader.Locator("nat-comments form .fault").First).ToContainTextAsync("You cannot comment here until ");

        await page.Button("Lift").ClickAsync();
        await page.Says("Lifted.");
        await Sanction(page, "warn", "off-topic");
        await reader.Write("And again", "Lamplighter");
        await Assertions.Expect(reader.Locator("nat-comments li.own").First).ToContainTextAsync("The moderators warn you: Off topic.");

        await Sanction(page, "ban", "spam", days: "");
        await reader.Write("Once more", "Lamplighter");
        await Assertions.Expect(reader.Locator("nat-comments form .fault").First).ToContainTextAsync("You cannot take part here any more; this does not end by itself.");
        Assert.Empty(faults);
    }

    [ConsoleStory]
    public async Task Notes_about_a_comment_and_its_author_are_read_by_colleagues_and_a_script_in_them_stays_text()
    {
        await console.Waits(await console.Site("noted"), "a");
        await using var one = await console.Fresh();
        var page = await one.SignIn(console, await console.Somebody(Role.Moderator, "noted"));
        await page.Locator("nat-comment-view summary", new() { HasText = "Notes" }).ClickAsync();
        await page.GetByLabel("A note for colleagues").FillAsync("See Monday's article <script>alert(1)</script>");
        await page.Button("Add the note").ClickAsync();
        await page.Says("The note is added.");
        await page.Locator("nat-entry-list button.opener").FocusAsync();
        await page.Press("w");
        await page.Locator("dialog summary", new() { HasText = "A note for colleagues" }).ClickAsync();
        await page.Locator("dialog textarea").FillAsync("Knows the court case <img src=x onerror=alert(1)>");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
        await page.Locator("dialog blockquote").Shows("Knows the court case <img");

        await using var other = await console.Fresh();
        var faults = new List<string>();
        var colleague = await other.SignIn(console, await console.Somebody(Role.Auditor, "noted"), faults);
        await colleague.Locator("nat-comment-view .note").Shows("See Monday's article <script>");
        await colleague.Press("w");
        await colleague.Locator("dialog blockquote").Shows("Knows the court case <img");
        await Assertions.Expect(colleague.Locator("dialog img, nat-comment-view script")).ToHaveCountAsync(0);
        Assert.Empty(faults);
    }

    [ConsoleStory]
    public async Task Everything_of_an_author_that_waits_is_rejected_in_one_go()
    {
        await console.Site("sweeping");
        var (_, spammer, _) = await console.Posted("sweeping", "a", "Call 0532 123 45 67 now", "Spammer");
        for (var i = 0; i < 3; i++)
        {
            await console.Posted("sweeping", $"b{i}", $"Or ring 0532 123 45 6{i}, it is article number {i}", "Spammer", spammer);
        }

        await console.Waits("sweeping", "c", "Somebody else waits with 0532 123 45 99");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Moderator, "sweeping"));
        await page.Waiting(5);
        await page.Rows().Filter(new() { HasText = "Spammer" }).First.Locator("button.opener").ClickAsync();
        await page.Button("All about the author").ClickAsync();
        await page.Locator("dialog summary", new() { HasText = "Everything of this author that waits" }).ClickAsync();
        await page.Button("Reject all").ClickAsync();
        await page.Says("4 decided, 0 not.");
        await Assertions.Expect(page.Locator("dialog .tag.rejected")).ToHaveCountAsync(4);
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(page.Rows()).ToHaveCountAsync(1);
        await page.Rows().First.Shows("Reader");
    }

    private static async Task Sanction(IPage page, string kind, string reason, string days = "7")
    {
        await page.Locator("dialog summary", new() { HasText = "Warn, mute or ban" }).ClickAsync();
        var form = page.Locator("dialog details[open] form");
        await form.GetByLabel("Sanction").SelectOptionAsync(kind);
        await form.GetByLabel("Reason").SelectOptionAsync(reason);
        await form.GetByLabel("For how long").SelectOptionAsync(days);
        await form.GetByLabel("Note").FillAsync("for colleagues");
        await form.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
        await page.Says("Done. The author is told.");
    }
}
