using Microsoft.Extensions.Options;
using NatComments.Server.Accounts;
using NatComments.Server.Configuration;
using NatComments.Server.Http;
using NatComments.Server.Storage;

namespace NatComments.Server.Visitors;

/// <summary>People who read and write comments: how they are known.</summary>
internal static class VisitorsFeature
{
    /// <summary>Adds tokens, pseudonyms, names and single sign-on.</summary>
    public static IServiceCollection AddVisitors(this IServiceCollection services) => services
        .AddFeatureOptions<VisitorOptions>().AddJson(VisitorsJson.Default)
        .AddSingleton<SignOn>().AddSingleton<Readers>().AddSingleton<PhraseHashes>().AddSingleton<Pseudonyms>()
        .AddSingleton<StaffNames>().AddSingleton<Names>().AddSingleton<PrivateFeeds>()
        .AddSingleton(s => new ReaderTokens(
            s.GetRequiredService<Secrets>(),
            s.GetRequiredService<TimeProvider>(),
            TimeSpan.FromDays(s.GetRequiredService<IOptions<VisitorOptions>>().Value.ReaderTokenDays)));
}
