using NatComments.Server.Configuration;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace NatComments.Server.Silos;

/// <summary>
/// TLS between silos: both sides show a certificate, and a certificate of another authority is refused. Without
/// certificates whoever reaches a silo's port is believed, which the start says once.
/// </summary>
internal static partial class SiloTls
{
    /// <summary>Adds it when the settings name certificates.</summary>
    public static void Add(ISiloBuilder silo, SiloOptions options)
    {
        if (options.Certificate is null)
        {
            silo.AddStartupTask((services, _) =>
            {
                var address = services.GetRequiredService<IOptions<EndpointOptions>>().Value.AdvertisedIPAddress;
                if (!IPAddress.IsLoopback(address))
                {
                    var logs = services.GetRequiredService<ILoggerFactory>();
                    Open(logs.CreateLogger(typeof(SiloTls).FullName!), address, options.Port);
                }

                return Task.CompletedTask;
            });
            return;
        }

        var files = new SiloCertificates(options);
        silo.UseTls(tls =>
        {
            tls.LocalServerCertificateSelector = (_, _) => files.Own;
            tls.LocalClientCertificateSelector = (_, _, _, _, _) => files.Own;
            tls.RemoteCertificateMode = tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.LocalCertificate = files.Own;

            // Silos find each other by address, and every certificate of the authority is a silo's: names do not
            // matter.
            tls.RemoteCertificateValidation = (certificate, chain, _) => files.IsOfAuthority(certificate, chain);
        });
    }

    [LoggerMessage(
        1701,
        LogLevel.Warning,
        "The silo listens at {Address}:{Port} without certificates: whoever reaches that port is believed. "
        + "Let only silos reach it, or set NatComments:Silo:Certificate, Key and Authority")]
    private static partial void Open(ILogger log, IPAddress address, int port);
}

/// <summary>
/// The certificates in the files that the settings name, read again when a file has changed. Thread-safe.
/// </summary>
internal sealed class SiloCertificates(SiloOptions options)
{
    private readonly Lock _lock = new();
    private CertificateFiles? _read;

    /// <summary>This silo's own, with its key.</summary>
    /// <exception cref="StartException">The files do not hold what they should.</exception>
    public X509Certificate2 Own => Read().Own;

    /// <summary>True when a certificate holds and is signed by the silos' authority.</summary>
    public bool IsOfAuthority(X509Certificate2 certificate, X509Chain? shown)
    {
        var (_, _, others, authority) = Read();
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        if (shown is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
        }

        // Nobody is asked at each connection; a certificate is taken back by a new authority.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private sealed record CertificateFiles(
        DateTime Of, X509Certificate2 Own, X509Certificate2Collection Others, X509Certificate2Collection Authority);

    private CertificateFiles Read()
    {
        var (certificate, key, authority) = (options.Certificate!, options.Key!, options.Authority!);
        lock (_lock)
        {
            try
            {
                var changed = ((string[])[certificate, key, authority]).Max(File.GetLastWriteTimeUtc);
                if (_read?.Of != changed)
                {
                    var (others, authorities) = (new X509Certificate2Collection(), new X509Certificate2Collection());
                    others.ImportFromPemFile(certificate);
                    authorities.ImportFromPemFile(authority);
                    _read = new(changed, X509Certificate2.CreateFromPemFile(certificate, key), others, authorities);
                }
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                // Half written: the next connection reads them again.
                if (_read is null)
                {
                    throw new StartException($"The certificates of NatComments:Silo cannot be read: {e.Message}");
                }
            }

            return _read;
        }
    }
}
