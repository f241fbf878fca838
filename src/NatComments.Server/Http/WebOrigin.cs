using System.Globalization;
using NatComments.Core.Text;

namespace NatComments.Server.Http;

/// <summary>Origins as browsers send them: scheme, host in ASCII, and a port that is not the scheme's own.</summary>
internal static class WebOrigin
{
    private static readonly IdnMapping Names = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <summary>The origin of an address; null when it has none.</summary>
    public static string? Of(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? Of(uri) : null;

    /// <summary>The origin of an http or https address; null when its host cannot be written in ASCII.</summary>
    public static string? Of(Uri uri)
    {
        var host = uri.HostNameType == UriHostNameType.Dns ? Ascii(uri.Host) : uri.Host;
        return host is null ? null : $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}"))}";
    }

    // The runtime writes names in Punycode without ICU too, but leaves capitals and Unicode forms as they are. Browsers (UTS #46) make İ an i and a dot above.
    private static string? Ascii(string host)
    {
        var plain = CanonicalForm.Of(host.Replace("İ", "i\u0307", StringComparison.Ordinal).ToLowerInvariant()
            .Replace('\u3002', '.').Replace('\uff0e', '.').Replace('\uff61', '.'));
        try
        {
            return Names.GetAscii(plain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
