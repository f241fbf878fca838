namespace NatComments.Core.Scoring.Features;

/// <summary>
/// The features of one text: which rows of a language's table it touches and how often, and the named signals. Reused from text to
/// text; one instance per thread.
/// </summary>
internal sealed class FeatureSet
{
    /// <summary>4,096 rows: the features of a comment of 500 characters; it doubles for longer ones and stays so.</summary>
    private const int InitialCapacity = 4_096;

    private int[] _slots = new int[InitialCapacity * 2];
    private int[] _buckets = new int[InitialCapacity];
    private ushort[] _counts = new ushort[InitialCapacity];

    /// <summary>The rows, each once, in the order of their first appearance.</summary>
    internal ReadOnlySpan<int> Buckets => _buckets.AsSpan(0, Count);

    /// <summary>How often each row was touched.</summary>
    internal ReadOnlySpan<ushort> Counts => _counts.AsSpan(0, Count);

    /// <summary>How many different rows there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The named signals, see <see cref="NamedSignal"/>.</summary>
    internal float[] Signals { get; } = new float[NamedSignals.Count];

    internal void Clear()
    {
        // Only the slots in use are cleared: clearing the whole table would cost more than scoring a short comment.
        var mask = _slots.Length - 1;
        for (var i = 0; i < Count; i++)
        {
            var slot = Slot(_buckets[i], mask);
            while (_slots[slot] != 0)
            {
                _slots[slot] = 0;
                slot = (slot + 1) & mask;
            }
        }

        Count = 0;
        Array.Clear(Signals);
    }

    internal void Add(int bucket)
    {
        var mask = _slots.Length - 1;
        var slot = Slot(bucket, mask);
        while (_slots[slot] is var at && at != 0)
        {
            if (_buckets[at - 1] == bucket)
            {
                if (_counts[at - 1] < ushort.MaxValue)
                {
                    _counts[at - 1]++;
                }

                return;
            }

            slot = (slot + 1) & mask;
        }

        if (Count == _buckets.Length)
        {
            Grow();
            Add(bucket);
            return;
        }

        _buckets[Count] = bucket;
        _counts[Count] = 1;
        _slots[slot] = ++Count;
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
        Array.Resize(ref _buckets, _buckets.Length * 2);
        Array.Resize(ref _counts, _counts.Length * 2);
        _slots = new int[_buckets.Length * 2];
        var mask = _slots.Length - 1;
        for (var i = 0; i < Count; i++)
        {
            var slot = Slot(_buckets[i], mask);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
