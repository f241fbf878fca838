namespace NatComments.Server.Interchange.Foreign;

/// <summary>What comes out of a packed file, and no more of it than honest files hold.</summary>
/// <param name="packed">How long the packed file is.</param>
internal sealed class UnpackedStream(Stream inner, long packed) : Stream
{
    // 100 times its length: exports of comments are packed to a fifth or a tenth. Small files may hold 64 MB all the same.
    private const int MaxExpansion = 100;
    private const long AlwaysAllowed = 64 << 20;

    private readonly long _most = Math.Max(AlwaysAllowed, MaxExpansion * packed);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = Unpacked(buffer);
        _read += read;
        return _read <= _most ? read : throw new InvalidDataException($"It unpacks to more than {MaxExpansion} times its length.");
    }

    // The runtime's words do not say what to do.
    private int Unpacked(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataException("What is packed in it is damaged or cut off. Fetch or pack the file anew.");
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
