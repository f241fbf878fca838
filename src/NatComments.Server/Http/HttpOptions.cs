using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NatComments.Server.Http;

/// <summary>Under which address the server is reached, through whom, and how much a request may bring.</summary>
public sealed class HttpOptions : IValidatableObject
{
    /// <summary>
    /// Under which address readers reach the server, for links in feeds and receipts; null: as the request says.
    /// </summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>
    /// The path of the public address (<c>/comments</c>), which every link begins with; empty for a server that has a
    /// host for itself.
    /// </summary>
    public string PublicPath =>
        Uri.TryCreate(PublicUrl, UriKind.Absolute, out var uri) ? uri.AbsolutePath.TrimEnd('/') : "";

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) or networks (<c>10.244.0.0/16</c>) of reverse proxies whose <c>X-Forwarded-For</c>
    /// is believed. Nobody else's is.
    /// </summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>
    /// The largest body of a reader's request, in bytes. 64 KiB: the longest comment in four-byte letters, escaped,
    /// still fits.
    /// </summary>
    [Range(1_024, 1 << 20)]
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// The largest body of a moderator's or machine's request, in bytes: 500 decisions with notes, or 1,000 short
    /// texts to score.
    /// </summary>
    [Range(64 * 1024, 64 << 20)]
    public int MaxBulkBytes { get; set; } = 8 << 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is { } url && !IsPublicUrl(url))
        {
            yield return new(
                $"\"{url}\" is not an address like https://comments.example.org or https://example.org/comments.",
                [nameof(PublicUrl)]);
        }

        foreach (var proxy in TrustedProxies.Where(proxy => !IsProxy(proxy)))
        {
            yield return new(
                $"\"{proxy}\" is neither an IP address nor a network such as 10.0.0.0/8.", [nameof(TrustedProxies)]);
        }
    }

    private static bool IsProxy(string proxy) =>
        IPAddress.TryParse(proxy, out _) || System.Net.IPNetwork.TryParse(proxy, out _);

    private static bool IsPublicUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var at) && at.Scheme is "http" or "https"
        && at.Query.Length + at.Fragment.Length == 0;
}
