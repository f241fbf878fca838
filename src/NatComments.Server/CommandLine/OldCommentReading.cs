using System.IO.Compression;
using NatComments.Core.Scoring;
using NatComments.Server.Interchange;
using NatComments.Server.Interchange.Foreign;
using NatComments.Server.Storage;

namespace NatComments.Server.CommandLine;

/// <summary>Brings the comments of WordPress or Disqus in, from the file that they export, packed or not.</summary>
internal static class OldCommentReading
{
    public static async Task Run(CommandContext context, ImportResult result, CancellationToken stop)
    {
        var (request, report, isWordPress) = (result.Request, result.Report, result.Format == ImportFormat.Wxr);
        await using var raw = request.File.OpenRead();
        await using Stream from = FileKind.IsPacked(request.File) ? new UnpackedStream(new GZipStream(raw, CompressionMode.Decompress), request.File.Length) : raw;
        var articles = result.Articles = new OldArticles(request.Articles);
        var import = new OldCommentImport(
            context.Store, await Secrets.Load(context.Store), ModelScorer.Load(), request.Site, ImportDocument.Code(result.Format.ToString()!), report, writes: !request.DryRun);
        await Progress.Show("Reading", request.File.Length, async progress =>
        {
            try
            {
                foreach (var thread in isWordPress ? WordPressFile.Read(from, articles, report) : DisqusFile.Read(from, articles, report))
                {
                    if (!request.DryRun && report.New == 0)
                    {
                        await context.Sites.Add(request.Site, request.Site);
                    }

                    await import.Take(thread, stop);
                    progress.Set(raw.Position);
                }
            }
            catch (InvalidDataException e)
            {
                result.Broken = e.Message;
            }
        });
    }
}
