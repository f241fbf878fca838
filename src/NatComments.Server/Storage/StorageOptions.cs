using System.ComponentModel.DataAnnotations;
using NatComments.Server.Storage.Redis;

namespace NatComments.Server.Storage;

/// <summary>Where the data is kept, and with which keys its secrets are sealed.</summary>
public sealed class StorageOptions
{
    /// <summary>The folder that holds the database. <c>--data</c> on the command line.</summary>
    [Required, MinLength(1)]
    public string Data { get; set; } = "data";

    /// <summary>
    /// The connection string of a Redis that keeps the data instead of the folder:
    /// <c>host:6379,password=…,ssl=true</c>. Several servers over one
    /// Redis share everything.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>What every key in Redis begins with.</summary>
    [Required, RegularExpression("[a-z0-9-]{1,40}", ErrorMessage = "1 to 40 lower-case letters, digits and hyphens.")]
    public string RedisPrefix { get; set; } = RedisStoreOptions.DefaultPrefix;

    /// <summary>
    /// How long Redis may take for one answer, in seconds: <see cref="RedisStoreOptions.DefaultTimeout"/>. More for a
    /// long or narrow line, on which a thread of 100,000 comments takes its time.
    /// </summary>
    [Range(0.05, 30)]
    public double RedisTimeoutSeconds { get; set; } = RedisStoreOptions.DefaultTimeout.TotalSeconds;

    /// <summary>
    /// The keys that seal secrets in the store: base64 of 32 bytes each, the newest first, separated by commas. See
    /// <c>deploy/README.md</c>; without this
    /// setting they are in a file.
    /// </summary>
    public string? SealingKey { get; set; }

    /// <summary>
    /// The file with those keys, one a line. Without it systemd's credential <c>natcomments-key</c>, or else the file
    /// beside the data folder: <c>data.key</c>.
    /// </summary>
    public string? SealingKeyFile { get; set; }

    /// <summary>True when a Redis keeps the data instead of the folder.</summary>
    public bool UsesRedis => !string.IsNullOrWhiteSpace(Redis);
}
