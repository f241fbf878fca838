using System.IO.Compression;
using System.Text;

namespace NatComments.Lab.Data;

/// <summary>
/// Reads a table of TAB-separated values with a header, plain or gzip, UTF-8, without quoting. Columns are found by name in any order; a line with too few
/// columns has empty values, and carriage returns at line ends are dropped.
/// </summary>
public sealed class TsvReader : IDisposable
{
    private readonly StreamReader _reader;
    private readonly string _path;
    private readonly string[] _header;
    private string[] _values = [];

    private TsvReader(StreamReader reader, string path)
    {
        _reader = reader;
        _path = path;
        _header = (reader.ReadLine() ?? throw new DataFormatException($"{path} is empty; the first line must name the columns.")).TrimEnd('\r').Split('\t');
        for (var i = 0; i < _header.Length; i++)
        {
            _header[i] = _header[i].Trim().ToLowerInvariant();
        }
    }

    /// <summary>Opens a file; gzip is told by its first two bytes, not by its name.</summary>
    public static TsvReader Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataFormatException($"There is no file {path}.");
        }

        var stream = File.OpenRead(path);
        var isGzip = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        Stream plain = isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        return new TsvReader(new StreamReader(plain, new UTF8Encoding(false)), path);
    }

    /// <summary>The place of a column, or -1.</summary>
    public int Column(string name) => Array.IndexOf(_header, name);

    /// <summary>The place of a column that must be there.</summary>
    public int RequiredColumn(string name) =>
        Column(name) is >= 0 and var at ? at : throw new DataFormatException($"{_path} has no column '{name}'; its header is: {string.Join(", ", _header)}.");

    /// <summary>Goes to the next line that is not empty; false at the end.</summary>
    public bool Read()
    {
        string? line;
        do
        {
            line = ReadLine();
        }
        while (line is { Length: 0 });

        _values = line?.Split('\t') ?? [];
        return line is not null;
    }

    /// <summary>A value of the current line; empty where the column or the value is missing.</summary>
    public string Value(int column) => column >= 0 && column < _values.Length ? _values[column] : "";

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string? ReadLine()
    {
        try
        {
            return _reader.ReadLine()?.TrimEnd('\r');
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException($"{_path} is damaged: {e.Message}");
        }
    }
}

/// <summary>Data that cannot be read; the message says which file and why, for the person at the command line.</summary>
public sealed class DataFormatException(string message) : Exception(message);
