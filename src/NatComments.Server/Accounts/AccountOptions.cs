using NatComments.Core.Sites;
using System.ComponentModel.DataAnnotations;

namespace NatComments.Server.Accounts;

/// <summary>How moderators sign in, and for how long.</summary>
public sealed class AccountOptions
{
    /// <summary>
    /// How many sign-ins under one name may fail from one network in five minutes before that network must wait; other
    /// limits follow from it.
    /// </summary>
    [Range(1, 1_000)]
    public int SignInsPerFiveMinutes { get; set; } = 8;

    /// <summary>
    /// After how many minutes without use a moderator's session ends. 30: OWASP ASVS 3.3.2 at level 2.
    /// </summary>
    [Range(5, 1_440)]
    public int SessionIdleMinutes { get; set; } = 30;

    /// <summary>
    /// After how many hours a moderator's session ends, however busy it is. 12: OWASP ASVS 3.3.2 at level 2.
    /// </summary>
    [Range(1, 168)]
    public int SessionHours { get; set; } = 12;

    /// <summary>
    /// Who must have a second factor (nobody, administrators, everybody), on every site; a site's settings may ask for
    /// more.
    /// </summary>
    [EnumDataType(typeof(SecondFactorNeed), ErrorMessage = "nobody, administrators or everybody.")]
    public SecondFactorNeed RequireSecondFactor { get; set; }

    /// <summary>
    /// A personal token for the first administrator, for installations without a person at the screen (at least 32
    /// characters); without it the
    /// first start prints a one-time sign-in. It is used at the first start only.
    /// </summary>
    [MinLength(32), MaxLength(200)]
    public string? SetupToken { get; set; }
}
