using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Gives every comment of a file an id of its own. A comment without an id, or with one that another comment has, is
/// known by what it says: whoever reads the file again finds it under the same id.
/// </summary>
internal sealed class OldIds
{
    // By the id in the file, the first comment that had it: some 100 bytes each.
    private readonly Dictionary<string, ulong> _first = [];

    /// <summary>The id of a comment. The same comment a second time has the same one.</summary>
    /// <param name="given">Its id in the file.</param>
    /// <param name="content">What tells it from others.</param>
    public string Of(string given, params ReadOnlySpan<string> content)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', content!)));
        var own = Convert.ToHexStringLower(hash.AsSpan(0, 16));
        if (given is "" or "0")
        {
            return "content:" + own;
        }

        var mark = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        return _first.TryAdd(given, mark) || _first[given] == mark ? given : $"{given}#{own}";
    }
}
