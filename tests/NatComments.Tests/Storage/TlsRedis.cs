using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NatComments.Tests.Storage;

/// <summary>A redis-server that also listens with TLS, with a certificate that nobody but its own file vouches for.</summary>
internal sealed class TlsRedis : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RedisServer server;

    public TlsRedis(params string[] settings)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("redis.key"), key.ExportPkcs8PrivateKeyPem());
        var port = RedisServer.FreePort();
        server = RedisServer.With(["--tls-port", $"{port}", "--tls-cert-file", Certificate, "--tls-key-file", folder.File("redis.key"), "--tls-auth-clients", "no", .. settings]);
        Connection = $"localhost:{port},ssl=true,sslHost=localhost";
    }

    /// <summary>The file of its certificate.</summary>
    public string Certificate => folder.File("redis.crt");

    /// <summary>Reaches it with TLS.</summary>
    public string Connection { get; }

    /// <summary>Runs a command without TLS.</summary>
    public string Command(params string[] arguments) => server.Command(arguments);

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }
}
