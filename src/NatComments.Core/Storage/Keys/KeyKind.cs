namespace NatComments.Core.Storage.Keys;

/// <summary>Which of the four kinds of name that a store has.</summary>
public enum KeySpace
{
    /// <summary>The name of a stream of events.</summary>
    Stream,

    /// <summary>The key of a document.</summary>
    Document,

    /// <summary>The name of an ordered index; its entries belong to its kind.</summary>
    Index,

    /// <summary>The name of a counter.</summary>
    Counter,
}

/// <summary>In which partitions keys of a kind lie.</summary>
[Flags]
public enum KeyPlace
{
    /// <summary>In the partition of a site.</summary>
    Site = 1,

    /// <summary>In <see cref="Commit.ServerPartition"/>.</summary>
    Server = 2,

    /// <summary>In both.</summary>
    Both = Site | Server,
}

/// <summary>
/// One kind of key in the store, and what each process that walks the store does with it. A kind cannot be written down
/// without its four answers.
/// </summary>
/// <param name="Name">A name for people and tests, different for each kind.</param>
/// <param name="Space">What it names.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="Pattern">The key, with its parts in braces.</param>
/// <param name="Is">True for a key of this kind.</param>
/// <param name="Erasure">What happens to it when a visitor erases their words.</param>
/// <param name="Export">Whether an export of the site has it.</param>
/// <param name="Import">Where it comes from after an import into another store.</param>
/// <param name="Retention">How long it stays.</param>
public sealed record KeyKind(
    string Name,
    KeySpace Space,
    KeyPlace Place,
    string Pattern,
    Func<string, bool> Is,
    Erasure Erasure,
    Export Export,
    Import Import,
    Retention Retention)
{
    /// <summary>True for a document that is encrypted at rest.</summary>
    public bool IsSealed { get; init; }

    /// <summary>What every key of the kind begins with: the pattern up to its first part.</summary>
    public string Prefix => Pattern.IndexOf('{', StringComparison.Ordinal) is var at and >= 0 ? Pattern[..at] : Pattern;

    /// <summary>True when there is only one key of the kind in a partition.</summary>
    public bool IsSingle => Prefix.Length == Pattern.Length;
}
