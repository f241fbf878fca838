using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace NatComments.Tests.Endpoints;

/// <summary>One connection to a server, on which requests are written byte for byte and answers are read one after the other.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;

    public RawConnection(string url)
    {
        var uri = new Uri(url);
        _socket = new(uri.Host, uri.Port);
        _stream = _socket.GetStream();
    }

    /// <summary>Sends a request with a body of a length that is said.</summary>
    public Task<RawAnswer> Send(string method, string path, string? media, string body) =>
        Send($"{method} {path} HTTP/1.1\r\nHost: x\r\n{(media is null ? "" : $"Content-Type: {media}\r\n")}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Sends a request whose body comes in chunks.</summary>
    public Task<RawAnswer> SendChunked(string path, string media, params string[] chunks) =>
        Send($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {media}\r\nTransfer-Encoding: chunked\r\n\r\n"
            + string.Concat(chunks.Select(chunk => $"{chunk.Length:x}\r\n{chunk}\r\n")) + "0\r\n\r\n");

    /// <summary>Sends these bytes and reads one answer.</summary>
    public async Task<RawAnswer> Send(string request)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(request)).AsTask().WaitAsync(Patience);
        return await Read().WaitAsync(Patience);
    }

    private async Task<RawAnswer> Read()
    {
        var head = (await Line()).Split(' ', 3);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await Line() is { Length: > 0 } line)
        {
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        }

        var body = new StringBuilder();
        if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (int.Parse(await Line(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size and > 0)
            {
                body.Append(await Bytes(size));
                await Line();
            }

            await Line();
        }
        else if (headers.TryGetValue("Content-Length", out var length))
        {
            body.Append(await Bytes(int.Parse(length, CultureInfo.InvariantCulture)));
        }

        return new(int.Parse(head[1], CultureInfo.InvariantCulture), headers, body.ToString());
    }

    private async Task<string> Line()
    {
        var line = new StringBuilder();
        while (true)
        {
            switch (await Bytes(1))
            {
                case "\n":
                    return line.ToString();
                case "\r":
                    break;
                case var c:
                    line.Append(c);
                    break;
            }
        }
    }

    private async Task<string> Bytes(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>An answer as it came.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body);
