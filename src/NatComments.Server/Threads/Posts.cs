using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;
using NatComments.Server.Visitors;

namespace NatComments.Server.Threads;

/// <summary>A comment on its way in.</summary>
/// <param name="Known">The author has been seen before.</param>
/// <param name="Name">As the author wants to appear; checked here.</param>
/// <param name="Network">A digest of the network it comes from that means nothing outside this process.</param>
/// <param name="Proof">What the client's idempotency key stands for.</param>
internal sealed record NewComment(
    Guid Id, Guid? ParentId, string Author, bool Known, string? Name, string? Badge, string? Text, string Network, PostProof Proof = PostProof.None);

/// <summary>What was derived from an idempotency key, and so may be used for one post only.</summary>
internal enum PostProof
{
    /// <summary>Nothing: the client named the comment and came with a token, or has no key.</summary>
    None,

    /// <summary>The comment's id.</summary>
    Comment,

    /// <summary>The author, who is a guest.</summary>
    Author,
}

/// <summary>The one way in for a reader's comment, whether it comes as JSON or from a form.</summary>
internal sealed class Posts(IThreads threads, IStore store, Submissions submissions, Names names, ReaderTokens tokens, SlowTurns turns)
{
    /// <summary>Posts a comment, or says why it is not taken.</summary>
    /// <returns>The comment as its author sees it, and its receipt.</returns>
    public async Task<Result<(CommentView Comment, string Receipt)>> Post(Site site, ThreadId thread, NewComment comment, CancellationToken stop)
    {
        if (PlainText.Name(comment.Name, ThreadLimits.MaxNameLength) is not { } name)
        {
            return new Refusal(Problems.InvalidName);
        }

        var gathered = await submissions.Gather(site, comment.Author, comment.Known, name, comment.Text, isNew: true, stop);
        if (gathered.Refused is { } unfit)
        {
            return unfit;
        }

        var (words, evidence) = gathered.Value;
        var isBound = evidence.Author.IsNew && (await threads.ReadState(thread, stop)).State == ThreadMode.Slow;
        if (isBound && !turns.Take(thread, comment.Network, comment.Id))
        {
            return new Refusal(Refusals.ThreadSlow);
        }

        // Whom the site itself calls its staff or an author may have any name.
        var asked = comment.Badge is not null ? default : await names.Take(site.Id, comment.Author, name, stop);
        if (asked.Refusal is { } refused)
        {
            return new Refusal(refused);
        }

        var text = words with { Badge = comment.Badge };
        var receipt = tokens.Receipt(site.Id, thread.Article, comment.Id);
        var reply = await threads.Ask(thread, new PostComment(comment.Id, comment.ParentId, comment.Author, text, evidence, receipt) { IsOnlyOne = comment.Proof == PostProof.Author }, stop);
        if (reply.Result is Refused no)
        {
            // Also when the visitor has gone: the name would stay taken.
            await names.LetGo(site.Id, comment.Author, asked, CancellationToken.None);
            if (isBound)
            {
                turns.GiveBack(thread, comment.Network, comment.Id);
            }

            return new Refusal(no.Code);
        }

        var (view, gone) = reply.Result is Accepted { Events.Count: 0 }
            ? await Repeated(thread, comment, text, stop)
            : ThreadView.View(reply.Comment!, reply.Replies, text, comment.Author, reply.Comment!.PostedAt);
        return gone is null ? (view!, receipt) : gone;
    }

    // A post that was taken before. A key stands for one text: what it brings a second time must be the same.
    private async ValueTask<Result<CommentView>> Repeated(ThreadId thread, NewComment comment, CommentText text, CancellationToken stop)
    {
        if ((await threads.ReadComments(thread, [comment.Id], comment.Author, stop)).FirstOrDefault() is not { } view)
        {
            return new Refusal(Refusals.CommentWithdrawn);
        }

        if (comment.Proof != PostProof.None
            && await store.ReadDocument(thread.Site, CommentText.Key(thread.Article, comment.Id, 1), stop) is { } first
            && CommentText.FromBytes(first) is var before
            && (before.Name, before.Markdown, view.ParentId) != (text.Name, text.Markdown, comment.ParentId))
        {
            return new Refusal(Refusals.IdempotencyKeyReused);
        }

        return view;
    }
}
