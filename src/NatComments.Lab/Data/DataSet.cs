namespace NatComments.Lab.Data;

/// <summary>A named set of labelled comments in one split.</summary>
/// <param name="Name">The file's name without its endings, such as <c>offenseval_tr</c>.</param>
/// <param name="Licence">The class of licence: the name of the folder it lies in, <c>open</c> or <c>research</c>.</param>
/// <param name="Split"><c>train</c> or <c>dev</c>.</param>
public sealed record DataSet(string Name, string Licence, string Split, IReadOnlyList<LabelledComment> Comments)
{
    /// <summary>The same set with every n-th comment only, for a quick look.</summary>
    public DataSet EveryNth(int n) => n <= 1 ? this : this with { Comments = [.. Comments.Where((_, i) => i % n == 0)] };
}
