using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Server.Threads;

/// <summary>Finds the comment that a receipt was given for.</summary>
internal sealed class ReceiptStore(IStore store, IThreads threads)
{
    // A receipt is a site, a tilde and 34 letters; longer ones were never given out.
    private const int MaxLength = 100;

    /// <summary>The comment as it stands; null for what is no receipt of this server.</summary>
    public async ValueTask<(ThreadId Thread, CommentState Comment)?> Find(string receipt, CancellationToken stop)
    {
        var site = receipt.Split('~')[0];
        if (receipt.Length > MaxLength || !ThreadId.IsSite(site) || await Document(site, receipt, stop) is not { } bytes)
        {
            return null;
        }

        var (thread, id) = KeptText.ReadReceipt(site, bytes);
        return await threads.Find(thread, id, stop) is { } found ? (thread, found.Comment) : null;
    }

    // Those of older versions are brought into today's form after the start.
    private async ValueTask<byte[]?> Document(string site, string receipt, CancellationToken stop) =>
        await store.ReadDocument(site, KeptText.ReceiptKey(receipt), stop) ?? await store.ReadDocument(site, KeptText.OldReceiptKey(receipt), stop);
}
