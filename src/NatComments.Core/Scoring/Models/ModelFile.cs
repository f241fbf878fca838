using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Scoring.Features;

namespace NatComments.Core.Scoring.Models;

/// <summary>
/// Reads and writes model files. A file is a header (magic, format, shape, version), for each language its scales, signal weights,
/// calibration, gate and table, and at the end the SHA-256 of all before it. Little-endian, at most <see cref="MaxSize"/>.
/// </summary>
public static class ModelFile
{
    /// <summary>10 MiB: what a server may spend on the model.</summary>
    public const int MaxSize = 10 << 20;

    private const string EmbeddedName = "NatComments.Core.Scoring.Models.comments.bin";
    private const uint Format = 2;
    private const int VersionLength = 64;
    private const int ChecksumLength = 32;
    private const int HeaderLength = 8 + (4 * 4) + VersionLength;

    private static ReadOnlySpan<byte> Magic => "NCMODEL\n"u8;

    /// <summary>Scales and signal weights of the lanes and the gate, slopes and offsets of the lanes.</summary>
    private static int Floats => ((Model.Lanes + 1) * (1 + NamedSignals.Count)) + (2 * Model.Lanes);

    private static int LanguageLength => (Floats * sizeof(float)) + FeatureSpace.GateBuckets + Model.TableSize;

    private static int FileLength => HeaderLength + (2 * LanguageLength) + ChecksumLength;

    /// <summary>The model that is part of the program: read in place, nothing is copied.</summary>
    /// <exception cref="ModelFileException">The program was built without a model, or with one of another form.</exception>
    public static unsafe Model LoadEmbedded()
    {
        var stream = typeof(ModelFile).Assembly.GetManifestResourceStream(EmbeddedName) as UnmanagedMemoryStream
            ?? throw new ModelFileException("The program holds no model.");
        return Read((nint)stream.PositionPointer, checked((int)stream.Length), "the model in the program", stream);
    }

    /// <summary>A model from a file, read once into memory.</summary>
    /// <exception cref="ModelFileException">The file is missing, of another form, or damaged; the message says which.</exception>
    public static Model Load(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new ModelFileException($"There is no model file {path}.");
        }

        if (info.Length > MaxSize)
        {
            throw new ModelFileException($"{path} is larger than a model may be ({MaxSize >> 20} MiB).");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)info.Length, pinned: true);
        using (var file = info.OpenRead())
        {
            file.ReadExactly(bytes);
        }

        return Read(Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0), bytes.Length, path, bytes);
    }

    /// <summary>The bytes of a model file.</summary>
    /// <param name="version">At most 64 bytes of UTF-8.</param>
    internal static byte[] Write(string version, LanguageTable turkish, LanguageTable english)
    {
        var bytes = new byte[FileLength];
        var at = bytes.AsSpan();
        Magic.CopyTo(at);
        BinaryPrimitives.WriteUInt32LittleEndian(at[8..], Format);
        BinaryPrimitives.WriteUInt32LittleEndian(at[12..], FeatureSpace.BucketBits);
        BinaryPrimitives.WriteUInt32LittleEndian(at[16..], Model.Lanes);
        BinaryPrimitives.WriteUInt32LittleEndian(at[20..], NamedSignals.Count);
        Encoding.UTF8.GetBytes(version).CopyTo(at.Slice(24, VersionLength));
        at = at[HeaderLength..];
        foreach (var language in new[] { turkish, english })
        {
            foreach (var numbers in new[] { language.Scales, language.SignalWeights, language.Slopes, language.Offsets })
            {
                MemoryMarshal.AsBytes(numbers.AsSpan()).CopyTo(at);
                at = at[(numbers.Length * sizeof(float))..];
            }

            language.Gate.CopyTo(at);
            at = at[FeatureSpace.GateBuckets..];
            language.Rows.CopyTo(at);
            at = at[Model.TableSize..];
        }

        SHA256.HashData(bytes.AsSpan(0, bytes.Length - ChecksumLength)).CopyTo(at);
        return bytes;
    }

    private static unsafe Model Read(nint memory, int length, string name, object owner)
    {
        var bytes = new ReadOnlySpan<byte>((byte*)memory, length);
        if (length < HeaderLength || !bytes.StartsWith(Magic))
        {
            throw new ModelFileException($"{name} is not a model file.");
        }

        var format = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        var isSameShape = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == FeatureSpace.BucketBits
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]) == Model.Lanes
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]) == NamedSignals.Count;
        if (format != Format || !isSameShape)
        {
            throw new ModelFileException($"{name} was made for another version of the program; train it anew with `NatComments.Lab train`.");
        }

        if (length != FileLength)
        {
            throw new ModelFileException($"{name} is damaged: it has {length} bytes and should have {FileLength}.");
        }

        if (!SHA256.HashData(bytes[..^ChecksumLength]).AsSpan().SequenceEqual(bytes[^ChecksumLength..]))
        {
            throw new ModelFileException($"{name} is damaged: its checksum does not fit its content.");
        }

        var version = Encoding.UTF8.GetString(bytes.Slice(24, VersionLength)).TrimEnd('\0');
        return new Model(version, ReadLanguage(memory + HeaderLength), ReadLanguage(memory + HeaderLength + LanguageLength), owner);
    }

    private static unsafe LanguageModel ReadLanguage(nint memory)
    {
        const int scales = Model.Lanes + 1;
        const int signals = scales * NamedSignals.Count;
        var floats = MemoryMarshal.Cast<byte, float>(new ReadOnlySpan<byte>((byte*)memory, Floats * sizeof(float)));
        var gate = memory + (Floats * sizeof(float));
        return new LanguageModel(
            gate + FeatureSpace.GateBuckets,
            gate,
            floats[..scales].ToArray(),
            floats.Slice(scales, signals).ToArray(),
            floats.Slice(scales + signals, Model.Lanes).ToArray(),
            floats[(scales + signals + Model.Lanes)..].ToArray());
    }
}

/// <summary>The numbers of one language, as a trainer hands them over.</summary>
/// <param name="Gate">One byte for each of <see cref="FeatureSpace.GateBuckets"/>.</param>
/// <param name="Rows">One row of <see cref="Model.RowSize"/> bytes per feature.</param>
internal sealed record LanguageTable(float[] Scales, float[] SignalWeights, float[] Slopes, float[] Offsets, byte[] Gate, byte[] Rows);

/// <summary>A model file that cannot be used; the message says why, for the person who starts the program.</summary>
public sealed class ModelFileException(string message) : Exception(message);
