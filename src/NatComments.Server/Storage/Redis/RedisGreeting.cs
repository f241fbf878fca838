using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>Finds out why a client could not connect, by saying hello without it: the client itself often reports a refused password as silence.</summary>
internal static class RedisGreeting
{
    // 2 s for a server that is asked only because something is wrong already.
    private const int TimeoutMilliseconds = 2_000;

    /// <summary>What the servers answer to the password and a ping, or why there is no answer. Holds nothing secret.</summary>
    public static string Answers(ConfigurationOptions configuration) =>
        string.Join(' ', configuration.EndPoints.Select(endPoint => Answer(endPoint, configuration)));

    private static string Answer(EndPoint endPoint, ConfigurationOptions configuration)
    {
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = TimeoutMilliseconds, SendTimeout = TimeoutMilliseconds };
            socket.Connect(endPoint);
            using var stream = Open(socket, endPoint, configuration);
            var auth = configuration.Password is { Length: > 0 } password ? $"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(password)}\r\n{password}\r\n" : "";
            stream.Write(Encoding.UTF8.GetBytes(auth + "*1\r\n$4\r\nPING\r\n"));
            var answer = new byte[512];
            return Encoding.ASCII.GetString(answer.AsSpan(0, stream.Read(answer)));
        }
        catch (Exception e) when (e is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            return e.Message;
        }
    }

    private static Stream Open(Socket socket, EndPoint endPoint, ConfigurationOptions configuration)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (!configuration.Ssl)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        secure.AuthenticateAsClient(configuration.SslHost ?? (endPoint as DnsEndPoint)?.Host ?? "");
        return secure;
    }
}
