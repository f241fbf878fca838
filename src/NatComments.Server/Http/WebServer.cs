using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using NatComments.Server.Configuration;

namespace NatComments.Server.Http;

/// <summary>The web server: where it listens, what it takes, how it refuses.</summary>
internal static class WebServer
{
    /// <summary>Where the server listens unless <c>--urls</c> says otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    // Settings are read at the start. Watching their folder for changes would also see every write to a database below
    // it.
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    // Static files are sent as the build has packed them. The framework would pack them anew for each request when run
    // from the sources, without making them smaller, and would call gzip what it promised as brotli.
    private const string AsPacked = "--ReloadStaticAssetsAtRuntime=false";

    // 128 KiB: an address that asks for the counts of 200 articles with ids of 300 characters, slashes escaped. Kestrel
    // refuses what is longer before anything here could say why; the framework's 8 KiB are passed by 100 articles.
    private const int MaxRequestLine = 128 * 1024;

    /// <summary>A builder that has read the settings and knows where static files lie.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = [.. args, NoReload, AsPacked],
            WebRootPath = WebRoot(),

            // The list of static files is found by this name, also when a test hosts the server.
            ApplicationName = typeof(WebServer).Assembly.GetName().Name,
        });
        if (builder.Configuration["data"] is { } data)
        {
            // The short form of --NatComments:Data.
            builder.Configuration[FeatureOptions.Section + ":Data"] = data;
        }

        builder.WebHost.UseStaticWebAssets().UseKestrelHttpsConfiguration();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // Requests run on the pool's thread that heard the socket, and answers are sent by the thread that wrote them:
        // one wake-up fewer each way.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // Says nothing that UnexpectedErrors does not, and would make an activity and a scope for each request so that it
        // could.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return builder;
    }

    /// <summary>Adds what every endpoint needs.</summary>
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.AddFeatureOptions<HttpOptions>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HttpOptions>>((kestrel, http) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.Value.MaxBulkBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<HttpOptions>>(Trust);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>().AddProblemDetails();
        services.AddExceptionHandler<UnexpectedErrors>();
        services.AddCors(cors => cors.AddDefaultPolicy(Cors.Readers));
        services.ConfigureHttpJsonOptions(json => WireRules.Set(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

        // 15 s: an orchestrator gives 30 before it kills.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        return services.AddJson(ProblemJson.Default);
    }

    /// <summary>Believes the proxies that the settings name, and serves under the path of the public address.</summary>
    public static void UseProxies(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<HttpOptions>>().Value;
        if (options.TrustedProxies.Length > 0)
        {
            app.UseForwardedHeaders();
        }

        if (options.PublicPath is { Length: > 0 } path)
        {
            app.Use((http, next) => PublicAddress.UnderPath(http, path, next));
        }
    }

    private static void Trust(ForwardedHeadersOptions forwarded, IOptions<HttpOptions> http)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

        // The chain is walked from the right for as long as its hops are trusted: a network in front of the proxy is one
        // hop more.
        forwarded.ForwardLimit = null;

        // Also the loopback, which the framework would believe.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in http.Value.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(proxy, out var network) ? network : Only(IPAddress.Parse(proxy)));
        }
    }

    private static System.Net.IPNetwork Only(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    // Published: the folder beside the program. From the sources: the build's own manifest knows where it is.
    private static string? WebRoot() =>
        Path.Combine(AppContext.BaseDirectory, "wwwroot") is var beside && Directory.Exists(beside) ? beside : null;
}
