using System.ComponentModel.DataAnnotations;
using NatComments.Core.Moderation;
using NatComments.Core.Sites;
using NatComments.Server.Storage.Redis;

namespace NatComments.Server;

/// <summary>
/// Every setting of the server with its default and its range. They are read from <c>appsettings.json</c> (section <c>NatComments</c>),
/// from environment variables (<c>NatComments__PostsPerMinute=20</c>) and from the command line (<c>--NatComments:PostsPerMinute 20</c>), the later ones winning.
/// </summary>
public sealed class ServerOptions
{
    public const string Section = "NatComments";

    /// <summary>The folder that holds the database. <c>--data</c> on the command line.</summary>
    [Required, MinLength(1)]
    public string Data { get; set; } = "data";

    /// <summary>
    /// The connection string of a Redis that keeps the data instead of the folder: <c>host:6379,password=…,ssl=true</c>. Several servers over one
    /// Redis share everything.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>What every key in Redis begins with.</summary>
    [Required, RegularExpression("[a-z0-9-]{1,40}", ErrorMessage = "1 to 40 lower-case letters, digits and hyphens.")]
    public string RedisPrefix { get; set; } = RedisStoreOptions.DefaultPrefix;

    /// <summary>How long Redis may take for one answer, in seconds: <see cref="RedisStoreOptions.DefaultTimeout"/>. More for a long or narrow line, on which a thread of 100,000 comments takes its time.</summary>
    [Range(0.05, 30)]
    public double RedisTimeoutSeconds { get; set; } = RedisStoreOptions.DefaultTimeout.TotalSeconds;

    /// <summary>How this server is a member of the cluster, when there is a Redis.</summary>
    public SiloOptions Silo { get; set; } = new();

    /// <summary>
    /// The keys that seal secrets in the store: base64 of 32 bytes each, the newest first, separated by commas. See <c>deploy/README.md</c>; without this
    /// setting they are in a file.
    /// </summary>
    public string? SealingKey { get; set; }

    /// <summary>The file with those keys, one a line. Without it systemd's credential <c>natcomments-key</c>, or else the file beside the data folder: <c>data.key</c>.</summary>
    public string? SealingKeyFile { get; set; }

    /// <summary>
    /// A file to which the ends of the audit chains are appended, besides the log: outside the data, best on another machine. <c>audit verify --head FILE</c>
    /// finds with it what was cut off or put back.
    /// </summary>
    public string? AuditHeadFile { get; set; }

    /// <summary>After how many minutes an audit chain that has grown is told of. 60: an hour of decisions is what a thief of the server could take back unseen.</summary>
    [Range(1, 1_440)]
    public int AuditHeadMinutes { get; set; } = 60;

    /// <summary>The address of an OpenTelemetry collector that takes OTLP over HTTP: <c>http://localhost:4318</c>. Without one nothing is sent.</summary>
    [Url]
    public string? Telemetry { get; set; }

    /// <summary>Which share of requests is traced to the collector. One in twenty: enough to see where time goes, little enough not to be felt.</summary>
    [Range(0, 1.0)]
    public double TracedShare { get; set; } = 0.05;

    /// <summary>
    /// Shows administrators of every site the Orleans Dashboard at <c>/orleans/</c>: every silo, activation and call, live. It counts each call of a
    /// grain and takes some 76 MB: for looking, not for always.
    /// </summary>
    public bool Dashboard { get; set; }

    /// <summary>Under which address readers reach the server, for links in feeds and receipts; null: as the request says.</summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>The path of the public address (<c>/comments</c>), which every link begins with; empty for a server that has a host for itself.</summary>
    public string PublicPath => Uri.TryCreate(PublicUrl, UriKind.Absolute, out var uri) ? uri.AbsolutePath.TrimEnd('/') : "";

    /// <summary>
    /// How many changes (comments, edits, likes, reports, …) one network address may make in a minute; 0 switches the limit off. 30: a school or an
    /// exit of Tor shares one address, and nobody writes faster than one every other second.
    /// </summary>
    [Range(0, 100_000)]
    public int PostsPerMinute { get; set; } = 30;

    /// <summary>How many sign-ins under one name may fail from one network in five minutes before that network must wait; other limits follow from it.</summary>
    [Range(1, 1_000)]
    public int SignInsPerFiveMinutes { get; set; } = 8;

    /// <summary>Hold every comment of an author who is new, on every site.</summary>
    public bool Premoderate { get; set; }

    /// <summary>
    /// Publish whatever comes, whatever its score: for measuring with texts that are made of random words, and for nothing else. Texts are scored all the same.
    /// </summary>
    public bool PublishEverything { get; set; }

    /// <summary>The largest body of a reader's request, in bytes. 64 KiB: the longest comment in four-byte letters, escaped, still fits.</summary>
    [Range(1_024, 1 << 20)]
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>The largest body of a moderator's or machine's request, in bytes: 500 decisions with notes, or 1,000 short texts to score.</summary>
    [Range(64 * 1024, 64 << 20)]
    public int MaxBulkBytes { get; set; } = 8 << 20;

    /// <summary>How much memory the pages may take that are kept ready, in MiB. Threads themselves are let go when the machine's memory runs low.</summary>
    [Range(16, 65_536)]
    public int ThreadMemoryMegabytes { get; set; } = 256;

    /// <summary>How many million characters of text are kept to make pages from.</summary>
    [Range(1, 4_096)]
    public int TextMemoryMegacharacters { get; set; } = 16;

    /// <summary>After how many minutes a thread that nobody asks for is let go.</summary>
    [Range(1, 1_440)]
    public int ThreadIdleMinutes { get; set; } = 10;

    /// <summary>How many readers may watch threads live at the same time.</summary>
    [Range(0, 100_000)]
    public int MaxLiveReaders { get; set; } = 5_000;

    /// <summary>
    /// How many of them one network address may be (twice as many an IPv6 /56, four times as many a /48); 0 switches the limit off. 500: a university or an
    /// exit of Tor shares one address; when all places are taken, the network with most gives one up for a newcomer.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxLiveReadersPerNetwork { get; set; } = 500;

    /// <summary>After how many days a reader token that is not used any more ends.</summary>
    [Range(1, 3_650)]
    public int ReaderTokenDays { get; set; } = 365;

    /// <summary>After how many minutes without use a moderator's session ends. 30: OWASP ASVS 3.3.2 at level 2.</summary>
    [Range(5, 1_440)]
    public int SessionIdleMinutes { get; set; } = 30;

    /// <summary>After how many hours a moderator's session ends, however busy it is. 12: OWASP ASVS 3.3.2 at level 2.</summary>
    [Range(1, 168)]
    public int SessionHours { get; set; } = 12;

    /// <summary>Who must have a second factor (nobody, administrators, everybody), on every site; a site's settings may ask for more.</summary>
    [EnumDataType(typeof(SecondFactorNeed), ErrorMessage = "nobody, administrators or everybody.")]
    public SecondFactorNeed RequireSecondFactor { get; set; }

    /// <summary>
    /// A personal token for the first administrator, for installations without a person at the screen (at least 32 characters); without it the
    /// first start prints a one-time sign-in. It is used at the first start only.
    /// </summary>
    [MinLength(32), MaxLength(200)]
    public string? SetupToken { get; set; }

    /// <summary>Addresses (<c>10.0.0.7</c>) or networks (<c>10.244.0.0/16</c>) of reverse proxies whose <c>X-Forwarded-For</c> is believed. Nobody else's is.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>A site's policy as these settings change it.</summary>
    public PolicySettings Policy(PolicySettings site) =>
        PublishEverything ? PolicySettings.PublishesEverything
        : Premoderate ? site with { PremoderateNewAuthors = true }
        : site;

    /// <summary>What is wrong with the settings, in words that say what to change; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var problems = results.Select(r => $"{Section}:{string.Join(",", r.MemberNames)}: {r.ErrorMessage}").ToList();
        if (PublicUrl is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https") || at.Query.Length + at.Fragment.Length > 0))
        {
            problems.Add($"{Section}:PublicUrl: \"{url}\" is not an address like https://comments.example.org or https://example.org/comments.");
        }

        problems.AddRange(TrustedProxies
            .Where(proxy => !System.Net.IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _))
            .Select(proxy => $"{Section}:TrustedProxies: \"{proxy}\" is neither an IP address nor a network such as 10.0.0.0/8."));
        problems.AddRange(Silo.Problems().Select(problem => $"{Section}:Silo:{problem}"));
        return problems;
    }
}

/// <summary>How a server is a member of the cluster of all servers over one Redis: <c>NatComments:Silo:Port</c> and so on.</summary>
public sealed class SiloOptions
{
    /// <summary>Under which address the others reach this one; null: this machine's first that is not the loopback.</summary>
    public string? Address { get; set; }

    /// <summary>On which port the others reach this one. 11111: Orleans' own.</summary>
    public int Port { get; set; } = 11_111;

    /// <summary>
    /// This silo's certificate (a file in PEM, with what it is signed by when that is not the authority itself). With it, the key and the authority
    /// silos speak TLS and let in only whoever has a certificate of the same authority. The files are read again when they change.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The key of <see cref="Certificate"/>: a file in PEM, without a password.</summary>
    public string? Key { get; set; }

    /// <summary>The authority that signs the silos' certificates and nothing else: a file in PEM; during a change of authorities it holds both.</summary>
    public string? Authority { get; set; }

    /// <summary>What is wrong with the settings, in words that say what to change.</summary>
    public IEnumerable<string> Problems()
    {
        if (Address is not null && !System.Net.IPAddress.TryParse(Address, out _))
        {
            yield return $"Address: \"{Address}\" is not an IP address.";
        }

        if (Port is < 1 or > 65_535)
        {
            yield return "Port: 1 to 65535.";
        }

        string?[] files = [Certificate, Key, Authority];
        if (files.Any(file => file is null) && files.Any(file => file is not null))
        {
            yield return "Certificate, Key and Authority are given together or not at all.";
        }

        foreach (var file in files.Where(file => file is not null && !File.Exists(file)))
        {
            yield return $"there is no file {file}.";
        }
    }
}
