using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Deploy;

/// <summary>What readers meet behind the proxy as it is shipped.</summary>
public sealed class ShippedProxyTests
{
    private static readonly string[] Proxy = ["--NatComments:TrustedProxies:0", "127.0.0.1"];

    [SkippableOnProxyFact]
    public async Task Bad_bodies_beside_the_posts_of_others_cost_them_no_request_and_write_nothing_into_the_log()
    {
        var log = new ErrorLog();
        await using var server = await RunningServer.StartWith(builder => builder.Services.AddSingleton<ILoggerProvider>(log), null, Proxy);
        await using var proxy = await ShippedProxy.Start(server.Url);
        using var stop = new CancellationTokenSource();
        var bad = Enumerable.Range(10, 3).Select(async i =>
        {
            using var http = proxy.Client($"127.0.0.{i}");
            var sent = 0;
            for (; !stop.IsCancellationRequested; sent++)
            {
                var (path, body) = (sent % 4) switch
                {
                    0 => ("/api/v1/session", """{"x":1}"""),
                    1 => ("/api/v1/sites/demo/threads/a/comments", "{"),
                    2 => ("/api/v1/sites/demo/threads/a/comments", new string('x', 100_000)),
                    _ => ("/sites/demo/threads/a", """{"form":"no"}"""),
                };
                Assert.InRange((int)(await http.PostAsync(path, Answers.Body(body))).StatusCode, 400, 499);
            }

            return sent;
        }).ToList();
        var good = Enumerable.Range(20, 3).Select(async i =>
        {
            using var http = proxy.Client($"127.0.0.{i}");
            for (var n = 0; n < 100; n++)
            {
                var answer = await http.PostAsJsonAsync("/api/v1/sites/demo/threads/a/comments", new { text = $"Words {n} of {i}.", author = new { name = "Defne" } });
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            }
        }).ToList();

        await Task.WhenAll(good);
        await stop.CancelAsync();

        Assert.True((await Task.WhenAll(bad)).Sum() > 30);
        Assert.Equal(300, (await server.Page("a")).Number("count"));
        Assert.Empty(log.Lines);
    }

    [SkippableOnProxyFact]
    public async Task Pages_errors_and_what_the_proxy_itself_says_ask_browsers_to_come_by_tls_alone()
    {
        await using var server = await RunningServer.Start(null, Proxy);
        await using var proxy = await ShippedProxy.Start(server.Url);
        using var http = proxy.Client();
        foreach (var path in (string[])["/sites/demo/threads/a", "/console/index.html", "/nothing", "/api/v1/sites/demo/threads/a"])
        {
            Assert.Equal(["max-age=31536000"], (await http.GetAsync(path)).Headers.GetValues("Strict-Transport-Security"));
        }

        var tooLarge = await http.PostAsync("/sites/demo/threads/a", Answers.Body(new string('x', 9_000_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Single(tooLarge.Headers.GetValues("Strict-Transport-Security"));
    }

    [SkippableOnProxyFact]
    public async Task A_school_of_readers_is_not_limited_and_a_flood_of_sign_ins_is()
    {
        await using var server = await RunningServer.Start(null, Proxy);
        await using var proxy = await ShippedProxy.Start(server.Url);
        using var school = proxy.Client("127.0.0.30");
        var pages = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => school.GetAsync("/sites/demo/threads/a")));
        Assert.All(pages, page => Assert.Equal(HttpStatusCode.OK, page.StatusCode));

        using var flood = proxy.Client("127.0.0.31");
        var signIns = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => flood.PostAsync("/api/v1/session", Answers.Body("{"))));
        Assert.InRange(signIns.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests), 50, 99);
    }
}

/// <summary>A test that needs nginx: <c>tests/run.sh</c> installs it.</summary>
internal sealed class SkippableOnProxyFactAttribute : FactAttribute
{
    public SkippableOnProxyFactAttribute() => Skip = ShippedProxy.IsHere ? null : "There is no nginx.";
}
