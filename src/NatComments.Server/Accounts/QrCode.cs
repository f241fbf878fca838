using System.Text;

namespace NatComments.Server.Accounts;

/// <summary>
/// A QR code (ISO/IEC 18004) of a text as bytes, at the lowest level of error correction: it is shown on a screen, where nothing is torn or dirty. Only the sizes that a
/// link for an authenticator needs.
/// </summary>
public sealed class QrCode
{
    /// <summary>858 bytes in version 20: the longest link, with a name of 60 letters escaped, has some 630.</summary>
    public const int MaxBytes = 858;

    // Per version from 1, level L: how many bytes correct errors in each block, and how many blocks there are.
    private static readonly int[] Correcting = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
    private static readonly int[] Blocks = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];

    // The patterns that look like a corner's are to be avoided.
    private static readonly string[] LikeCorners = ["10111010000", "00001011101"];

    private readonly int _version;
    private readonly int _size;
    private readonly bool[,] _dark;
    private readonly bool[,] _fixed;

    private QrCode(int version)
    {
        (_version, _size) = (version, (version * 4) + 17);
        (_dark, _fixed) = (new bool[_size, _size], new bool[_size, _size]);
    }

    /// <summary>The rows of modules from the top, '1' for a dark one, without the quiet border. Throws <see cref="ArgumentException"/> for more than <see cref="MaxBytes"/>.</summary>
    public static IReadOnlyList<string> Rows(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = Enumerable.Range(1, Blocks.Length).FirstOrDefault(v => bytes.Length <= Capacity(v) - (v < 10 ? 2 : 3));
        if (version == 0)
        {
            throw new ArgumentException($"A QR code here holds at most {MaxBytes} bytes.", nameof(text));
        }

        var code = new QrCode(version);
        code.DrawPatterns();
        code.DrawData(Interleaved(version, Framed(version, bytes)));
        return code.BestMasked();
    }

    // All bytes of a version without what corrects errors.
    private static int Capacity(int version) => (Modules(version) / 8) - (Correcting[version - 1] * Blocks[version - 1]);

    // The modules that patterns and formats leave for data.
    private static int Modules(int version)
    {
        var aligned = (version / 7) + 2;
        return (((16 * version) + 128) * version) + 64 - (version < 2 ? 0 : (((25 * aligned) - 10) * aligned) - 55) - (version < 7 ? 0 : 36);
    }

    // The mode (bytes), the length, the bytes, and padding.
    private static byte[] Framed(int version, byte[] bytes)
    {
        var bits = new StringBuilder("0100").Append(Convert.ToString(bytes.Length, 2).PadLeft(version < 10 ? 8 : 16, '0'));
        foreach (var b in bytes)
        {
            bits.Append(Convert.ToString(b, 2).PadLeft(8, '0'));
        }

        bits.Append("0000");
        var framed = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.ToString(i * 8, 8), 2)).ToList();
        for (var padding = 0; framed.Count < Capacity(version); padding++)
        {
            framed.Add(padding % 2 == 0 ? (byte)0xEC : (byte)0x11);
        }

        return [.. framed];
    }

    // Blocks, the later ones longer by one byte, each with its correction; taken in turns.
    private static List<byte> Interleaved(int version, byte[] data)
    {
        var (count, correcting) = (Blocks[version - 1], Correcting[version - 1]);
        var shorter = count - (data.Length % count);
        var blocks = new List<byte[]>();
        for (int i = 0, at = 0; i < count; i++)
        {
            var length = (data.Length / count) + (i < shorter ? 0 : 1);
            blocks.Add(data[at..(at + length)]);
            at += length;
        }

        var corrections = blocks.Select(block => Remainder(block, correcting)).ToList();
        return [.. Turns(blocks), .. Turns(corrections)];
    }

    private static IEnumerable<byte> Turns(List<byte[]> blocks) =>
        Enumerable.Range(0, blocks.Max(block => block.Length)).SelectMany(i => blocks.Where(block => i < block.Length).Select(block => block[i]));

    // Reed-Solomon: what is left of the data divided by the product of (x - 2^i).
    private static byte[] Remainder(byte[] data, int degree)
    {
        var divisor = new byte[degree];
        divisor[^1] = 1;
        for (byte i = 0, root = 1; i < degree; i++, root = Times(root, 2))
        {
            for (var j = 0; j < degree; j++)
            {
                divisor[j] = (byte)(Times(divisor[j], root) ^ (j + 1 < degree ? divisor[j + 1] : 0));
            }
        }

        var left = new byte[degree];
        foreach (var b in data)
        {
            var factor = (byte)(b ^ left[0]);
            left = [.. left[1..], 0];
            for (var j = 0; j < degree; j++)
            {
                left[j] ^= Times(divisor[j], factor);
            }
        }

        return left;
    }

    // In the field of 256 elements over x^8 + x^4 + x^3 + x^2 + 1.
    private static byte Times(byte a, byte b)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * 0x11D) ^ (((b >> bit) & 1) * a);
        }

        return (byte)product;
    }

    private void DrawPatterns()
    {
        for (var i = 0; i < _size; i++)
        {
            Fix(6, i, i % 2 == 0);
            Fix(i, 6, i % 2 == 0);
        }

        foreach (var (row, column) in new[] { (3, 3), (3, _size - 4), (_size - 4, 3) })
        {
            Square(row, column, 4, distance => distance is not 2 and not 4);
        }

        var centres = Centres();
        foreach (var row in centres)
        {
            foreach (var column in centres.Where(column => !(row == 6 && column == 6) && !(row == 6 && column == _size - 7) && !(row == _size - 7 && column == 6)))
            {
                Square(row, column, 2, distance => distance != 1);
            }
        }

        DrawFormat(0);
        DrawVersion();
    }

    private List<int> Centres()
    {
        if (_version == 1)
        {
            return [];
        }

        var count = (_version / 7) + 2;
        var step = ((_version * 8) + (count * 3) + 5) / ((count * 4) - 4) * 2;
        return [6, .. Enumerable.Range(0, count - 1).Select(i => _size - 7 - (i * step))];
    }

    private void Square(int row, int column, int reach, Func<int, bool> dark)
    {
        for (var down = -reach; down <= reach; down++)
        {
            for (var along = -reach; along <= reach; along++)
            {
                if (row + down >= 0 && row + down < _size && column + along >= 0 && column + along < _size)
                {
                    Fix(row + down, column + along, dark(Math.Max(Math.Abs(down), Math.Abs(along))));
                }
            }
        }
    }

    // Level L is 01; ten bits of it check themselves. It stands twice.
    private void DrawFormat(int mask)
    {
        var data = (1 << 3) | mask;
        var left = data;
        for (var i = 0; i < 10; i++)
        {
            left = (left << 1) ^ ((left >> 9) * 0x537);
        }

        var bits = ((data << 10) | left) ^ 0x5412;
        for (var i = 0; i < 15; i++)
        {
            var dark = ((bits >> i) & 1) == 1;
            Fix(i < 6 ? i : i < 8 ? i + 1 : _size - 15 + i, 8, dark);
            Fix(8, i < 8 ? _size - 1 - i : i == 8 ? 7 : 14 - i, dark);
        }

        Fix(_size - 8, 8, true);
    }

    private void DrawVersion()
    {
        var left = _version;
        for (var i = 0; i < 12; i++)
        {
            left = (left << 1) ^ ((left >> 11) * 0x1F25);
        }

        for (var i = 0; _version >= 7 && i < 18; i++)
        {
            var dark = ((((_version << 12) | left) >> i) & 1) == 1;
            Fix(i / 3, _size - 11 + (i % 3), dark);
            Fix(_size - 11 + (i % 3), i / 3, dark);
        }
    }

    // In double columns from the right, upwards and downwards in turns, around everything that is fixed.
    private void DrawData(List<byte> data)
    {
        var bit = 0;
        for (var right = _size - 1; right > 0; right -= right == 8 ? 3 : 2)
        {
            var upwards = ((right > 6 ? right + 1 : right + 2) & 2) == 0;
            for (var i = 0; i < _size; i++)
            {
                var row = upwards ? _size - 1 - i : i;
                foreach (var column in new[] { right, right - 1 }.Where(column => !_fixed[row, column] && bit < data.Count * 8))
                {
                    _dark[row, column] = ((data[bit / 8] >> (7 - (bit % 8))) & 1) == 1;
                    bit++;
                }
            }
        }
    }

    private IReadOnlyList<string> BestMasked() => Enumerable.Range(0, 8).Select(Masked).MinBy(Penalty)!;

    private IReadOnlyList<string> Masked(int mask)
    {
        DrawFormat(mask);
        return [.. Enumerable.Range(0, _size).Select(row => string.Concat(Enumerable.Range(0, _size).Select(column =>
            _dark[row, column] ^ (!_fixed[row, column] && Flips(mask, row, column)) ? '1' : '0')))];
    }

    private static bool Flips(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2,
        1 => row % 2,
        2 => column % 3,
        3 => (row + column) % 3,
        4 => ((row / 2) + (column / 3)) % 2,
        5 => (row * column % 2) + (row * column % 3),
        6 => ((row * column % 2) + (row * column % 3)) % 2,
        _ => (((row + column) % 2) + (row * column % 3)) % 2,
    } == 0;

    // How hard it is to read: long runs, blocks of one colour, what looks like a corner, and an uneven share of dark.
    private int Penalty(IReadOnlyList<string> rows)
    {
        var columns = Enumerable.Range(0, _size).Select(column => string.Concat(rows.Select(row => row[column])));
        var lines = rows.Concat(columns).Sum(line => Runs(line) + (40 * LikeCorners.Sum(pattern => Enumerable.Range(0, _size - 10).Count(at => line.AsSpan(at).StartsWith(pattern)))));
        var blocks = Enumerable.Range(0, _size - 1).Sum(row => Enumerable.Range(0, _size - 1).Count(column =>
            rows[row][column] == rows[row][column + 1] && rows[row].AsSpan(column, 2).SequenceEqual(rows[row + 1].AsSpan(column, 2))));
        var dark = rows.Sum(row => row.Count(module => module == '1'));
        return lines + (3 * blocks) + (10 * (Math.Abs((dark * 20) - (_size * _size * 10)) / (_size * _size)));
    }

    private static int Runs(string line)
    {
        var (sum, length) = (0, 1);
        for (var i = 1; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == line[i - 1])
            {
                length++;
                continue;
            }

            sum += length >= 5 ? length - 2 : 0;
            length = 1;
        }

        return sum;
    }

    private void Fix(int row, int column, bool dark) => (_dark[row, column], _fixed[row, column]) = (dark, true);
}
