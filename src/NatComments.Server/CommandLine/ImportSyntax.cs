using System.CommandLine;
using NatComments.Server.Interchange;
using NatComments.Server.Interchange.Foreign;

namespace NatComments.Server.CommandLine;

/// <summary>The command <c>import</c>.</summary>
internal static class ImportSyntax
{
    public static Command Describe(Option<string> data)
    {
        var site = new Argument<string>("SITE") { Description = "The site to bring the comments into; it is made if it is not there." };
        var file = new Argument<FileInfo>("FILE") { Description = "The file to read; it may be packed (.gz)." };
        var from = new Option<ImportFormat?>("--from") { Description = "Who wrote the file: this program (ndjson), WordPress (wxr) or Disqus (disqus). Left out, the file tells." };
        from.AcceptOnlyFromAmong("ndjson", "wxr", "disqus");
        var articles = new Option<ArticleNames>("--articles")
        {
            Description = "From WordPress or Disqus, how articles are called here: by their address without the host (path), post-1234 by their number in WordPress (post), or by what the other system called them: the identifier of Disqus, the guid of WordPress (identifier).",
            DefaultValueFactory = _ => ArticleNames.Path,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Reports what would become of the comments, and writes nothing." };
        var report = new Option<FileInfo?>("--report") { Description = "A file to write the report to, as JSON." };
        var json = new Option<bool>("--json") { Description = "Says the report as JSON instead of words." };
        var import = new Command("import", """
            Brings comments in, also beside a running server, and reports what became of each. Again is safe: what is there already is left alone.
            Examples: import nat nat.ndjson
                      import nat wordpress.xml --articles post --dry-run
                      import nat disqus.xml.gz --report disqus.json
            Exit codes: 0 every comment is here or left out for good reason, 1 nothing was taken in (no such file, another kind of file),
            2 the file breaks within (what stands before is taken in), 3 some comments that should be here could not be taken in.
            """) { site, file, from, articles, dryRun, report, json };
        import.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, context => ImportCommand.Run(
            context,
            new(args.GetValue(site)!, args.GetValue(file)!, args.GetValue(from), args.GetValue(articles), args.GetValue(dryRun), args.GetValue(report), args.GetValue(json)),
            stop)));
        return import;
    }
}
