using NatComments.Core.Moderation;

namespace NatComments.Server.Sites;

/// <summary>What holds for every site's policy, whatever the site's own settings say.</summary>
public sealed class PolicyOptions
{
    /// <summary>Hold every comment of an author who is new, on every site.</summary>
    public bool Premoderate { get; set; }

    /// <summary>
    /// Publish whatever comes, whatever its score: for measuring with texts that are made of random words, and for
    /// nothing else. Texts are scored all the same.
    /// </summary>
    public bool PublishEverything { get; set; }

    /// <summary>A site's policy as these settings change it.</summary>
    public PolicySettings Policy(PolicySettings site) =>
        PublishEverything ? PolicySettings.PublishesEverything
        : Premoderate ? site with { PremoderateNewAuthors = true }
        : site;
}
