using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>A server for each test, and a browser without scripts and cookies that follows no redirect by itself.</summary>
public abstract class PlainBrowserTests : IAsyncLifetime
{
    private protected RunningServer _server = null!;
    private protected HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new(_server.Url),
        };
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
    }
}
