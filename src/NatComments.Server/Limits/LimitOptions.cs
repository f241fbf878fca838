using System.ComponentModel.DataAnnotations;

namespace NatComments.Server.Limits;

/// <summary>How much one network address may ask for.</summary>
public sealed class LimitOptions
{
    /// <summary>
    /// How many changes (comments, edits, likes, reports, …) one network address may make in a minute; 0 switches the
    /// limit off. 30: a school or an
    /// exit of Tor shares one address, and nobody writes faster than one every other second.
    /// </summary>
    [Range(0, 100_000)]
    public int PostsPerMinute { get; set; } = 30;
}
