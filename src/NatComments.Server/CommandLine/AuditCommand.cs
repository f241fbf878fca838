using System.CommandLine;
using NatComments.Core.Audit;
using NatComments.Core.Storage;

namespace NatComments.Server.CommandLine;

/// <summary>Checks audit chains from the command line.</summary>
internal static class AuditCommand
{
    public static Command Describe(Option<string> data)
    {
        var site = new Argument<string>("SITE") { Description = "The site whose chain to check; left out: every site's. The chain of the accounts is checked with it.", Arity = ArgumentArity.ZeroOrOne };
        var head = new Option<FileInfo>("--head") { Description = "A file with ends of chains as the server told them (its NatComments:AuditHeadFile, or its log): what was cut off or put back since is found with it." };
        var verify = new Command("verify", "Checks that no record of a site's audit chain, and no decision it vouches for, was changed or removed. Example: audit verify nat") { site, head };
        verify.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, async context =>
        {
            if (args.GetValue(site) is { } named && await context.Sites.Find(named) is null)
            {
                return CommandContext.Fail($"There is no site {named}.");
            }

            if (args.GetValue(head) is { Exists: false } missing)
            {
                return CommandContext.Fail($"{missing.FullName} is not there.");
            }

            var heads = args.GetValue(head) is { } file ? PushedHead.Read(await File.ReadAllTextAsync(file.FullName, stop)) : [];
            var good = await Tell(context, Commit.ServerPartition, "the accounts", heads, stop);
            foreach (var of in args.GetValue(site) is { } one ? [one] : (await context.Sites.All()).Select(known => known.Id))
            {
                good &= await Tell(context, of, $"the site {of}", heads, stop);
            }

            return good ? 0 : 1;
        }));
        return new Command("audit", "The audit chains: who changed what, when and why.") { verify };
    }

    private static async Task<bool> Tell(CommandContext context, string partition, string of, IReadOnlyList<PushedHead> heads, CancellationToken stop)
    {
        var findings = await new AuditVerifier(context.Store, context.AuditKeys).Verify(partition, heads, stop);
        foreach (var fault in findings.Faults)
        {
            CommandContext.Fail(fault);
        }

        if (findings.Faults.Count == 0)
        {
            CommandContext.Say($"The chain of {of} is whole: {findings.Records} records, the last with the digest {findings.Head}.");
        }

        if (findings.KeyedFrom is > 1 and var from)
        {
            CommandContext.Say($"Its records 1 to {from - 1} are older than the key; record {from} vouches for them as they were then.");
        }

        if (heads.Count > 0)
        {
            CommandContext.Say($"It was compared with {findings.Heads} ends that were written down elsewhere.");
        }

        return findings.Faults.Count == 0;
    }
}
