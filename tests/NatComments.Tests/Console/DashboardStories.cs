using Microsoft.Playwright;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.ConsoleStories;

/// <summary>The Orleans Dashboard behind the console's sign-in.</summary>
[Collection(ConsoleTests.Name)]
public sealed class DashboardStories(ConsoleBrowser console)
{
    [ConsoleStory]
    public async Task An_administrator_who_is_signed_in_sees_the_silos_and_nothing_is_stopped_by_the_rules_of_the_page()
    {
        await using var server = await RunningServer.Start(null, "--NatComments:Dashboard", "true");
        await using var browser = await console.Fresh();
        var (page, faults) = (await browser.NewPageAsync(), new List<string>());
        page.PageError += (_, error) => faults.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                faults.Add(message.Text);
            }
        };
        await page.GotoAsync(server.Url + "/orleans/");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Please sign in");
        faults.Clear();
        await page.GotoAsync(server.Url + "/console/");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("admin");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(server.OneTimePassword!);
        await page.Press("Enter");
        await page.Locator("[name=new-password]").FillAsync(RunningServer.Password);
        await page.Locator("[name=repeat-password]").FillAsync(RunningServer.Password);
        await page.Press("Enter");
        await page.Locator("nat-queue-screen h1").First.WaitForAsync();
        faults.Clear();

        await page.GotoAsync(server.Url + "/orleans/#/silos");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Active");
        await page.Screenshot("orleans");

        Assert.Empty(faults);
    }
}
