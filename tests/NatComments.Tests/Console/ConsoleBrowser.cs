using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NatComments.Server.Accounts;
using NatComments.Server.Sites;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Moderators;

namespace NatComments.Tests.ConsoleStories;

/// <summary>A story that needs Chromium; skipped, visibly, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConsoleStoryAttribute : FactAttribute
{
    public ConsoleStoryAttribute()
    {
        if (!File.Exists(ConsoleBrowser.Executable))
        {
            Skip = $"There is no {ConsoleBrowser.Executable}.";
        }
    }

    /// <summary>The story looks at accessibility and needs axe-core too.</summary>
    public bool Axe
    {
        get => false;
        init => Skip ??= value && !File.Exists(ConsoleBrowser.AxeFile) ? "axe-core is not installed; tests/run.sh installs it." : null;
    }
}

/// <summary>The stories that share one browser and one server.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleTests : ICollectionFixture<ConsoleBrowser>
{
    public const string Name = "Console";
}

/// <summary>A real Chromium before a real server.</summary>
public sealed class ConsoleBrowser : IAsyncLifetime
{
    public const string Executable = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where axe-core lies when it is installed.</summary>
    public static string AxeFile => Path.Combine(Repository.Root, "tests/NatComments.Tests/Browser/node_modules/axe-core/axe.min.js");

    public RunningServer Server { get; } = new();

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return;
        }

        await Server.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
            _playwright!.Dispose();
            await Server.DisposeAsync();
        }
    }

    /// <summary>A browser of its own, nothing remembered.</summary>
    public Task<IBrowserContext> Fresh(BrowserNewContextOptions? options = null) => _browser!.NewContextAsync(options ?? new());

    /// <summary>Somebody new with a role on a site of their own, and no password yet.</summary>
    public async Task<(string Name, string OneTime)> Somebody(Role role, string site)
    {
        await Site(site);
        var name = $"{role}-{Guid.NewGuid():N}"[..20].ToLowerInvariant();
        var (_, oneTime) = (await Server.Get<AccountStore>().Add(name, site, role))!.Value;
        return (name, oneTime);
    }

    /// <summary>A site, made when there is none of this name yet.</summary>
    public async Task<string> Site(string site)
    {
        await Server.Get<SiteDirectory>().Add(site, site);
        return site;
    }

    /// <summary>A reader's comment that waits for a person, because it has a phone number in it; its id.</summary>
    public async Task<string> Waits(string site, string article, string text = "Call 0532 123 45 67", string name = "Reader") =>
        (string)(await Posted(site, article, text, name)).Comment["id"]!;

    /// <summary>A reader's comment, whatever becomes of it, and the reader who wrote it.</summary>
    public async Task<(JsonNode Comment, Person Author, string Receipt)> Posted(string site, string article, string text, string name = "Reader", Person? author = null)
    {
        author ??= Server.Nobody();
        var reply = await author.Post($"/api/v1/sites/{site}/threads/{article}/comments", new { text, author = new { name } });
        Assert.True(reply.Status == 201, reply.ToString());
        author.Token = (string)reply.Body!["readerToken"]!;
        return (reply.Body["comment"]!, author, (string)reply.Body["receipt"]!);
    }
}

/// <summary>What stories say of the console.</summary>
public static class ConsolePage
{
    /// <summary>Opens the console and signs somebody in; what goes wrong on the page is added to <paramref name="faults"/>.</summary>
    public static Task<IPage> SignIn(
        this IBrowserContext browser, ConsoleBrowser console, (string Name, string OneTime) who, List<string>? faults = null, IPage? page = null) =>
        browser.SignInUntil(console, who, "nat-queue-screen h1", faults, page);

    /// <summary>Signs somebody in until something is on the page.</summary>
    public static async Task<IPage> SignInUntil(
        this IBrowserContext browser, ConsoleBrowser console, (string Name, string OneTime) who, string until, List<string>? faults = null, IPage? page = null)
    {
        page ??= await browser.NewPageAsync();
        page.PageError += (_, error) => faults?.Add(error);
        page.Console += (_, message) =>
        {
            // A request that is refused is no fault of the page; a script or style that is stopped is.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                faults?.Add(message.Text);
            }
        };
        await page.GotoAsync(console.Server.Url + "/console/");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(who.Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(who.OneTime);
        await page.Press("Enter");
        await page.Locator("[name=new-password]").FillAsync(RunningServer.Password);
        await page.Locator("[name=repeat-password]").FillAsync(RunningServer.Password);
        await page.Press("Enter");
        await page.Locator(until).First.WaitForAsync();
        return page;
    }

    /// <summary>A picture of the page, for a person to look at, where the variable NATCOMMENTS_SCREENSHOTS names a folder.</summary>
    public static async Task Screenshot(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("NATCOMMENTS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }

    public static Task Press(this IPage page, string key) => page.Keyboard.PressAsync(key);

    /// <summary>Waits until the queue that is open shows so many entries that wait; the first of them is open then.</summary>
    public static Task Waiting(this IPage page, int count) => Assertions.Expect(page.Locator("nat-entry-list li.waiting")).ToHaveCountAsync(count);

    public static ILocator Rows(this IPage page) => page.Locator("nat-entry-list li");

    /// <summary>A button by its whole name, keys and numbers aside.</summary>
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>Goes to a screen of the console by its address.</summary>
    public static async Task GoTo(this IPage page, string site, string screen)
    {
        await page.EvaluateAsync("address => { location.hash = address }", $"#/{site}/{screen}");
        await page.Locator($"nat-{screen.Split('/')[0]}-screen h1").WaitForAsync();
    }

    /// <summary>What the status line says.</summary>
    public static Task Says(this IPage page, string text) => Assertions.Expect(page.Locator("nat-announcer")).ToContainTextAsync(text);

    public static Task Shows(this ILocator locator, string text) => Assertions.Expect(locator).ToContainTextAsync(text);
}
