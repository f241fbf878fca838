namespace NatComments.Tests;

/// <summary>Where the sources stand that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Golden { get; } = Path.Combine(Root, "tests", "NatComments.Tests", "Golden");

    /// <summary>Files below a folder of the sources, without what a build makes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Where(path => !IsBuilt(path));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static bool IsBuilt(string path) => Relative(path).Split('/').Any(part => part is "bin" or "obj");

    private static string Find(string from)
    {
        var folder = new DirectoryInfo(from);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NatComments.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests read the sources they were built from; NatComments.sln is not above them.");
    }
}
