using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NatComments.Server.Silos;

/// <summary>
/// How a server is a member of the cluster of all servers over one Redis: <c>NatComments:Silo:Port</c> and so on.
/// </summary>
public sealed class SiloOptions : IValidatableObject
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = Configuration.FeatureOptions.Section + ":Silo";

    /// <summary>
    /// Under which address the others reach this one; null: this machine's first that is not the loopback.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>On which port the others reach this one. 11111: Orleans' own.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 11_111;

    /// <summary>
    /// This silo's certificate (a file in PEM, with what it is signed by when that is not the authority itself). With
    /// it, the key and the authority
    /// silos speak TLS and let in only whoever has a certificate of the same authority. The files are read again when
    /// they change.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The key of <see cref="Certificate"/>: a file in PEM, without a password.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// The authority that signs the silos' certificates and nothing else: a file in PEM; during a change of
    /// authorities it holds both.
    /// </summary>
    public string? Authority { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not null && !IPAddress.TryParse(Address, out _))
        {
            yield return new($"\"{Address}\" is not an IP address.", [nameof(Address)]);
        }

        (string Name, string? File)[] files =
            [(nameof(Certificate), Certificate), (nameof(Key), Key), (nameof(Authority), Authority)];
        if (files.Any(file => file.File is null) && files.Any(file => file.File is not null))
        {
            yield return new(
                "Certificate, Key and Authority are given together or not at all.", files.Select(file => file.Name));
        }

        foreach (var (name, file) in files.Where(file => file.File is not null && !File.Exists(file.File)))
        {
            yield return new($"there is no file {file}.", [name]);
        }
    }
}
