using System.CommandLine;
using NatComments.Core.Audit;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;

namespace NatComments.Server.CommandLine;

/// <summary>The command line: with no command the program serves, with one it sets up, imports or exports.</summary>
internal static class Commands
{
    /// <summary>True when there is no command, only settings: nothing of the command line needs to be loaded then.</summary>
    public static bool IsServe(string[] args) => args.Length == 0 || (args[0].StartsWith('-') && !args.Any(a => a is "-h" or "--help" or "-?" or "--version"));

    public static Task<int> Run(string[] args)
    {
        var data = new Option<string>("--data") { Description = "The folder that holds the database.", DefaultValueFactory = _ => "data", Recursive = true };
        var root = new RootCommand("""
            NatComments: comments for news sites, moderated.

            With no command it serves, on http://127.0.0.1:5080, keeping its data in ./data:
              natcomments --urls http://0.0.0.0:8080 --data /var/lib/natcomments
            Settings are also read from appsettings.json (section "NatComments") and from variables such as NatComments__PostsPerMinute=20.
            """)
        {
            data,
            new Option<string>("--urls") { Description = "Where to listen, when serving. Default: http://127.0.0.1:5080" },
        };
        root.Add(Site(data));
        root.Add(Moderator(data));
        root.Add(KeyCommands.Describe(data));
        root.Add(ImportSyntax.Describe(data));
        root.Add(Export(data));
        root.Add(AuditCommand.Describe(data));
        root.Add(SecretsCommand.Describe(data));
        root.Add(RerenderCommand.Describe(data));
        root.Add(OperatorCommands.Backup(data));
        root.Add(OperatorCommands.Restore(data));
        root.Add(OperatorCommands.Migrate(data));
        return root.Parse(args).InvokeAsync();
    }

    private static Command Site(Option<string> data)
    {
        var id = new Argument<string>("ID") { Description = $"The site's id: lower-case letters, digits, hyphens, at most {ThreadId.MaxSiteLength}." };
        var name = new Option<string>("--name") { Description = "The site's name, as shown to people.", Required = true };
        var add = new Command("add", "Adds a site. Example: site add nat --name \"News About Turkey\"") { id, name };
        add.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, async context =>
        {
            var (site, title) = (args.GetValue(id)!, args.GetValue(name)!);
            if (!ThreadId.IsSite(site) || PlainText.Name(title, Sites.Site.MaxNameLength) is not { } tidy)
            {
                return CommandContext.Fail($"\"{site}\" cannot be a site's id, or the name is empty or too long. Ids are lower-case letters, digits and hyphens.");
            }

            return await context.Sites.Add(site, tidy)
                ? CommandContext.Say($"Site {site} is there. Its threads are at /api/v1/sites/{site}/threads/ARTICLE.")
                : CommandContext.Fail($"There is a site {site} already.");
        }));
        return new Command("site", "Sites: the publishers whose readers comment here.") { add };
    }

    private static Command Moderator(Option<string> data)
    {
        var name = new Argument<string>("NAME") { Description = "What the person signs in with; never a legal name or an e-mail address. It is shown to nobody." };
        var shown = new Option<string?>("--public-name") { Description = "The pseudonym under which colleagues and readers meet the person; left out: one like \"Editor 4821\", until they choose another." };
        var role = new Option<Role>("--role") { Description = "auditor (reads only), moderator, editor or administrator.", DefaultValueFactory = _ => Role.Moderator };
        var site = new Option<string>("--site") { Description = "The site the role is for; left out: every site.", DefaultValueFactory = _ => Account.EverySite };
        var token = new Option<bool>("--token") { Description = "Also make a personal token, for programs." };
        var days = new Option<int>("--token-days") { Description = $"After how many days the token ends, 1 to {PersonalTokens.MaxDays}.", DefaultValueFactory = _ => PersonalTokens.DefaultDays };
        var add = new Command("add", "Adds a moderator and prints a one-time password. Example: moderator add defne --role moderator --site nat") { name, shown, role, site, token, days };
        add.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, async context =>
        {
            var on = args.GetValue(site)!;
            if (PlainText.Name(args.GetValue(name), ThreadLimits.MaxNameLength) is not { } tidy)
            {
                return CommandContext.Fail("The name is empty or too long.");
            }

            if (on != Account.EverySite && await context.Sites.Find(on) is null)
            {
                return CommandContext.Fail($"There is no site {on}. Add it first: site add {on} --name \"…\"");
            }

            if (args.GetValue(days) is < 1 or > PersonalTokens.MaxDays)
            {
                return CommandContext.Fail($"A token lasts 1 to {PersonalTokens.MaxDays} days.");
            }

            var publicName = args.GetValue(shown) is { } wanted ? PlainText.Name(wanted, ThreadLimits.MaxNameLength) : People.MadeName(args.GetValue(role));
            if (publicName is null || string.Equals(publicName, tidy, StringComparison.OrdinalIgnoreCase))
            {
                return CommandContext.Fail("The public name is empty, too long, or what the person signs in with.");
            }

            if (await context.Accounts.Add(tidy, on, args.GetValue(role), publicName: publicName) is not var (account, password))
            {
                return CommandContext.Fail($"There is an account {tidy} already.");
            }

            CommandContext.Say(ModeratorCommands.OneTime(tidy, password));
            CommandContext.Say($"Colleagues and readers meet them as {publicName}.");
            if (args.GetValue(token))
            {
                var secret = PersonalTokens.NewSecret();
                await context.Tokens.Add(account, secret, "command line", args.GetValue(days), AuditMakers.CommandLine);
                CommandContext.Say($"Personal token (shown only now, works for {args.GetValue(days)} days): {secret}");
            }

            return 0;
        }));
        return new Command("moderator", "The people who moderate.")
        {
            add, ModeratorCommands.List(data), ModeratorCommands.Reset(data), ModeratorCommands.Disable(data), ModeratorCommands.Enable(data),
        };
    }

    private static Command Export(Option<string> data)
    {
        var site = new Argument<string>("SITE") { Description = "The site to write out." };
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write; it must not be there yet." };
        var export = new Command("export", "Writes all comments of a site with their history as NDJSON. Passwords, tokens and keys stay here. Example: export nat nat.ndjson") { site, file };
        export.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, context => ExportCommand.Run(context, args.GetValue(site)!, args.GetValue(file)!, stop)));
        return export;
    }
}
