using System.Numerics;
using System.Runtime.CompilerServices;

namespace NatComments.Core.Text;

/// <summary>
/// The hash of stretches of text: the same on every machine and in every version, because trained weights are filed under it.
/// </summary>
public static class Hashing
{
    private const uint Prime = 0x9E3779B1;
    private const uint Seed = 0x811C9DC5;

    /// <summary>The hash of a stretch of text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var hash = Seed;
        foreach (var c in text)
        {
            hash = Add(hash, c);
        }

        return (int)Finish(hash);
    }

    /// <summary>Starts a hash of a kind of feature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Start(uint kind) => Seed ^ (kind * 0x85EBCA6B);

    /// <summary>Takes one more character in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Add(uint hash, uint value) => (BitOperations.RotateLeft(hash, 5) ^ value) * Prime;

    /// <summary>Spreads the hash over all 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Finish(uint hash)
    {
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        hash ^= hash >> 13;
        return hash;
    }
}
