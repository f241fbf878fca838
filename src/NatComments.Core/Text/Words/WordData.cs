namespace NatComments.Core.Text.Words;

/// <summary>The text files beside this one, which are part of the assembly.</summary>
internal static class WordData
{
    /// <summary>The text of a file.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    internal static string Read(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    internal static Stream Open(string name) =>
        typeof(WordData).Assembly.GetManifestResourceStream("NatComments.Core.Text.Words." + name)
            ?? throw new ArgumentException($"There is no '{name}' among the word data.", nameof(name));
}
