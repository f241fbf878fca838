using System.Net.Http.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>A node reaches a Redis that takes nobody without TLS and a password.</summary>
public sealed class SafeLineTests
{
    [Fact]
    public async Task A_server_with_tls_a_password_a_database_number_and_a_prefix_is_reached_by_the_ordinary_connection_string()
    {
        using var tls = new TlsRedis("--requirepass", "right-one");
        using var folder = new TemporaryFolder();
        await using var node = await ServerProcess.Start(
            typeof(NatComments.Server.Program).Assembly, folder.FullName, ["--NatComments:Redis", $"{tls.Connection},password=right-one,defaultDatabase=3", "--NatComments:RedisPrefix", "other"], [("SSL_CERT_FILE", tls.Certificate)]);
        using var http = new HttpClient { BaseAddress = new(node.Url) };

        (await http.PostAsJsonAsync("/api/v1/sites/demo/threads/post-1/comments", new { text = "Words over a safe line.", author = new { name = "Defne" } })).EnsureSuccessStatusCode();

        Assert.Equal("1", tls.Command("-a", "right-one", "--no-auth-warning", "-n", "3", "EXISTS", "other:{demo}:s:thread/post-1"));
    }
}
