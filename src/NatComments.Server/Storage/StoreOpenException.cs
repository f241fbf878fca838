namespace NatComments.Server.Storage;

/// <summary>The store could not be opened, so the server does not start. The message says what is wrong and what to do.</summary>
/// <param name="code">
/// Stable: <c>store-newer</c> (written by a newer version), <c>store-foreign</c> (not ours), <c>store-read-only</c>, <c>store-locked</c>,
/// <c>store-in-use</c> (another server serves the folder),
/// <c>store-full</c>, <c>store-damaged</c>, <c>store-older</c> (the database server is too old), <c>store-refused</c> (the password),
/// <c>store-unsafe</c> (its settings would lose data unseen) or <c>store-unavailable</c>.
/// </param>
public sealed class StoreOpenException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable code.</summary>
    public string Code { get; } = code;
}
