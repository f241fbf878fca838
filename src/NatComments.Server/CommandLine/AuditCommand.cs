using System.CommandLine;
using NatComments.Core.Audit;
using NatComments.Core.Storage;

namespace NatComments.Server.CommandLine;

/// <summary>Checks audit chains from the command line.</summary>
internal static class AuditCommand
{
    public static Command Describe(Option<string> data)
    {
        var site = new Argument<string>("SITE") { Description = "The site whose chain to check; the chain of the accounts is checked with it." };
        var verify = new Command("verify", "Checks that no record of a site's audit chain, and no decision it vouches for, was changed or removed. Example: audit verify nat") { site };
        verify.SetAction((args, stop) => Workshop.Open(args.GetValue(data)!, async shop =>
        {
            var of = args.GetValue(site)!;
            if (await shop.Sites.Find(of) is null)
            {
                return Workshop.Fail($"There is no site {of}.");
            }

            var good = await Tell(shop.Store, of, $"the site {of}", stop);
            return await Tell(shop.Store, Commit.ServerPartition, "the accounts", stop) && good ? 0 : 1;
        }));
        return new Command("audit", "The audit chains: who changed what, when and why.") { verify };
    }

    private static async Task<bool> Tell(IStore store, string partition, string of, CancellationToken stop)
    {
        var findings = await new AuditVerifier(store).Verify(partition, stop);
        foreach (var fault in findings.Faults)
        {
            Workshop.Fail(fault);
        }

        if (findings.Faults.Count == 0)
        {
            Workshop.Say($"The chain of {of} is whole: {findings.Records} records, the last with the digest {findings.Head}.");
        }

        return findings.Faults.Count == 0;
    }
}
