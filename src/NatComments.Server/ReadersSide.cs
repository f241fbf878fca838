using NatComments.Server.Accounts;
using NatComments.Server.Localization;
using NatComments.Server.Pages;
using NatComments.Server.Privacy;
using NatComments.Server.Receipts;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;

namespace NatComments.Server;

/// <summary>What stands around the plain reading and posting of readers: drafts, pseudonyms, their own record, pages without scripts, settings of origins and sign-on.</summary>
internal static class ReadersSide
{
    public static void Add(IServiceCollection services)
    {
        services.AddPrivacy().AddReceipts();
        services.AddSingleton<SignOn>().AddSingleton<Readers>();
        services.AddSingleton<PhraseHashes>().AddSingleton<Pseudonyms>().AddSingleton<StaffNames>().AddSingleton<Names>();
        services.AddSingleton<Posts>().AddSingleton<Articles>().AddSingleton<ArticleThreads>().AddSingleton<Messages>();
        services.AddPages();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPrivacy();
        app.MapDrafts();
        app.MapPseudonyms();
        app.MapPages();
        app.MapReceipts();
    }
}
