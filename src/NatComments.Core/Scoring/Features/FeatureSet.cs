using System.Numerics;

namespace NatComments.Core.Scoring.Features;

/// <summary>
/// The features of one text: which rows of a language's table it touches and how often, and the named signals. Reused from text to
/// text; one instance per thread.
/// </summary>
internal sealed class FeatureSet
{
    /// <summary>4,096 rows: the features of a comment of 500 characters; it doubles for longer ones and stays so.</summary>
    private const int InitialCapacity = 4_096;

    // 16 slots for a character, with some five features: a short text looks into few pages of memory, and still hardly ever finds a slot taken.
    private const int SlotsForCharacter = 16;
    private const int MinSlots = 256;

    // A slot holds the number of the text that took it, and below it a row's place in the order of appearance.
    private const int PlaceBits = 20;
    private const uint MaxText = (1u << (32 - PlaceBits)) - 1;

    private uint[] _slots = new uint[InitialCapacity * 2];
    private int[] _buckets = new int[InitialCapacity];
    private ushort[] _counts = new ushort[InitialCapacity];
    private uint _text = 1;
    private int _mask = (InitialCapacity * 2) - 1;

    /// <summary>The rows, each once, in the order of their first appearance.</summary>
    internal ReadOnlySpan<int> Buckets => _buckets.AsSpan(0, Count);

    /// <summary>How often each row was touched.</summary>
    internal ReadOnlySpan<ushort> Counts => _counts.AsSpan(0, Count);

    /// <summary>How many different rows there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The named signals, see <see cref="NamedSignal"/>.</summary>
    internal float[] Signals { get; } = new float[NamedSignals.Count];

    /// <summary>Makes room for the next text. What the last one left in the slots counts as empty, so that it need not be cleared.</summary>
    /// <param name="length">How many characters the next text has, about.</param>
    internal void Clear(int length)
    {
        _mask = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)length * SlotsForCharacter), MinSlots, _slots.Length) - 1;
        if (_text == MaxText)
        {
            Array.Clear(_slots);
            _text = 0;
        }

        _text++;
        Count = 0;
        Array.Clear(Signals);
    }

    internal void Add(int bucket)
    {
        var slots = _slots;
        var slot = Slot(bucket, _mask);
        while (slots[slot] is var held && held >> PlaceBits == _text)
        {
            var place = (int)held & ((1 << PlaceBits) - 1);
            if (_buckets[place] == bucket)
            {
                ref var count = ref _counts[place];
                count = (ushort)Math.Min(ushort.MaxValue, count + 1);
                return;
            }

            slot = (slot + 1) & _mask;
        }

        if (Count > _mask / 2)
        {
            Grow();
            Add(bucket);
            return;
        }

        slots[slot] = (_text << PlaceBits) | (uint)Count;
        _buckets[Count] = bucket;
        _counts[Count++] = 1;
    }

    /// <summary>How often a row was touched, for the explanation of one text.</summary>
    internal Dictionary<int, int> CountsByBucket()
    {
        var counts = new Dictionary<int, int>(Count);
        for (var i = 0; i < Count; i++)
        {
            counts[_buckets[i]] = _counts[i];
        }

        return counts;
    }

    private static int Slot(int bucket, int mask) => (int)((uint)bucket * 0x9E3779B1u >> 12) & mask;

    private void Grow()
    {
        if (_mask == _slots.Length - 1)
        {
            Array.Resize(ref _buckets, _buckets.Length * 2);
            Array.Resize(ref _counts, _counts.Length * 2);
            _slots = new uint[_slots.Length * 2];
        }

        _mask = (_mask * 2) + 1;
        Array.Clear(_slots);
        for (var i = 0; i < Count; i++)
        {
            var slot = Slot(_buckets[i], _mask);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = (_text << PlaceBits) | (uint)i;
        }
    }
}
