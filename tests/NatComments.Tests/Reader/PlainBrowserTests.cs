using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>A browser without scripts and cookies that follows no redirect by itself, on a site of each test's own.</summary>
public abstract class PlainBrowserTests(RunningServer server) : SiteTests(server)
{
    private protected HttpClient _browser = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new(_server.Url),
        };
    }

    public override Task DisposeAsync()
    {
        _browser.Dispose();
        return base.DisposeAsync();
    }
}
