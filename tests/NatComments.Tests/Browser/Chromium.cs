using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Browser;

/// <summary>A test that needs Chromium; skipped, visibly, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium.Executable))
        {
            Skip = $"There is no {Chromium.Executable}.";
        }
    }

    /// <summary>The test looks at accessibility and needs axe-core too.</summary>
    public bool Axe
    {
        get => false;
        init => Skip ??= value && !File.Exists(Chromium.AxeFile) ? "axe-core is not installed; tests/run.sh installs it." : null;
    }
}

/// <summary>The same for a test with several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}

/// <summary>The tests that share one browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}

/// <summary>A real Chromium, a real server, and a publisher's web site on an origin of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Executable = "/usr/bin/chromium";

    private readonly ConcurrentDictionary<string, string> _pages = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WebApplication? _publisher;

    /// <summary>Where axe-core lies when it is installed.</summary>
    public static string AxeFile => Path.Combine(Repository.Root, "tests/NatComments.Tests/Browser/node_modules/axe-core/axe.min.js");

    public RunningServer Server { get; private set; } = null!;

    /// <summary>The publisher's origin: another port is another origin.</summary>
    public string Publisher { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(ReadersPage.Patience);
        if (!File.Exists(Executable))
        {
            return;
        }

        Server = await RunningServer.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var builder = WebApplication.CreateSlimBuilder();
        _publisher = builder.Build();
        _publisher.Urls.Add("http://127.0.0.1:0");
        _publisher.Run(http =>
        {
            // What a strict site sends: its own pages and styles, and one line for the comments.
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src {Server.Url}; connect-src {Server.Url}; img-src data:; style-src 'self'; require-trusted-types-for 'script'; trusted-types nat-comments";
            http.Response.ContentType = http.Request.Path.Value!.EndsWith(".css", StringComparison.Ordinal) ? "text/css" : "text/html; charset=utf-8";
            return http.Response.WriteAsync(_pages.GetValueOrDefault(http.Request.Path, ""));
        });
        await _publisher.StartAsync();
        Publisher = _publisher.Urls.Single();
    }

    /// <summary>A reader's browser: its own storage, nothing remembered.</summary>
    public Task<IBrowserContext> Reader(BrowserNewContextOptions? options = null) => _browser!.NewContextAsync(options);

    /// <summary>Puts a page on the publisher's site and gives its address.</summary>
    public string Page(string path, string body, string lang = "en")
    {
        _pages[path] = $"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>An article</title><meta name=viewport content=\"width=device-width\"><link rel=icon href=\"data:,\"></head><body><main><h1>An article</h1>{body}</main></body></html>";
        return Publisher + path;
    }

    /// <summary>Puts a style sheet on the publisher's site; a page names it by <paramref name="path"/>, which ends in <c>.css</c>.</summary>
    public void StyleSheet(string path, string rules) => _pages[path] = rules;

    /// <summary>A page with one thread, brought in by the one line.</summary>
    public string Article(string article, string attributes = "", string lang = "en") =>
        Page("/" + article, $"<script src=\"{Server.Url}/embed.js\" data-site=demo data-article=\"{article}\" {attributes} async></script>", lang);

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
            _playwright!.Dispose();
            await _publisher!.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}

/// <summary>What tests say of a page with comments.</summary>
public static class ReadersPage
{
    // 30 seconds, under the load of all the other tests; what has not come by then does not come.
    public const float Patience = 30_000;

    private static int _names;

    /// <summary>Opens a page and waits until comments can be written. What goes wrong on it is added to <paramref name="faults"/>.</summary>
    public static async Task<IPage> Open(this IBrowserContext reader, string url, List<string>? faults = null, bool writable = true)
    {
        var page = await reader.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") { faults?.Add(message.Text); } };
        page.PageError += (_, error) => faults?.Add(error);
        await page.GotoAsync(url);
        await page.Locator(writable ? "nat-comments textarea" : "nat-comments .list").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return page;
    }

    /// <summary>Writes into the form on top and sends.</summary>
    /// <param name="name">Null: one that nobody has taken.</param>
    public static async Task Write(this IPage page, string text, string? name = null)
    {
        name ??= "Rojda " + string.Concat($"{Interlocked.Increment(ref _names)}".Select(digit => (char)('k' + digit - '0')));
        await page.Locator("nat-comments [name=name]").First.FillAsync(name);
        await page.Locator("nat-comments [name=text]").First.FillAsync(text);
        await page.Locator("nat-comments button.main").First.ClickAsync();
    }

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The item of the comment with this text.</summary>
    public static ILocator Comment(this IPage page, string text) => page.Locator("nat-comments li").Filter(new() { Has = page.Locator(":scope > article .body", new() { HasTextString = text }) }).First;

    public static Task Shows(this ILocator locator, string text) => Assertions.Expect(locator).ToContainTextAsync(text);
}
