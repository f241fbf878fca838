using NatComments.Server.Http;
using System.CommandLine;
using System.Globalization;
using NatComments.Core.Audit;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;

namespace NatComments.Server.CommandLine;

/// <summary>API keys from the command line: made, listed, given a new secret, ended.</summary>
internal static class KeyCommands
{
    public static Command Describe(Option<string> data) =>
        new("key", "API keys for a site's other programs.") { Add(data), List(data), End(data), Rotate(data) };

    private static Command Add(Option<string> data)
    {
        var (site, name) = (Site(), new Option<string>("--name") { Description = "What the key is for.", DefaultValueFactory = _ => "command line" });
        var add = new Command("add", "Makes an API key with which a site's other programs ask for scores. Example: key add nat --name wordpress") { site, name };
        add.SetAction((args, _) => OnSite(args.GetValue(data)!, args.GetValue(site)!, async (context, of) =>
            PlainText.Name(args.GetValue(name), ApiKeys.MaxNameLength) is not { } tidy ? CommandContext.Fail("The name is empty or too long.")
            : await context.ApiKeys.Add(of, tidy, AuditMakers.CommandLine) is not var (_, secret) ? CommandContext.Fail($"{of} has {RequestLimits.ApiKeys} keys already. End one first: key list {of}")
            : CommandContext.Say($"API key of {of} (shown only now): {secret}")));
        return add;
    }

    private static Command List(Option<string> data)
    {
        var site = Site();
        var list = new Command("list", "Lists the API keys of a site: id, name, since when, last used, by whom. Example: key list nat") { site };
        list.SetAction((args, stop) => OnSite(args.GetValue(data)!, args.GetValue(site)!, async (context, of) =>
        {
            var used = await context.ApiKeys.Used(of, stop);
            foreach (var key in await context.ApiKeys.Of(of, stop))
            {
                var last = used.TryGetValue(key.Id, out var day) ? day.ToString("O", CultureInfo.InvariantCulture) : "never used";
                var by = (await context.Accounts.Find(key.CreatedBy))?.PublicName ?? key.CreatedBy;
                CommandContext.Say(string.Create(CultureInfo.InvariantCulture, $"{key.Id}\t{key.Name}\t{key.CreatedAt:yyyy-MM-dd}\t{last}\t{by}"));
            }

            return 0;
        }));
        return list;
    }

    private static Command End(Option<string> data)
    {
        var (site, id) = (Site(), Id());
        var end = new Command("end", "Ends an API key at once. Example: key end nat 7hWc…") { site, id };
        end.SetAction((args, _) => OnSite(args.GetValue(data)!, args.GetValue(site)!, async (context, of) =>
            await context.ApiKeys.End(of, args.GetValue(id)!, AuditMakers.CommandLine) ? CommandContext.Say("The key has ended.") : NoKey(of)));
        return end;
    }

    private static Command Rotate(Option<string> data)
    {
        var (site, id) = (Site(), Id());
        var grace = new Option<int>("--grace-hours")
        {
            Description = $"How long the secret before still works, 0 to {ApiKeys.MaxGraceHours}.",
            DefaultValueFactory = _ => ApiKeys.DefaultGraceHours,
        };
        var rotate = new Command("rotate", "Gives an API key a new secret. Example: key rotate nat 7hWc… --grace-hours 2") { site, id, grace };
        rotate.SetAction((args, _) => OnSite(args.GetValue(data)!, args.GetValue(site)!, async (context, of) =>
            args.GetValue(grace) is < 0 or > ApiKeys.MaxGraceHours ? CommandContext.Fail($"The hours are 0 to {ApiKeys.MaxGraceHours}.")
            : await context.ApiKeys.Rotate(of, args.GetValue(id)!, args.GetValue(grace), AuditMakers.CommandLine) is not var (key, secret) ? NoKey(of)
            : CommandContext.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"The new secret (shown only now): {secret}\n{(key.FormerUntil is { } until ? $"The one before works until {until:yyyy-MM-dd HH:mm} UTC." : "The one before has ended.")}"))));
        return rotate;
    }

    private static Argument<string> Site() => new("SITE") { Description = "The site whose key it is." };

    private static Argument<string> Id() => new("ID") { Description = "The key's id, as key list shows it." };

    private static int NoKey(string site) => CommandContext.Fail($"There is no such key: key list {site} shows them.");

    private static Task<int> OnSite(string data, string site, Func<CommandContext, string, Task<int>> command) => CommandContext.Open(data, async context =>
        await context.Sites.Find(site) is null ? CommandContext.Fail($"There is no site {site}. Add it first: site add {site} --name \"…\"") : await command(context, site));
}
