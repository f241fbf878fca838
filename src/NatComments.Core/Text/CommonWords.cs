using System.Runtime.InteropServices;

namespace NatComments.Core.Text;

/// <summary>
/// Which words are common in Turkish and English comments, and how rare each is. Made by <c>NatComments.Lab train-languages</c>; the table holds hashes and no text.
/// </summary>
internal static class CommonWords
{
    /// <summary>2^15 places for 18,000 words, so that few collide.</summary>
    internal const int Places = 1 << 15;

    /// <summary>8 places are looked at before a word counts as unknown.</summary>
    internal const int MaxProbes = 8;

    /// <summary>16 letters: longer words are not common.</summary>
    internal const int MaxLength = 16;

    /// <summary>The cost of a word that is not in the table.</summary>
    internal const int Unknown = 0;

    /// <summary>15 nats: one word in three million.</summary>
    internal const int MaxCost = 15;

    private const uint Kind = 9;

    private static readonly ushort[] Table = Read();

    /// <summary>The hash of no letters yet; letters are added with <see cref="Hashing.Add"/>.</summary>
    internal static uint Start => Hashing.Start(Kind);

    /// <summary>How rare a folded word is, as −ln of its share of all words, rounded, 1 to <see cref="MaxCost"/>; or <see cref="Unknown"/>.</summary>
    internal static int Cost(ReadOnlySpan<char> word) => word.Length > MaxLength ? Unknown : Cost(HashOf(word));

    /// <summary>The same from the hash of its letters.</summary>
    internal static int Cost(uint hash)
    {
        var (place, print) = Locate(hash);
        for (var probe = 0; probe < MaxProbes; probe++)
        {
            var entry = Table[(place + probe) & (Places - 1)];
            if (entry == 0)
            {
                break;
            }

            if (entry >> 4 == print)
            {
                return entry & MaxCost;
            }
        }

        return Unknown;
    }

    /// <summary>The hash of a whole word.</summary>
    internal static uint HashOf(ReadOnlySpan<char> word)
    {
        var hash = Start;
        foreach (var c in word)
        {
            hash = Hashing.Add(hash, c);
        }

        return hash;
    }

    /// <summary>Where a word is looked for first, and by which 12 bits it is known there.</summary>
    internal static (int Place, int Print) Locate(uint hash)
    {
        hash = Hashing.Finish(hash);
        return ((int)(hash & (Places - 1)), (int)(hash >> 20));
    }

    private static ushort[] Read()
    {
        using var stream = typeof(CommonWords).Assembly.GetManifestResourceStream("NatComments.Core.Text.words.bin")
            ?? throw new InvalidOperationException("The table of common words is missing from the assembly.");
        var table = new ushort[Places];
        stream.ReadExactly(MemoryMarshal.AsBytes(table.AsSpan()));
        return table;
    }
}
