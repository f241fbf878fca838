using NatComments.Core.Audit;
using System.Net;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.HttpOverrides;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Audit;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Moderation;
using NatComments.Server.Observability;
using NatComments.Server.OpenApi;
using NatComments.Server.Privacy;
using NatComments.Server.Projections;
using NatComments.Server.Receipts;
using NatComments.Server.Scoring;
using NatComments.Server.Search;
using NatComments.Server.Settings;
using NatComments.Server.Silos;
using NatComments.Server.Sites;
using NatComments.Server.Statistics;
using NatComments.Server.Storage;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;

namespace NatComments.Server;

/// <summary>Puts the server together. The order of this file is the order of a request: settings, services, pipeline, endpoints.</summary>
public static class ServerHost
{
    // Settings are read at the start. Watching their folder for changes would also see every write to a database below it.
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    // Static files are sent as the build has packed them. The framework would pack them anew for each request when run from the sources, without
    // making them smaller, and would call gzip what it promised as brotli.
    private const string AsPacked = "--ReloadStaticAssetsAtRuntime=false";

    // 128 KiB: an address that asks for the counts of 200 articles with ids of 300 characters, slashes escaped. Kestrel refuses what is
    // longer before anything here could say why; the framework's 8 KiB are passed by 100 articles.
    private const int MaxRequestLine = 128 * 1024;

    /// <summary>Where the server listens unless <c>--urls</c> says otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Serves until it is told to stop. The exit code is 0, or 1 when it could not start.</summary>
    public static async Task<int> Run(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.StartAsync();
            await FirstStart.Greet(app, Console.Out);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (StartException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (StoreOpenException e)
        {
            await Console.Error.WriteLineAsync($"The database could not be opened ({e.Code}). {e.Message}");
            return 1;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Another program listens there; choose another address with --urls http://127.0.0.1:PORT.");
            return 1;
        }
    }

    /// <summary>The whole server, ready to start. Throws <see cref="StartException"/> or <see cref="StoreOpenException"/> when it cannot be.</summary>
    /// <param name="extend">Replaces services, for tests.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? extend = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = [.. args, NoReload, AsPacked],
            WebRootPath = WebRoot(),

            // The list of static files is found by this name, also when a test hosts the server.
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var options = Options(builder.Configuration);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBulkBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
        });

        // Requests run on the pool's thread that heard the socket, and answers are sent by the thread that wrote them: one wake-up fewer each way.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // Says nothing that UnexpectedErrors does not, and would make an activity and a scope for each request so that it could.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddTelemetry(options);
        SiloSetup.Add(builder, options);
        Services(builder.Services, options);
        extend?.Invoke(builder);

        var app = builder.Build();
        try
        {
            // Before a grain asks for them: it would wait for the store on the thread that the store's answer needs.
            _ = app.Services.GetRequiredService<AuditKeys>();
            _ = app.Services.GetRequiredService<Secrets>();
            Pipeline(app, options);
            Endpoints(app);
            return app;
        }
        catch
        {
            // What was opened is closed again: another start in the same process may follow.
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>The settings, checked.</summary>
    public static ServerOptions Options(IConfiguration configuration)
    {
        var options = new ServerOptions();
        try
        {
            configuration.GetSection(ServerOptions.Section).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new StartException($"A setting cannot be read: {e.InnerException?.Message ?? e.Message}");
        }

        options.Data = configuration["data"] ?? options.Data;
        return options.Problems() is { Count: > 0 } problems
            ? throw new StartException("These settings must be changed before the server can start:\n  " + string.Join("\n  ", problems))
            : options;
    }

    private static void Services(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => ServingLock.Take(options));
        services.AddSingleton(s =>
        {
            _ = s.GetRequiredService<ServingLock>();
            return ChosenStore.Open(options);
        });
        services.AddSingleton<IStore>(s => s.GetRequiredService<SealedStore>());
        services.AddSingleton(s => AuditKeyStore.Load(s.GetRequiredService<SealedStore>()).GetAwaiter().GetResult());
        services.AddSingleton(s => Secrets.Load(s.GetRequiredService<IStore>()).GetAwaiter().GetResult());
        services.AddScoring();
        services.AddSingleton(s => new LiveUpdates(new SharedPlaces(options.MaxLiveReaders, options.MaxLiveReadersPerNetwork)));
        services.AddSingleton<StoreEpochs>().AddSingleton<SiloObserver>().AddSingleton<GrainCalls>().AddSingleton<DueWork>();
        services.AddSingleton(s => new PageCache(s.GetRequiredService<StoreEpochs>(), s.GetRequiredService<TimeProvider>(), (long)options.ThreadMemoryMegabytes << 20));
        services.AddSingleton(s =>
        {
            var (store, cursors) = (s.GetRequiredService<IStore>(), s.GetRequiredService<CursorSeal>());
            var texts = new TextCache(store, options.TextMemoryMegacharacters * 1_000_000L);
            return new ThreadContext(store, texts, s.GetRequiredService<TimeProvider>(), page => ThreadPages.Format(cursors.Close(page)))
            {
                Epoch = s.GetRequiredService<StoreEpochs>().Of,
                Recent = new RecentCommits(),
            };
        });
        services.AddSingleton<GrainThreads>().AddSingleton<IThreads>(s => s.GetRequiredService<GrainThreads>()).AddHostedService<SiloBeat>();
        services.AddSites(options);
        services.AddSingleton(s => new ReaderTokens(s.GetRequiredService<Secrets>(), s.GetRequiredService<TimeProvider>(), TimeSpan.FromDays(options.ReaderTokenDays)));
        services.AddAccounts();
        ModeratorsSide.Add(services);
        services.AddSingleton(_ => new Rates(options.PostsPerMinute)).AddSingleton<DayKeys>().AddSingleton<NetworkDigests>();
        services.AddSingleton<IdempotencyKeys>().AddSingleton<CursorSeal>().AddSingleton<SlowTurns>().AddSingleton<RecentTexts>().AddSingleton<Submissions>();
        services.AddHealth();
        services.AddHostedService<ServerLife>().AddHostedService<StoreWatch>().AddHostedService<SiloWatch>();
        ReadersSide.Add(services);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>().AddProblemDetails();
        services.AddExceptionHandler<UnexpectedErrors>();
        services.AddCors(cors => cors.AddDefaultPolicy(Cors.Readers));
        RateLimits.Add(services);
        services.AddOpenApi("v1", OpenApiPage.Describe);
        services.ConfigureHttpJsonOptions(json =>
        {
            WireRules.Set(json.SerializerOptions);
            JsonSerializerContext[] contexts =
            [
                ThreadsJson.Default,
                ModerationJson.Default,
                AccountsJson.Default,
                AuthorsJson.Default,
                SitesJson.Default,
                VisitorsJson.Default,
                SettingsWireJson.Default,
                AuditWireJson.Default,
                SearchWireJson.Default,
                StatisticsWireJson.Default,
                ProjectionsJson.Default,
                ReceiptsJson.Default,
                PrivacyJson.Default,
                ScoringJson.Default,
                ProblemJson.Default,
                ProjectionsJson.Default,
            ];
            for (var i = 0; i < contexts.Length; i++)
            {
                json.SerializerOptions.TypeInfoResolverChain.Insert(i, contexts[i]);
            }
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        if (options.TrustedProxies.Length > 0)
        {
            services.Configure<ForwardedHeadersOptions>(forwarded =>
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

                // The chain is walked from the right for as long as its hops are trusted: a network in front of the proxy is one hop more.
                forwarded.ForwardLimit = null;

                // Also the loopback, which the framework would believe.
                forwarded.KnownProxies.Clear();
                forwarded.KnownIPNetworks.Clear();
                foreach (var proxy in options.TrustedProxies)
                {
                    forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(proxy, out var network) ? network : Only(IPAddress.Parse(proxy)));
                }
            });
        }
    }

    private static System.Net.IPNetwork Only(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    private static void Pipeline(WebApplication app, ServerOptions options)
    {
        if (options.TrustedProxies.Length > 0)
        {
            app.UseForwardedHeaders();
        }

        if (options.PublicPath is { Length: > 0 } path)
        {
            app.Use((http, next) => PublicAddress.UnderPath(http, path, next));
        }

        app.Use(SecurityHeaders.Handle);
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Problems.Write(context.HttpContext, Problems.OfStatus(context.HttpContext.Response.StatusCode)));
        app.UseRouting();
        app.UseCors();
        app.Use(ConsoleOrigin.Check);
        app.Use(SiteOrigins.Check);
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static void Endpoints(WebApplication app)
    {
        app.MapStaticAssets();
        app.MapGet("/", () => Results.Redirect("~/demo/index.html")).ExcludeFromDescription();
        app.MapSites();
        app.MapGet("/demo", () => Results.Redirect("~/demo/index.html")).ExcludeFromDescription();
        app.MapThreads();
        app.MapLive();
        ReadersSide.Map(app);
        ModeratorsSide.Map(app);
        app.MapScoring();
        app.MapHealth();
        OpenApiPage.Map(app);
    }

    // Published: the folder beside the program. From the sources: the build's own manifest knows where it is.
    private static string? WebRoot() =>
        Path.Combine(AppContext.BaseDirectory, "wwwroot") is var beside && Directory.Exists(beside) ? beside : null;
}

/// <summary>The server cannot start; the message says what to change.</summary>
public sealed class StartException(string message) : Exception(message);
