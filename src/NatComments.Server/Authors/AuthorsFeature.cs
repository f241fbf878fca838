using NatComments.Server.Http;

namespace NatComments.Server.Authors;

/// <summary>What is known of authors.</summary>
internal static class AuthorsFeature
{
    /// <summary>Adds records, weights and sanctions.</summary>
    public static IServiceCollection AddAuthors(this IServiceCollection services) => services
        .AddJson(AuthorsJson.Default)
        .AddSingleton<AuthorStore>().AddSingleton<ReporterRecords>().AddSingleton<ReportWeights>()
        .AddSingleton<LikeWeights>().AddSingleton<Statements>();
}
