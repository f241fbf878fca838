using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>
/// What every host of threads promises, whatever it is made of: asked here and asked elsewhere over the same store, a thread is one thread.
/// Each host inherits this; each test has a thread of its own.
/// </summary>
public abstract class HostConformance
{
    private readonly ThreadId thread = ThreadId.FromTrusted("demo", $"post/{Guid.NewGuid():N}");

    /// <summary>A way in.</summary>
    protected abstract IThreads Here { get; }

    /// <summary>Another way in, over the same store.</summary>
    protected abstract IThreads There { get; }

    /// <summary>The next change that those hear of who watch a thread where it is written.</summary>
    protected abstract Task<ThreadChange> NextChange(ThreadId thread);

    /// <summary>What all commits of events meet from now on.</summary>
    private protected abstract void Meet(Func<Fault> fault);

    [Fact]
    public async Task A_comment_goes_its_whole_way_and_every_answer_says_how_it_stands()
    {
        var id = Guid.NewGuid();
        Assert.Equal(CommentStatus.Published, (await Here.MustAccept(Posting.By(Story.Ayse, id), thread)).Comment!.Status);
        Assert.Equal([Story.Baran], (await There.MustAccept(new LikeComment(id, Story.Baran, On: true), thread)).Comment!.LikedBy);
        Assert.Equal(1, (await Here.MustAccept(new ReportComment(id, "cem", Reasons.Insult, "a note"), thread)).Comment!.Standing.OpenReports);
        Assert.Equal(2, (await There.MustAccept(Posting.Edit(id, 1), thread)).Comment!.Revision);
        Assert.Equal(CommentStatus.Rejected, (await Here.MustAccept(new DecideComment(id, 2, Outcome.Reject, Reasons.Spam, null, Story.Moderator), thread)).Comment!.Status);
        Assert.Equal(Queues.Appealed, (await There.MustAccept(new AppealDecision(id, Story.Ayse, "Look again, şîrîn."), thread)).Comment!.Standing.Waiting?.Queue);
        Assert.Equal(CommentStatus.Published, (await Here.MustAccept(new DecideComment(id, 2, Outcome.Publish, Reasons.Clean, null, Story.Colleague), thread)).Comment!.Status);
        Assert.Equal(CommentStatus.Rejected, (await There.MustAccept(new UndoDecision(id, Story.Colleague), thread)).Comment!.Status);
        await Here.MustAccept(new ChangeThreadState(ThreadMode.Closed, Story.Moderator), thread);

        Assert.Equal(Refusals.ThreadClosed, Assert.IsType<Refused>((await There.Ask(thread, Posting.By(Story.Baran, Guid.NewGuid()))).Result).Code);
    }

    [Fact]
    public async Task An_id_belongs_to_one_comment_of_a_site_whichever_thread_asks_for_it()
    {
        var (other, id) = (ThreadId.FromTrusted("demo", $"post/{Guid.NewGuid():N}"), Guid.NewGuid());
        await There.Posts(thread: other);
        await Here.MustAccept(Posting.By(Story.Ayse, id), thread);

        foreach (var host in new[] { Here, There })
        {
            Assert.Equal(new Refused(Refusals.IdInUse), (await host.Ask(other, Posting.By(Story.Ayse, id))).Result);
            Assert.Empty(Assert.IsType<Accepted>((await host.Ask(thread, Posting.By(Story.Ayse, id))).Result).Events);
            await host.Posts(thread: other);
        }
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task What_was_decided_here_is_not_decided_over_unseen_there_and_the_refusal_says_how_it_stands()
    {
        var id = Guid.NewGuid();
        await Here.MustAccept(Posting.By(Story.Ayse, id, evidence: Posting.Doubtful), thread);
        var publish = new DecideComment(id, 1, Outcome.Publish, Reasons.Clean, null, Story.Moderator) { Seen = 0 };
        var number = (await Here.MustAccept(publish, thread)).Comment!.Standing.DecisionNumber;

        var reject = new DecideComment(id, 1, Outcome.Reject, Reasons.Spam, null, Story.Colleague) { Seen = 0 };
        var refused = await There.Ask(thread, reject);
        Assert.Equal(Refusals.DecidedMeanwhile, Assert.IsType<Refused>(refused.Result).Code);
        Assert.Equal((new ByModerator(Story.Moderator), number), (refused.Comment!.Standing.Decision!.By, refused.Comment.Standing.DecisionNumber));
        Assert.Empty(Assert.IsType<Accepted>((await There.Ask(thread, publish)).Result).Events);
        Assert.Equal(CommentStatus.Rejected, (await There.MustAccept(reject with { Seen = number }, thread)).Comment!.Status);
    }

    [Fact]
    [Trait("Report", "A4")]
    public async Task While_an_edit_waits_both_ways_show_the_former_revision()
    {
        var id = Guid.NewGuid();
        await Here.MustAccept(Posting.By(Story.Ayse, id), thread);
        await There.MustAccept(Posting.Edit(id, 1, evidence: Posting.Doubtful), thread);

        foreach (var host in new[] { Here, There })
        {
            // Any command lets a host notice what was written elsewhere.
            await host.Ask(thread, new LikeComment(Guid.Empty, "nobody", On: true));
            var found = (await host.Find(thread, id))!.Comment;
            Assert.Equal((CommentStatus.Pending, 1, 2), (found.Status, found.ShownRevision, found.Revision));
            Assert.Equal($"<p>words of {id:N}</p>", Assert.Single(await host.ReadComments(thread, [id], null)).Html);
            Assert.Equal($"<p>other words of {id:N}</p>", Assert.Single(await host.ReadComments(thread, [id], Story.Ayse)).Html);
        }
    }

    [Fact]
    public async Task A_refusal_carries_its_code() =>
        Assert.Equal(Refusals.CommentNotFound, Assert.IsType<Refused>((await There.Ask(thread, new WithdrawComment(Guid.NewGuid(), Story.Ayse))).Result).Code);

    [Fact]
    public async Task Whoever_wrote_reads_at_once_where_they_wrote_and_finds_everything_from_before()
    {
        var lines = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var host = i % 2 == 0 ? Here : There;
            lines.Add(HostQuestions.Line(await host.Posts(thread: thread)));

            Assert.Equal(string.Join('\n', lines), await host.Page(thread: thread));
        }
    }

    [Fact]
    public async Task The_same_post_sent_both_ways_is_one_comment()
    {
        var post = Posting.By(Story.Ayse, Guid.NewGuid());
        var replies = await Task.WhenAll(Here.MustAccept(post, thread), There.MustAccept(post, thread));

        Assert.All(replies, reply => Assert.Equal((post.Id, 3L), (reply.Comment!.Id, reply.Version)));
        Assert.Equal(3, (await There.MustAccept(post, thread)).Version);
        Assert.Equal(HostQuestions.Line(post.Id), await There.Page(thread: thread));
    }

    [Fact]
    public async Task Both_ways_take_posts_at_once_and_lose_none()
    {
        var posts = Enumerable.Range(0, 40).Select(i => Posting.By($"reader-{i}", Guid.NewGuid())).ToList();
        await Task.WhenAll(posts.Select((post, i) => Insist(i % 2 == 0 ? Here : There, post)));

        var last = await There.Posts(thread: thread);
        Assert.Equal(posts.Select(post => HostQuestions.Line(post.Id)).Append(HostQuestions.Line(last)).Order(), (await There.Page(thread: thread)).Split('\n').Order());
    }

    [Fact]
    public async Task A_store_that_fails_is_told_with_its_code_and_the_next_try_works()
    {
        var post = Posting.By(Story.Ayse, Guid.NewGuid());
        MeetOnce(Fault.BeforeTheWrite);

        var told = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Here.Ask(thread, post));

        Assert.Equal("store-unavailable", told.Code);
        Assert.Equal(3, (await Here.MustAccept(post, thread)).Version);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_one_comment_when_it_is_sent_again_elsewhere()
    {
        var post = Posting.By(Story.Ayse, Guid.NewGuid());
        MeetOnce(Fault.AfterTheWrite);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Here.Ask(thread, post));

        Assert.Equal(3, (await There.MustAccept(post, thread)).Version);
        Assert.Equal(HostQuestions.Line(post.Id), await There.Page(thread: thread));
    }

    [Fact]
    public async Task A_thread_that_others_write_faster_says_that_it_is_busy()
    {
        Meet(() => Fault.Conflict);

        var told = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Here.Ask(thread, Posting.By(Story.Ayse, Guid.NewGuid())));

        Meet(() => Fault.None);
        Assert.Equal("thread-busy", told.Code);
        await Here.Posts(thread: thread);
    }

    [Fact]
    public async Task Who_watches_where_it_was_written_hears_of_it()
    {
        var change = NextChange(thread);
        await Here.Page(thread: thread);

        var id = await Here.Posts(thread: thread);

        Assert.Equal([id], (await change.WaitAsync(TimeSpan.FromSeconds(60))).Published);
    }

    [Fact]
    public async Task Who_is_not_the_author_sees_nothing_of_a_comment_that_waits()
    {
        var held = Guid.NewGuid();
        await There.MustAccept(Posting.By(Story.Ayse, held, evidence: Posting.Doubtful), thread);

        Assert.Contains($"{held:N} Pending", await There.Page(Story.Ayse, thread));
        Assert.Equal("", await There.Page(Story.Baran, thread));
        Assert.Single(await There.ReadComments(thread, [held], Story.Ayse));
        Assert.Empty(await There.ReadComments(thread, [held], Story.Baran));
        Assert.Equal(held, (await There.Find(thread, held))!.Comment.Id);
        Assert.Equal((0, ThreadMode.Open), ((await There.ReadState(thread)).Count, (await There.ReadState(thread)).State));
    }

    // A host that meets another at one thread too often says that it is busy; whoever posts tries again with the same id.
    private async Task Insist(IThreads host, PostComment post)
    {
        while (true)
        {
            try
            {
                await host.MustAccept(post, thread);
                return;
            }
            catch (StoreUnavailableException e) when (e.Code == "thread-busy")
            {
                await Task.Yield();
            }
        }
    }

    private void MeetOnce(Fault fault)
    {
        var left = 1;
        Meet(() => Interlocked.Decrement(ref left) >= 0 ? fault : Fault.None);
    }
}
