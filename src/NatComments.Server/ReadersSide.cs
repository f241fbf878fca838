using NatComments.Server.Accounts;
using NatComments.Server.Localization;
using NatComments.Server.Pages;
using NatComments.Server.Privacy;
using NatComments.Server.Receipts;
using NatComments.Server.Sites;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;

namespace NatComments.Server;

/// <summary>What stands around the plain reading and posting of readers: drafts, pseudonyms, their own record, pages without scripts, settings of origins and sign-on.</summary>
internal static class ReadersSide
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<HeldData>().AddSingleton<PrivacyEndpoints>();
        services.AddSingleton<SiteReaders>().AddSingleton<SignOn>().AddSingleton<Readers>();
        services.AddSingleton<PhraseHashes>().AddSingleton<Pseudonyms>().AddSingleton<StaffNames>().AddSingleton<Names>();
        services.AddSingleton<Posts>().AddSingleton<Articles>().AddSingleton<ArticleThreads>().AddSingleton<OwnRecords>().AddSingleton<ReceiptStore>().AddSingleton<ReceiptTimeline>().AddSingleton<PrivateFeeds>().AddSingleton<Messages>();
        services.AddSingleton<AboutEndpoints>().AddSingleton<WordsEndpoints>().AddSingleton<PlainEndpoints>().AddSingleton<PlainRecordEndpoints>().AddSingleton<ReceiptEndpoints>();
        services.AddSingleton<DraftEndpoints>().AddSingleton<PseudonymEndpoints>().AddSingleton<OwnRecordEndpoints>().AddSingleton<ReaderSettingsEndpoints>();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        services.GetRequiredService<AboutEndpoints>().Map(app);
        services.GetRequiredService<PrivacyEndpoints>().Map(app);
        services.GetRequiredService<WordsEndpoints>().Map(app);
        services.GetRequiredService<DraftEndpoints>().Map(app);
        services.GetRequiredService<PseudonymEndpoints>().Map(app);
        services.GetRequiredService<OwnRecordEndpoints>().Map(app);
        services.GetRequiredService<ReaderSettingsEndpoints>().Map(app);
        services.GetRequiredService<PlainEndpoints>().Map(app);
        services.GetRequiredService<PlainRecordEndpoints>().Map(app);
        services.GetRequiredService<ReceiptEndpoints>().Map(app);
    }
}
