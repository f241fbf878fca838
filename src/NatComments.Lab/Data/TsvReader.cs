using System.IO.Compression;
using System.Text;

namespace NatComments.Lab.Data;

/// <summary>
/// Reads a table of TAB-separated values with a header, plain or gzip, UTF-8. Columns are found by name in any order; a line with too few columns has empty
/// values, and carriage returns at line ends are dropped. Quotation marks belong to the text, unless the names of the columns stand in them: then every
/// value may, with "" for one of them, and with line breaks inside.
/// </summary>
public sealed class TsvReader : IDisposable
{
    private readonly StreamReader _reader;
    private readonly string _path;
    private readonly string[] _header;
    private readonly bool _isQuoted;
    private string[] _values = [];

    private TsvReader(StreamReader reader, string path)
    {
        _reader = reader;
        _path = path;
        _header = (reader.ReadLine() ?? throw new DataFormatException($"{path} is empty; the first line must name the columns.")).TrimEnd('\r').Split('\t');
        _isQuoted = _header.Any(name => name.Length > 1 && name[0] == '"' && name[^1] == '"');
        for (var i = 0; i < _header.Length; i++)
        {
            _header[i] = (_isQuoted ? _header[i].Trim('"') : _header[i]).Trim().ToLowerInvariant();
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

        while (_isQuoted && line is not null && line.Count(c => c == '"') % 2 == 1 && ReadLine() is { } more)
        {
            line += "\n" + more;
        }

        _values = line is null ? [] : _isQuoted ? SplitQuoted(line) : line.Split('\t');
        return line is not null;
    }

    private static string[] SplitQuoted(string line)
    {
        var values = new List<string>();
        var start = 0;
        var isInside = false;
        for (var i = 0; i <= line.Length; i++)
        {
            isInside ^= i < line.Length && line[i] == '"';
            if (i == line.Length || (line[i] == '\t' && !isInside))
            {
                var value = line[start..i];
                values.Add(value.Length > 1 && value[0] == '"' && value[^1] == '"' ? value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : value);
                start = i + 1;
            }
        }

        return [.. values];
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
