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

    // 64 Ki characters: what is told about a hundred replicas.
    private const int MaxAnswer = 64 << 10;

    private const string Pong = "+PONG\r\n";

    /// <summary>What the servers answer to the password and a ping, or why there is no answer. Holds nothing secret.</summary>
    public static string Answers(ConfigurationOptions configuration) =>
        string.Join(' ', configuration.EndPoints.Select(endPoint => Answer(endPoint, configuration)));

    /// <summary>What a server answers to commands, in Redis' own protocol; ends with its answer to a ping.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    /// <exception cref="SocketException">It is not there.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">Its certificate is not trusted.</exception>
    public static string Ask(EndPoint endPoint, ConfigurationOptions configuration, params string[][] commands)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = TimeoutMilliseconds, SendTimeout = TimeoutMilliseconds };
        socket.Connect(endPoint);
        using var stream = Open(socket, endPoint, configuration);
        string[][] auth = configuration.Password is { Length: > 0 } password ? [["AUTH", password]] : [];
        stream.Write(Encoding.UTF8.GetBytes(string.Concat(((string[][])[.. auth, .. commands, ["PING"]]).Select(Command))));
        var (heard, buffer) = (new StringBuilder(), new byte[4_096]);
        for (int read; heard.Length < MaxAnswer && (read = stream.Read(buffer)) > 0;)
        {
            heard.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if (heard.ToString() is var so && (so.EndsWith(Pong, StringComparison.Ordinal) || (commands.Length == 0 && so.EndsWith("\r\n", StringComparison.Ordinal))))
            {
                break;
            }
        }

        return heard.ToString();
    }

    private static string Answer(EndPoint endPoint, ConfigurationOptions configuration)
    {
        try
        {
            return Ask(endPoint, configuration);
        }
        catch (Exception e) when (e is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            return e.Message;
        }
    }

    private static string Command(string[] words) => $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));

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
