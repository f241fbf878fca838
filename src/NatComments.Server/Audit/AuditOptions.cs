using System.ComponentModel.DataAnnotations;

namespace NatComments.Server.Audit;

/// <summary>How the ends of the audit chains are told.</summary>
public sealed class AuditOptions
{
    /// <summary>
    /// A file to which the ends of the audit chains are appended, besides the log: outside the data, best on another
    /// machine. <c>audit verify --head FILE</c>
    /// finds with it what was cut off or put back.
    /// </summary>
    public string? AuditHeadFile { get; set; }

    /// <summary>
    /// After how many minutes an audit chain that has grown is told of. 60: an hour of decisions is what a thief of
    /// the server could take back unseen.
    /// </summary>
    [Range(1, 1_440)]
    public int AuditHeadMinutes { get; set; } = 60;
}
