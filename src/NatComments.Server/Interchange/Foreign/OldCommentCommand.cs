using System.IO.Compression;
using System.Xml;
using NatComments.Core.Scoring;
using NatComments.Server.CommandLine;
using NatComments.Server.Identity;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>Brings the comments of WordPress or Disqus in, from the file that they export, also packed as <c>.gz</c>.</summary>
internal static class OldCommentCommand
{
    // 10 examples show what is meant; a site that once changed its addresses has thousands.
    private const int MaxExamples = 10;

    // Before a site is made for it: the first element says whose export a file is.
    private static string? NotOf(FileInfo file, string system)
    {
        using var raw = file.OpenRead();
        using Stream from = file.Extension == ".gz" ? new UnpackedStream(new GZipStream(raw, CompressionMode.Decompress), file.Length) : raw;
        try
        {
            OldXml.Open(from, system == "wxr" ? "rss" : "disqus");
            return null;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            return e.Message;
        }
    }

    /// <param name="system">"wxr" or "disqus".</param>
    public static async Task<int> Run(Workshop shop, string site, FileInfo file, string system, ArticleNames names, CancellationToken stop)
    {
        if (ImportCommand.Problem(site, file) is { } problem)
        {
            return Workshop.Fail(problem);
        }

        try
        {
            return await Read(shop, site, file, system, names, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Workshop.Fail($"{file.FullName} cannot be read: {e.Message}");
        }
    }

    private static async Task<int> Read(Workshop shop, string site, FileInfo file, string system, ArticleNames names, CancellationToken stop)
    {
        await using var raw = file.OpenRead();
        await using Stream from = file.Extension == ".gz" ? new UnpackedStream(new GZipStream(raw, CompressionMode.Decompress), file.Length) : raw;
        if (NotOf(file, system) is { } other)
        {
            return Workshop.Fail($"{file.FullName}: {other}");
        }

        await shop.Sites.Add(site, site);
        var report = new ImportReport();
        var import = new OldCommentImport(shop.Store, await Secrets.Load(shop.Store), ModelScorer.Load(), site, system, report);
        string? wrong = null;
        var articles = new OldArticles(names);
        await Progress.Show("Reading", file.Length, async progress =>
        {
            try
            {
                foreach (var thread in system == "wxr" ? WordPressFile.Read(from, articles, report) : DisqusFile.Read(from, articles, report))
                {
                    await import.Take(thread, stop);
                    progress.Set(raw.Position);
                }
            }
            catch (Exception e) when (e is XmlException or InvalidDataException)
            {
                wrong = $"The file cannot be read to its end: {e.Message} What could be read has been taken in; mend the file and import again.";
            }
        });

        Tell(articles.Together);
        foreach (var (article, why) in report.Incomplete)
        {
            Console.Error.WriteLine($"Not all comments of {article} could be taken in: {why}.");
        }

        Workshop.Say($"{site}: {report.New} comments are new, {report.There} were there already, {report.LeftOut} were left out.");
        return wrong is not null ? Workshop.Fail(wrong) : report.Incomplete.Count > 0 ? 1 : 0;
    }

    private static void Tell(IReadOnlyList<(string Article, string One, string Other)> together)
    {
        foreach (var (article, one, other) in together.Take(MaxExamples))
        {
            Console.Error.WriteLine($"{one} and {other} are one article here, {article}: their comments stand in one thread.");
        }

        if (together.Count > 0)
        {
            Console.Error.WriteLine($"{together.Count} articles of the file have several addresses. If these are different pages, import with --articles post or --articles identifier, and give pages the same names (data-article).");
        }
    }
}
