namespace NatComments.Lab.Data;

/// <summary>
/// A folder of labelled sets: <c>LICENCE/SPLIT/NAME.tsv.gz</c> (or <c>.tsv</c>). A plain folder of such files is one split named after itself.
/// </summary>
public static class DataFolder
{
    /// <summary>Reads every set of a split, in the order of the names.</summary>
    /// <exception cref="DataFormatException">A file is not in the form that the loader knows.</exception>
    public static IReadOnlyList<DataSet> Read(string folder, string split, bool openOnly)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataFormatException($"There is no folder {folder}.");
        }

        var sets = new List<DataSet>();
        foreach (var licence in new[] { "open", "research" })
        {
            var path = Path.Combine(folder, licence, split);
            if ((licence == "open" || !openOnly) && Directory.Exists(path))
            {
                sets.AddRange(ReadFiles(path, licence, split));
            }
        }

        if (sets.Count == 0)
        {
            sets.AddRange(ReadFiles(folder, "given", split));
        }

        return sets;
    }

    private static IEnumerable<DataSet> ReadFiles(string path, string licence, string split) =>
        Directory.EnumerateFiles(path)
            .Where(f => f.EndsWith(".tsv", StringComparison.Ordinal) || f.EndsWith(".tsv.gz", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => new DataSet(Path.GetFileName(f).Split('.')[0], licence, split, ReadComments(f)));

    private static List<LabelledComment> ReadComments(string path)
    {
        var comments = new List<LabelledComment>();
        using var table = TsvReader.Open(path);
        int id = table.Column("id"), lang = table.Column("lang"), text = table.RequiredColumn("text");
        int spam = table.Column("spam"), abuse = table.Column("abuse"), sub = table.Column("toxic_sublabels");
        while (table.Read())
        {
            comments.Add(new LabelledComment(
                table.Value(id),
                table.Value(lang),
                table.Value(text),
                Label(table.Value(spam)),
                Label(table.Value(abuse)),
                table.Value(sub) is { Length: > 0 } list ? list.Split([',', ';', '|', ' '], StringSplitOptions.RemoveEmptyEntries) : []));
        }

        return comments;
    }

    private static bool? Label(string value) => value switch { "1" => true, "0" => false, _ => null };
}
