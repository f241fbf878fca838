using NatComments.Core.Audit;
using NatComments.Server.Accounts;

namespace NatComments.Server.Audit;

/// <summary>
/// Which records of the accounts' chain somebody sees who administers one site: what was done there, and what accounts with a role there did with
/// themselves. Who acted without a role there is not named.
/// </summary>
internal sealed class AuditView
{
    /// <summary>Everything as it is stored.</summary>
    public static readonly AuditView Everything = new(null, new HashSet<string>(), new HashSet<string>());

    // In the place of an account that only works elsewhere.
    private const string Elsewhere = "another-site";

    private readonly string? _site;
    private readonly IReadOnlySet<string> _accounts;
    private readonly IReadOnlySet<string> _others;

    private AuditView(string? site, IReadOnlySet<string> accounts, IReadOnlySet<string> others) => (_site, _accounts, _others) = (site, accounts, others);

    /// <summary>What concerns a site.</summary>
    public static AuditView Of(string site, IReadOnlyList<Account> all) => new(
        site,
        all.Where(account => account.RoleOn(site) is not null).Select(account => account.Id).ToHashSet(),
        all.Where(account => account.RoleOn(site) is null).Select(account => account.Id).ToHashSet());

    /// <summary>The record as it may be seen; null when it may not.</summary>
    public AuditRecord? Of(AuditRecord record) => _site is null ? record
        : record.Site == _site ? record
        : record.Site is not (null or Account.EverySite) || record.Subject is not { } subject || !_accounts.Contains(subject) ? null
        : _others.Contains(record.By) ? record with { By = Elsewhere }
        : record;

    /// <summary>The same of a stored record.</summary>
    public byte[]? Stored(byte[] stored) => _site is null ? stored
        : AuditRecord.FromBytes(stored) is var record && Of(record) is { } seen ? ReferenceEquals(seen, record) ? stored : seen.ToBytes()
        : null;
}
