using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using NatComments.Server.Accounts;
using NatComments.Server.Audit;
using NatComments.Server.Authors;
using NatComments.Server.CommandLine;
using NatComments.Server.Configuration;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Moderation;
using NatComments.Server.Observability;
using NatComments.Server.OpenApi;
using NatComments.Server.Pages;
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

/// <summary>The program: with no command a web server and a silo in one process, with one a command.</summary>
public static class Program
{
    /// <summary>Serves, or runs a command. The exit code is 0, or 1 when it could not.</summary>
    public static Task<int> Main(string[] args) => Commands.IsServe(args) ? Serve(args) : Commands.Run(args);

    /// <summary>The whole server, ready to start. Its store is open.</summary>
    /// <param name="extend">Replaces services, for tests.</param>
    /// <exception cref="StartException">It cannot start; the message says what to change.</exception>
    /// <exception cref="StoreOpenException">Its store cannot be opened.</exception>
    /// <exception cref="OptionsValidationException">A setting cannot be read or is out of range.</exception>
    public static async Task<WebApplication> Build(string[] args, Action<WebApplicationBuilder>? extend = null)
    {
        var builder = WebServer.CreateBuilder(args);
        builder.AddTelemetry();
        builder.AddSilo();
        var open = await OpenStore.Open(FeatureOptions.Read<StorageOptions>(builder.Configuration));
        try
        {
            builder.Services.AddSingleton(TimeProvider.System)
                .AddStorage(open).AddMessages().AddHttp().AddLimits()
                .AddSites().AddAccounts().AddVisitors().AddAuthors()
                .AddThreads().AddScoring().AddSettings().AddProjections()
                .AddModeration().AddSearch().AddAudit().AddStatistics()
                .AddPages().AddReceipts().AddPrivacy()
                .AddHealth().AddApiDescription();
            extend?.Invoke(builder);
            var app = builder.Build();
            Use(app);
            Map(app);
            return app;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    // The order of a request.
    private static void Use(WebApplication app)
    {
        app.UseProxies();
        app.Use(SecurityHeaders.Handle);
        app.UseExceptionHandler();
        app.UseStatusCodePages(Problems.WriteStatus);
        app.UseRouting();
        app.UseCors();
        app.Use(ConsoleOrigin.Check);
        app.Use(SiteOrigins.Check);
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static void Map(WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapThreads();
        app.MapSites();
        app.MapPages();
        app.MapReceipts();
        app.MapPrivacy();
        app.MapPseudonyms();
        app.MapAccounts();
        app.MapModeration();
        app.MapSearch();
        app.MapSettings();
        app.MapAudit();
        app.MapStatistics();
        app.MapProjections();
        app.MapSilos();
        app.MapScoring();
        app.MapHealth();
        app.MapApiDescription();
    }

    private static async Task<int> Serve(string[] args)
    {
        try
        {
            await using var app = await Build(args);
            await app.StartAsync();
            await FirstStart.Greet(app, Console.Out);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (Why(e) is { } why)
        {
            await Console.Error.WriteLineAsync(why);
            return 1;
        }
    }

    // What the person at the screen must change before the server can start; null for a defect.
    private static string? Why(Exception e) => e switch
    {
        StartException => e.Message,
        StoreOpenException open => $"The database could not be opened ({open.Code}). {open.Message}",
        OptionsValidationException options => Settings(options.Failures),
        AggregateException many when many.InnerExceptions.All(one => one is OptionsValidationException) =>
            Settings(many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures)),
        IOException { InnerException: AddressInUseException } =>
            $"{e.Message} Another program listens there; choose another address with --urls http://127.0.0.1:PORT.",
        _ => null,
    };

    private static string Settings(IEnumerable<string> failures) =>
        "These settings must be changed before the server can start:\n  " + string.Join("\n  ", failures.Distinct());
}
