using System.Buffers;
using System.Buffers.Binary;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>The events of one append as one value: each event behind its length (4 bytes, little-endian). The format is for ever.</summary>
internal static class EventBatch
{
    private const int LengthBytes = sizeof(int);

    /// <summary>Writes events one behind the other.</summary>
    public static void Write(IReadOnlyList<byte[]> events, ArrayBufferWriter<byte> buffer)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var span = buffer.GetSpan(LengthBytes + events[i].Length);
            BinaryPrimitives.WriteInt32LittleEndian(span, events[i].Length);
            events[i].CopyTo(span[LengthBytes..]);
            buffer.Advance(LengthBytes + events[i].Length);
        }
    }

    /// <summary>Adds the events of a batch that come after a version to a list, until it is full.</summary>
    /// <param name="last">The number of the batch's last event.</param>
    /// <param name="limit">How many events the list may hold.</param>
    public static void Read(ReadOnlySpan<byte> batch, long last, long afterVersion, int limit, List<byte[]> events)
    {
        var number = last - Count(batch);
        while (!batch.IsEmpty && events.Count < limit)
        {
            var data = batch.Slice(LengthBytes, BinaryPrimitives.ReadInt32LittleEndian(batch));
            if (++number > afterVersion)
            {
                events.Add(data.ToArray());
            }

            batch = batch[(LengthBytes + data.Length)..];
        }
    }

    private static int Count(ReadOnlySpan<byte> batch)
    {
        var count = 0;
        for (; !batch.IsEmpty; count++)
        {
            batch = batch[(LengthBytes + BinaryPrimitives.ReadInt32LittleEndian(batch))..];
        }

        return count;
    }
}
