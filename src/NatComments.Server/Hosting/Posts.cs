using NatComments.Core.Grains;
using NatComments.Core.Threads;
using NatComments.Server.Endpoints;
using NatComments.Server.Identity;

namespace NatComments.Server.Hosting;

/// <summary>A comment on its way in.</summary>
/// <param name="Known">The author has been seen before.</param>
/// <param name="Name">As the author wants to appear; checked here.</param>
internal sealed record NewComment(Guid Id, Guid? ParentId, string Author, bool Known, string? Name, string? Badge, string? Text);

/// <summary>The one way in for a reader's comment, whether it comes as JSON or from a form.</summary>
internal sealed class Posts(IThreads threads, Submissions submissions, Names names, ReaderTokens tokens)
{
    /// <summary>Posts a comment. Throws the refusal's code when it is not taken.</summary>
    /// <returns>The comment as its author sees it, and its receipt.</returns>
    public async Task<(CommentView Comment, string Receipt)> Post(Site site, ThreadId thread, NewComment comment, CancellationToken stop)
    {
        var name = PlainText.Name(comment.Name, ThreadLimits.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);

        var (words, evidence) = await submissions.Gather(site, comment.Author, comment.Known, name, comment.Text, isNew: true);

        // Whom the site itself has signed in appears under the name that it gave them.
        var asked = comment.Author[0] == SignOn.Mark ? default : await names.Take(site.Id, comment.Author, name);
        if (asked.Refusal is { } refused)
        {
            throw new BadRequestException(refused);
        }

        var text = words with { Badge = comment.Badge };
        var receipt = tokens.Receipt(site.Id, thread.Article, comment.Id);
        var reply = await threads.Ask(thread, new PostComment(comment.Id, comment.ParentId, comment.Author, text, evidence, receipt), stop);
        if (reply.Result is Refused no)
        {
            await names.LetGo(site.Id, comment.Author, asked);
            throw new BadRequestException(no.Code);
        }

        // The same answer whether it is published or held: who probes the filter learns nothing from it that the page does not show.
        var view = reply.Result is Accepted { Events.Count: 0 }
            ? (await threads.ReadComments(thread, [comment.Id], comment.Author, stop)).FirstOrDefault() ?? throw new BadRequestException(Refusals.CommentWithdrawn)
            : ThreadView.View(reply.Comment!, reply.Replies, text, comment.Author, reply.Comment!.PostedAt);
        return (view, receipt);
    }
}
