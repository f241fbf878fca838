using NatComments.Core.Storage;

namespace NatComments.Server.Storage;

/// <summary>A stream has a new version, written by another process.</summary>
/// <param name="Tail">What was written, when it is little and came along.</param>
public readonly record struct StreamChange(string Partition, string Stream, long Version, StreamTail? Tail = null);
