using System.Text;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// Names from <see cref="Lower"/> (with it) up to <see cref="Upper"/> (without it) in the order of their UTF-8 bytes, which is how SQLite
/// compares text. Both bounds are exact, so that the database seeks to the first and stops at the last.
/// </summary>
/// <param name="Upper">Null: to the end.</param>
internal readonly record struct KeyRange(byte[] Lower, byte[]? Upper)
{
    /// <summary>Names that begin with a prefix and lie beyond <paramref name="after"/> in reading direction.</summary>
    public static KeyRange Of(string prefix, string? after, bool descending)
    {
        var lower = Encoding.UTF8.GetBytes(prefix);
        var upper = End(lower);
        if (after is null)
        {
            return new(lower, upper);
        }

        if (descending)
        {
            var cursor = Encoding.UTF8.GetBytes(after);
            return new(lower, upper is null || cursor.AsSpan().SequenceCompareTo(upper) < 0 ? cursor : upper);
        }

        // Names never hold U+0000, so this is the least name beyond the cursor.
        var next = Encoding.UTF8.GetBytes(after + '\0');
        return new(next.AsSpan().SequenceCompareTo(lower) > 0 ? next : lower, upper);
    }

    /// <summary>Binds both bounds as the parameters from <paramref name="first"/> on.</summary>
    public void Bind(Statement statement, int first)
    {
        statement.BindText(first, Lower);

        // A blob sorts after every text.
        _ = Upper is null ? statement.Bind(first + 1, []) : statement.BindText(first + 1, Upper);
    }

    private static byte[]? End(byte[] prefix)
    {
        if (prefix.Length == 0)
        {
            return null;
        }

        // The last byte of UTF-8 text is at most 0xBF, so that this never carries.
        var end = prefix.AsSpan().ToArray();
        end[^1]++;
        return end;
    }
}
