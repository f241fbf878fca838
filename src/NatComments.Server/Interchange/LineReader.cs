using System.Text;

namespace NatComments.Server.Interchange;

/// <summary>Reads a file line by line, and no line that is longer than any that an export has.</summary>
/// <param name="raw">The file.</param>
/// <param name="unpacked">What is in it: the file itself when it is not packed.</param>
internal sealed class LineReader(Stream raw, Stream unpacked) : IDisposable
{
    /// <summary>32 million characters: the longest line of an export holds twenty word lists of 200,000 characters, in base64.</summary>
    public const int MaxLength = 32 << 20;

    private readonly StreamReader _from = new(unpacked, new UTF8Encoding(false, throwOnInvalidBytes: true));
    private readonly char[] _buffer = new char[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>How many bytes of the file were read.</summary>
    public long Position => raw.Position;

    /// <summary>The next line; null at the end.</summary>
    /// <exception cref="InvalidDataException">The line is too long, or no UTF-8.</exception>
    public async ValueTask<string?> Next(CancellationToken stop)
    {
        Number++;
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await Fill(stop));
                if (_end == 0)
                {
                    return line.Length == 0 ? null : line.ToString();
                }
            }

            var end = Array.IndexOf(_buffer, '\n', _start, _end - _start);
            line.Append(_buffer, _start, (end < 0 ? _end : end) - _start);
            if (line.Length > MaxLength)
            {
                throw new InvalidDataException($"it is longer than {MaxLength} characters");
            }

            _start = end < 0 ? _end : end + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    public void Dispose() => _from.Dispose();

    private async ValueTask<int> Fill(CancellationToken stop)
    {
        try
        {
            return await _from.ReadAsync(_buffer, stop);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("it is no UTF-8");
        }
    }
}
