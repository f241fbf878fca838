using Microsoft.Extensions.Options;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Cluster;

/// <summary>Silos that show each other certificates, made by the script in <c>deploy/</c>, and one that shows a certificate of another authority.</summary>
public sealed class SiloTlsTests
{
    [OpensslFact]
    public async Task Silos_of_one_authority_are_a_cluster_and_one_of_another_authority_cannot_join_it()
    {
        using var redis = new RedisServer();
        using var folder = new TemporaryFolder();
        await MakeCertificates(folder.File("ours"), "one", "two");
        await MakeCertificates(folder.File("theirs"), "three");
        var settings = Node.Over(redis);
        var port = int.Parse(settings[^1], System.Globalization.CultureInfo.InvariantCulture);
        await using var one = await ServerProcess.Start(typeof(NatComments.Server.Program).Assembly, folder.FullName, settings, Files(folder.File("ours"), "one"));
        await using var two = await ServerProcess.Start(typeof(NatComments.Server.Program).Assembly, folder.FullName, [.. settings, .. Node.Silo()], Files(folder.File("ours"), "two"));
        using var atOne = new HttpClient { BaseAddress = new(one.Url) };
        using var atTwo = new HttpClient { BaseAddress = new(two.Url) };
        foreach (var article in Enumerable.Range(0, 8))
        {
            Assert.Equal(HttpStatusCode.Created, (await atOne.PostAsJsonAsync(Thread(article) + "/comments", new { text = "Said behind TLS.", author = new { name = "Defne" } })).StatusCode);
            Assert.Equal(1, (await atTwo.GetFromJsonAsync<JsonElement>(Thread(article))).Number("count"));
        }

        await ShowsItsCertificate(port, folder.File("ours"));
        await Assert.ThrowsAnyAsync<Exception>(() => ShowsItsCertificate(port, folder.File("theirs"), "three"));

        await using var three = ServerProcess.Begin(
            folder.FullName,
            ["dotnet", typeof(NatComments.Server.Program).Assembly.Location, "--data", folder.FullName, .. settings, .. Node.Silo()],
            Files(folder.File("theirs"), "three"));
        await HostQuestions.Until(() => Task.FromResult(three.HasEnded || three.Said.Contains("uthentication failed", StringComparison.Ordinal)));

        Assert.False(three.IsListening);
        Assert.Equal((2, 2), (await one.ActiveSilos(Node.AdminToken), await two.ActiveSilos(Node.AdminToken)));
        Assert.Equal(HttpStatusCode.Created, (await atTwo.PostAsJsonAsync(Thread(0) + "/comments", new { text = "Said beside a stranger.", author = new { name = "Defne" } })).StatusCode);
    }

    [Theory]
    [InlineData("--NatComments:Silo:Certificate", "silo.pem")]
    [InlineData("--NatComments:Silo:Address", "node-1.example")]
    [InlineData("--NatComments:Silo:Port", "0")]
    public async Task Settings_that_cannot_work_are_refused_at_the_start(string name, string value)
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => Endpoints.RunningServer.Start(null, name, value));

        Assert.Contains(name["--".Length..name.LastIndexOf(':')], e.Message, StringComparison.Ordinal);
    }

    private static string Thread(int article) => $"/api/v1/sites/demo/threads/behind-tls-{article}";

    private static (string, string)[] Files(string folder, string silo) =>
    [
        ("NatComments__Silo__Certificate", $"{folder}/{silo}.pem"), ("NatComments__Silo__Key", $"{folder}/{silo}.key"), ("NatComments__Silo__Authority", $"{folder}/authority.pem"),
    ];

    // Speaks TLS with a silo's port, and hears at least a byte of it.
    private static async Task ShowsItsCertificate(int port, string folder, string silo = "two")
    {
        using var own = X509Certificate2.CreateFromPemFile($"{folder}/{silo}.pem", $"{folder}/{silo}.key");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "silo",
            ClientCertificates = [own],
            ApplicationProtocols = [new("Orleans1")],
            EnabledSslProtocols = SslProtocols.Tls12,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=one",
        });
        Assert.NotEqual(0, await tls.ReadAsync(new byte[1]));
    }

    private static async Task MakeCertificates(string folder, params string[] silos)
    {
        using var make = Process.Start("bash", [Path.Combine(Repository.Root, "deploy/silo-certificates.sh"), folder, .. silos]);
        await make.WaitForExitAsync();
        Assert.Equal(0, make.ExitCode);
    }

    private sealed class OpensslFactAttribute : FactAttribute
    {
        public OpensslFactAttribute() => Skip = File.Exists("/usr/bin/openssl") ? null : "There is no openssl.";
    }
}
