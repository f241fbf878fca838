using System.IO.Compression;
using Microsoft.Playwright;

namespace NatComments.Tests.ConsoleStories;

/// <summary>Several people at work at once, and what everybody gets who opens the console.</summary>
[Collection(ConsoleTests.Name)]
public sealed class TogetherStories(ConsoleBrowser console)
{
    // What a phone on a slow link loads in some seconds.
    private const int MaxFirstLoad = 150_000;

    [ConsoleStory]
    public async Task Two_moderators_do_not_collide()
    {
        await console.Waits(await console.Site("two"), "a", "First, 0532 123 45 67");
        await console.Waits("two", "b", "Second, 0532 123 45 68");
        await using var one = await console.Fresh();
        await using var other = await console.Fresh();
        var ada = await console.Somebody(Role.Moderator, "two");
        var first = await one.SignIn(console, ada);
        var second = await other.SignIn(console, await console.Somebody(Role.Moderator, "two"));
        await second.Waiting(2);
        await second.Locator("nat-queue-nav .people").Shows(ada.Name);

        await first.Press("n");
        await first.Says("Yours for some minutes.");
        await second.Press("p");
        await second.Says("A colleague is working on this comment. Nothing was changed.");
        await Assertions.Expect(second.Locator("nat-comment-view article")).ToBeVisibleAsync();

        await second.Press("n");
        await second.Says("Yours for some minutes.");
        var mine = await first.Locator("nat-comment-view .text").TextContentAsync();
        Assert.NotEqual(mine, await second.Locator("nat-comment-view .text").TextContentAsync());
    }

    [ConsoleStory]
    public async Task The_first_load_is_small_and_Turkish_has_every_word()
    {
        await using var browser = await console.Fresh();
        var page = await browser.NewPageAsync();
        var bodies = new List<Task<byte[]>>();
        page.Response += (_, response) =>
        {
            if (response.Ok && response.Url.Contains("/console/", StringComparison.Ordinal))
            {
                bodies.Add(response.BodyAsync());
            }
        };
        var who = await console.Somebody(Role.Moderator, "small");
        await page.GotoAsync(console.Server.Url + "/console/");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(who.Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(who.OneTime);
        await page.Press("Enter");
        await page.Locator("[name=new-password]").WaitForAsync();
        Assert.InRange((await Task.WhenAll(bodies)).Sum(Compressed), 1, MaxFirstLoad);

        var codes = NatComments.Server.Http.Problems.Codes.Concat(["offline", "other"]).ToHashSet();
        var faults = await page.EvaluateAsync<string[]>("async () => Object.keys({ ...(await import('/console/messages.tr.js')).default, ...(await import('/console/messages.en.js')).default }).filter(key => key.startsWith('fault-')).map(key => key.slice(6))");
        Assert.Empty(faults.Except(codes));
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            async () => {
              const [en, tr] = await Promise.all(['en', 'tr'].map(async lang => (await import(`/console/messages.${lang}.js`)).default))
              return Object.keys(en).filter(key => !(key in tr))
            }
            """));
    }

    private static int Compressed(byte[] body)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
        {
            gzip.Write(body);
        }

        return to.ToArray().Length;
    }
}
