using System.Text;

namespace NatComments.Tests.Seized;

/// <summary>What whoever takes a disk away finds on it.</summary>
internal static class Files
{
    /// <summary>Which of these words, as they are or with a capital, stand in any byte of a folder's files.</summary>
    public static IReadOnlyList<string> Holding(string folder, params string[] words) =>
        [.. words.Where(word => Holds(folder, Encoding.UTF8.GetBytes(word)) || Holds(folder, Encoding.UTF8.GetBytes(char.ToUpperInvariant(word[0]) + word[1..])))];

    /// <summary>True when these bytes stand in a file of the folder.</summary>
    public static bool Holds(string folder, byte[] bytes) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file => Read(file).AsSpan().IndexOf(bytes) >= 0);

    // While others write it, and also when it is just being taken away.
    private static byte[] Read(string file)
    {
        try
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var all = new MemoryStream();
            from.CopyTo(all);
            return all.ToArray();
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
