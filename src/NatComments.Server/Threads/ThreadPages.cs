using System.Text.Json;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Threads;

/// <summary>Pages of threads as the bytes that readers get.</summary>
internal static class ThreadPages
{
    /// <summary>A page as bytes.</summary>
    public static byte[] Format(ThreadPage page) => JsonBytes.Of(page, ThreadsJson.Default.ThreadPage);

    /// <summary>A page from its bytes.</summary>
    public static ThreadPage Read(byte[] page) => JsonSerializer.Deserialize(page, ThreadsJson.Default.ThreadPage)!;
}
