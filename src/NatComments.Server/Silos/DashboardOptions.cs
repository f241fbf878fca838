namespace NatComments.Server.Silos;

/// <summary>Whether the Orleans Dashboard is shown.</summary>
public sealed class DashboardOptions
{
    /// <summary>
    /// Shows administrators of every site the Orleans Dashboard at <c>/orleans/</c>: every silo, activation and call,
    /// live. It counts each call of a
    /// grain and takes some 76 MB: for looking, not for always.
    /// </summary>
    public bool Dashboard { get; set; }
}
