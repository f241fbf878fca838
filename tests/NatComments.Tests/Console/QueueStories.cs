using Microsoft.Playwright;
using NatComments.Server.Accounts;
using NatComments.Tests.Browser;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.ConsoleStories;

/// <summary>A moderator's morning, in a real browser with the console's strict content security policy.</summary>
[Collection(ConsoleTests.Name)]
public sealed class QueueStories(ConsoleBrowser console)
{
    [ConsoleStory]
    public async Task A_moderator_comes_in_and_clears_the_queue_with_one_and_two_keys()
    {
        var who = await console.Somebody(Role.Moderator, "morning");
        await console.Waits("morning", "a", "First, call 0532 123 45 67");
        await console.Waits("morning", "a", "Second, call 0532 123 45 67");
        await console.Waits("morning", "b", "Third, call 0532 123 45 67");
        var faults = new List<string>();
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who, faults);
        await Assertions.Expect(page.Rows()).ToHaveCountAsync(3);
        await Assertions.Expect(page.Rows().First.Locator("button")).ToBeFocusedAsync();

        await page.Press("p");
        await page.Says("Published.");
        await page.Press("r");
        await page.Press("r");
        await page.Says("Rejected. Personal data");
        await page.Press("r");
        await page.Press("h");
        await page.Says("Rejected. Hate");
        await Assertions.Expect(page.Locator("nat-queue-screen h1")).ToBeFocusedAsync();

        await page.Press("u");
        await page.Says("Taken back.");
        await Assertions.Expect(page.Rows().Nth(2).Locator("button.opener")).ToBeFocusedAsync();
        await Assertions.Expect(page.Rows().Nth(0)).ToContainTextAsync("Published");
        await Assertions.Expect(page.Rows().Nth(1)).ToContainTextAsync("Rejected: Personal data");
        Assert.Empty(faults);
    }

    [ConsoleStory]
    public async Task Slurs_are_softened_until_somebody_asks_and_a_script_stays_text()
    {
        var who = await console.Somebody(Role.Moderator, "softened");
        await console.Waits("softened", "a", "You idiot, call 0532 123 45 67 <img src=x onerror=alert(1)> <script>alert(2)</script>", "<b>Bold</b>");
        var faults = new List<string>();
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who, faults);

        var text = page.Locator("nat-comment-view .text");
        await text.Shows("i••••");
        await text.Shows("<script>alert(2)</script>");
        await page.Locator("nat-comment-view h2").Shows("<b>Bold</b>");
        await page.Press("s");
        await text.Shows("You idiot");
        await Assertions.Expect(page.Locator("nat-comment-view img, nat-comment-view script, nat-comment-view b")).ToHaveCountAsync(0);
        Assert.Empty(faults);
    }

    [ConsoleStory]
    public async Task What_comes_in_meanwhile_announces_itself_and_the_list_does_not_jump()
    {
        var who = await console.Somebody(Role.Moderator, "calm");
        await console.Waits("calm", "a", "Already here, 0532 123 45 67");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        var before = await page.Rows().First.Top();

        await console.Waits("calm", "a", "Just in, 0532 123 45 67");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show 1 new entry" }).WaitForAsync();
        Assert.Equal(before, await page.Rows().First.Top());
        await Assertions.Expect(page.Rows()).ToHaveCountAsync(1);

        await page.Press(".");
        await Assertions.Expect(page.Rows()).ToHaveCountAsync(2);
    }

    [ConsoleStory]
    public async Task A_session_that_ends_in_the_middle_of_work_loses_nothing()
    {
        var who = await console.Somebody(Role.Moderator, "ending");
        await console.Waits("ending", "a");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        await page.Waiting(1);
        await page.Press("m");
        await page.Keyboard.TypeAsync("A note of some length");
        var account = (await console.Server.Get<AccountStore>().FindByName(who.Name))!;
        await console.Server.Get<Sessions>().EndAll(account);

        await page.GetByRole(AriaRole.Dialog).Shows("Your session has ended");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(RunningServer.Password);
        await page.Press("Enter");
        await Assertions.Expect(page.Locator("textarea.note")).ToHaveValueAsync("A note of some length");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.Says("Published.");

        var whole = await page.Context.APIRequest.GetAsync(new Uri(new Uri(console.Server.Url), "/api/v1/sites/ending/queues/pending").ToString());
        Assert.Contains("\"entries\":[]", await whole.TextAsync(), StringComparison.Ordinal);

        // What comes in afterwards is told live again.
        await console.Waits("ending", "b");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show 1 new entry" }).WaitForAsync();
    }

    [ConsoleStory]
    public async Task What_was_written_selected_and_decided_is_there_again_after_a_look_elsewhere()
    {
        var who = await console.Somebody(Role.Moderator, "elsewhere");
        foreach (var text in (string[])["First, 0532 123 45 67", "Second, 0532 123 45 67", "Third, 0532 123 45 67"])
        {
            await console.Waits("elsewhere", "a", text);
        }

        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        await page.Waiting(3);
        await page.Press("p");
        await page.Says("Published.");
        await page.Press("x");
        await page.Press("m");
        await page.Keyboard.TypeAsync("Half a thought");
        await page.Keyboard.PressAsync("Escape");
        await page.GoTo("elsewhere", "statistics");
        await page.GoTo("elsewhere", "queue/pending");

        await page.Waiting(2);
        await Assertions.Expect(page.Locator("nat-decision-bar .note")).ToHaveValueAsync("Half a thought");
        await Assertions.Expect(page.Locator("li.entry.selected")).ToHaveCountAsync(1);
        await page.Rows().First.Locator("button.opener").FocusAsync();
        await page.Press("u");
        await page.Says("Taken back.");

        // A dialog belongs to where it was opened.
        await page.Press("?");
        await page.Locator("dialog").WaitForAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("dialog")).ToHaveCountAsync(0);
    }

    [ConsoleStory]
    public async Task A_text_that_was_changed_meanwhile_is_not_decided_on_but_shown()
    {
        var who = await console.Somebody(Role.Moderator, "stale");
        var posted = (await console.Server.Nobody().Post("/api/v1/sites/stale/threads/a/comments", new { text = "Please call me on 0532 123 45 67 in the morning", author = new { name = "Reader" } })).Body!;
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        await page.Locator("nat-comment-view .text").First.Shows("morning");

        var author = console.Server.Nobody();
        author.Token = (string)posted["readerToken"]!;
        var edited = await author.Put($"/api/v1/sites/stale/comments/{posted["comment"]!["id"]}", new { article = "a", revision = 1, text = "Please call me on 0532 123 45 67 in the evening" });
        Assert.Equal(200, edited.Status);
        await page.Press("p");
        await page.Says("The author has changed the comment meanwhile");
        await page.Locator("nat-comment-view .text").First.Shows("evening");

        await page.Press("p");
        await page.Says("Published.");
    }

    [ConsoleStory]
    public async Task Many_are_decided_at_once_and_those_that_could_not_be_are_shown()
    {
        var who = await console.Somebody(Role.Moderator, "bulk");
        for (var i = 0; i < 12; i++)
        {
            await console.Waits("bulk", "a", $"Call 0532 123 45 {10 + i} and say hello", "Spammer");
        }

        var posted = (await console.Server.Nobody().Post("/api/v1/sites/bulk/threads/a/comments", new { text = "Call 0532 123 45 30 and say hello", author = new { name = "Reader" } })).Body!;
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        await page.Waiting(13);
        var author = console.Server.Nobody();
        author.Token = (string)posted["readerToken"]!;
        await author.Put($"/api/v1/sites/bulk/comments/{posted["comment"]!["id"]}", new { article = "a", revision = 1, text = "Call 0532 123 45 31 and say hello" });

        foreach (var key in (string[])["x", "j", "j", "Shift+X"])
        {
            await page.Press(key);
        }

        await Assertions.Expect(page.Locator("li.entry.selected")).ToHaveCountAsync(3);
        await page.Press("Escape");
        await Assertions.Expect(page.Locator("li.entry.selected")).ToHaveCountAsync(0);
        await page.Press("Shift+A");
        await page.Says("13 selected");
        await page.Press("r");
        await page.Press("s");
        await page.Says("1 of 13 were not decided");
        await Assertions.Expect(page.Locator("li.entry.done.reject")).ToHaveCountAsync(12);
        await Assertions.Expect(page.Locator("li.entry.waiting")).ToContainTextAsync("The author has changed");
    }
}
