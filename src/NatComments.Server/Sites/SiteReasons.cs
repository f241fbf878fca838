
namespace NatComments.Server.Sites;

/// <summary>The reasons that are known on a site: those of the product and its own.</summary>
internal sealed class SiteReasons(SiteDirectory sites)
{
    /// <summary>Every code with which a comment can be rejected on the site.</summary>
    public async ValueTask<IReadOnlySet<string>> Of(string site, CancellationToken stop = default) =>
        (await sites.Find(site, stop))?.Settings.ReasonCodes() ?? new HashSet<string>();

    /// <summary>What the site's own reasons are called, by language, by code.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Named(string site, CancellationToken stop = default) =>
        (await sites.Find(site, stop))?.Settings.Reasons.ToDictionary(reason => reason.Code, reason => reason.Names) ?? [];

    /// <summary>The rule of the site that a reason stands for, as its author reads it; null when none was written down.</summary>
    public async ValueTask<string?> Rule(string site, string reason, CancellationToken stop = default) =>
        (await sites.Find(site, stop))?.Settings.Reasons.FirstOrDefault(known => known.Code == reason)?.Rule;
}
