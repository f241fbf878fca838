using Microsoft.Extensions.Options;
using NatComments.Core.Storage;
using NatComments.Server.Configuration;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>People who sign in, and the programs of a site: what is there, and which endpoints.</summary>
internal static class AccountsFeature
{
    /// <summary>Adds what signing in needs.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        AccountSchemes.Add(services);
        return services
            .AddFeatureOptions<AccountOptions>().AddJson(AccountsJson.Default)
            .AddSingleton<AccountStore>().AddSingleton<People>().AddSingleton<ModeratorNames>().AddSingleton<UsedDays>()
            .AddSingleton<PersonalTokens>().AddSingleton<ApiKeys>()
            .AddSingleton<Passwords>().AddSingleton<SecondFactor>().AddSingleton<SecondFactorRule>()
            .AddSingleton<Devices>().AddSingleton<SignIns>().AddSingleton<AccountProof>().AddSingleton<SessionReplies>()
            .AddSingleton<SignInJournal>().AddHostedService(s => s.GetRequiredService<SignInJournal>())
            .AddSingleton(s => new SignInLimits(
                s.GetRequiredService<IOptions<AccountOptions>>().Value.SignInsPerFiveMinutes, s.GetRequiredService<TimeProvider>()))
            .AddSingleton(NewSessions);
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapSessions();
        app.MapOwnAccount();
        app.MapPeople();
        app.MapKeys();
    }

    private static Sessions NewSessions(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<AccountOptions>>().Value;
        return new(
            services.GetRequiredService<IStore>(),
            services.GetRequiredService<AccountStore>(),
            services.GetRequiredService<TimeProvider>(),
            TimeSpan.FromMinutes(options.SessionIdleMinutes),
            TimeSpan.FromHours(options.SessionHours));
    }
}
