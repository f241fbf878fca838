using System.ComponentModel.DataAnnotations;

namespace NatComments.Server.Visitors;

/// <summary>How long visitors are known.</summary>
public sealed class VisitorOptions
{
    /// <summary>After how many days a reader token that is not used any more ends.</summary>
    [Range(1, 3_650)]
    public int ReaderTokenDays { get; set; } = 365;
}
