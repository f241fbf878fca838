using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Deploy;

/// <summary>A real nginx over <c>deploy/nginx/nginx.conf</c>, of which only addresses are changed, before one node.</summary>
internal sealed partial class ShippedProxy : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private ShippedProxy(TemporaryFolder folder, Process process, int port) => (_folder, _process, Port) = (folder, process, port);

    public int Port { get; }

    /// <summary>False where there is no nginx.</summary>
    public static bool IsHere => File.Exists("/usr/sbin/nginx");

    public static async Task<ShippedProxy> Start(string node)
    {
        var folder = new TemporaryFolder();
        var (plain, port) = (FreePort(), FreePort());
        Directory.CreateDirectory(folder.File("tls"));
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
            File.WriteAllText(folder.File("tls/site.crt"), certificate.ExportCertificatePem());
            File.WriteAllText(folder.File("tls/site.key"), key.ExportPkcs8PrivateKeyPem());
        }

        var shipped = File.ReadAllText(Path.Combine(Repository.Root, "deploy/nginx/nginx.conf"));
        var authority = new Uri(node).Authority;
        var here = OtherNodes().Replace(shipped, "").Replace("server node-1:8080", $"server {authority}", StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{plain};", StringComparison.Ordinal)
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{port} ssl", StringComparison.Ordinal);
        File.WriteAllText(folder.File("nginx.conf"), here);
        var process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder.FullName, "-c", folder.File("nginx.conf"), "-g", $"daemon off; pid {folder.File("nginx.pid")}; {User()}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var proxy = new ShippedProxy(folder, process, port);
        using var http = proxy.Client();
        await HostQuestions.Until(async () =>
        {
            try
            {
                return (await http.GetAsync("/health/live")).IsSuccessStatusCode;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                return false;
            }
        });
        return proxy;
    }

    /// <summary>A client of its own address.</summary>
    public HttpClient Client(string address = "127.0.0.1") => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new($"https://127.0.0.1:{Port}") };

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    // Its folders for bodies belong to its user, who must be the test's where the test is root.
    private static string User() => Environment.UserName == "root" ? "user root;" : "";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("^ *server node-[23].*\n", RegexOptions.Multiline)]
    private static partial Regex OtherNodes();
}
