namespace NatComments.Core.Storage.Keys;

/// <summary>Keys of the audit chains, one for each site and one for the server.</summary>
public static class AuditChainKeys
{
    /// <summary>The stream that holds a chain.</summary>
    public const string Chain = "audit";

    /// <summary>The document that says where a chain ends.</summary>
    public const string Head = "audit/head";

    private static readonly Export Elsewhere = Export.Not("A chain is exported by itself, at the audit endpoint.");

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        new("audit chain", KeySpace.Stream, KeyPlace.Both, Chain, key => key == Chain,
            Erasure.Kept("It holds ids and digests; a record that is changed breaks the chain."), Elsewhere, Import.Own,
            Retention.Stays),
        new("audit head", KeySpace.Document, KeyPlace.Both, Head, key => key == Head, Erasure.NotPersonal, Elsewhere,
            Import.Own, Retention.Stays),
    ];
}
