using NatComments.Server.Storage;

namespace NatComments.Tests.Storage;

/// <summary>A folder of a test's own, gone with all its files at the end, and with the key that a server puts beside its data.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("natcomments-test-").FullName;

    public string File(string name) => Path.Combine(FullName, name);

    public void Dispose()
    {
        System.IO.File.Delete(FullName + SealingKeySource.Ending);
        Directory.Delete(FullName, recursive: true);
    }
}
