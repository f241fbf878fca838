namespace NatComments.Core.Scoring.Features;

/// <summary>The sizes of the space in which texts are weighed. They are part of the model file's version.</summary>
internal static class FeatureSpace
{
    /// <summary>19 bits: 2^20 rows win less than .002 AUC over this and would not fit two languages into the 10 MB of the model.</summary>
    internal const int BucketBits = 19;

    /// <summary>Rows of a language's table: the lower half for words, the upper half for sequences of characters.</summary>
    internal const int Buckets = 1 << BucketBits;

    /// <summary>The first row of the characters' half.</summary>
    internal const int Half = Buckets / 2;

    /// <summary>16 bits: kinds of texts are told apart by so much that features may share the gate's places.</summary>
    internal const int GateBits = 16;

    /// <summary>Places of a language's gate, divided into halves as the table is.</summary>
    internal const int GateBuckets = 1 << GateBits;

    /// <summary>2 to 5 characters.</summary>
    internal const int MinGram = 2;

    /// <summary>2 to 5 characters.</summary>
    internal const int MaxGram = 5;

    /// <summary>5 letters are the stem of most Turkish words.</summary>
    internal const int StemLength = 5;

    /// <summary>The place in the gate of a row of the table.</summary>
    internal static int GateBucket(int bucket) => (bucket & ((GateBuckets / 2) - 1)) | (bucket >> (BucketBits - 1) << (GateBits - 1));
}
