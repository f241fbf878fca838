using System.ComponentModel.DataAnnotations;

namespace NatComments.Server.Threads;

/// <summary>How many threads, texts and live readers are kept in memory.</summary>
public sealed class ThreadOptions
{
    /// <summary>
    /// How much memory the pages may take that are kept ready, in MiB. Threads themselves are let go when the
    /// machine's memory runs low.
    /// </summary>
    [Range(16, 65_536)]
    public int ThreadMemoryMegabytes { get; set; } = 256;

    /// <summary>How many million characters of text are kept to make pages from.</summary>
    [Range(1, 4_096)]
    public int TextMemoryMegacharacters { get; set; } = 16;

    /// <summary>After how many minutes a thread that nobody asks for is let go.</summary>
    [Range(1, 1_440)]
    public int ThreadIdleMinutes { get; set; } = 10;

    /// <summary>How many readers may watch threads live at the same time.</summary>
    [Range(0, 100_000)]
    public int MaxLiveReaders { get; set; } = 5_000;

    /// <summary>
    /// How many of them one network address may be (twice as many an IPv6 /56, four times as many a /48); 0 switches
    /// the limit off. 500: a university or an
    /// exit of Tor shares one address; when all places are taken, the network with most gives one up for a newcomer.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxLiveReadersPerNetwork { get; set; } = 500;
}
