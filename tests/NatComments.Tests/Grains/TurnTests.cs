using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>Commands are taken in order; those that have nothing to do with each other share a commit.</summary>
public sealed class TurnTests : IAsyncLifetime
{
    private readonly Hosts hosts = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await hosts.DisposeAsync();

    [Fact]
    public async Task Commands_are_taken_in_the_order_in_which_they_came()
    {
        var id = await hosts.First.Posts();

        var replies = await Task.WhenAll(Enumerable.Range(0, 99).Select(i => hosts.First.Asks(new LikeComment(id, Story.Baran, On: i % 2 == 0))));

        Assert.Equal(Enumerable.Range(4, 99).Select(version => (long)version), replies.Select(reply => reply.Version));
        Assert.Equal([Story.Baran], (await hosts.First.Find(Hosts.Thread, id))!.Comment.LikedBy);
    }

    [Fact]
    public async Task Commands_that_touch_different_comments_and_readers_share_one_commit()
    {
        var behind = await Behind(Enumerable.Range(0, Mailbox.MaxTurn).Select(i => Posting.By($"reader-{i}", Guid.NewGuid())));

        Assert.Equal(1, behind.Commits);
        Assert.Single(behind.Replies.Select(reply => reply.Version).Distinct());
        Assert.Equal(Mailbox.MaxTurn, behind.Replies.Select(reply => reply.Comment!.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_turn_takes_no_more_than_fits_a_commit()
    {
        var behind = await Behind(Enumerable.Range(0, Mailbox.MaxTurn + 1).Select(i => Posting.By($"reader-{i}", Guid.NewGuid())));

        Assert.Equal(2, behind.Commits);
    }

    [Fact]
    public async Task Two_commands_of_one_reader_do_not_share_a_commit()
    {
        var behind = await Behind([Posting.By(Story.Ayse, Guid.NewGuid()), Posting.By(Story.Ayse, Guid.NewGuid())]);

        Assert.Equal(2, behind.Commits);
    }

    [Fact]
    public async Task Two_commands_about_one_comment_do_not_share_a_commit_and_the_second_sees_the_first()
    {
        var id = Guid.NewGuid();
        var behind = await Behind([Posting.By(Story.Ayse, id), new LikeComment(id, Story.Baran, On: true)]);

        Assert.Equal(2, behind.Commits);
        Assert.Equal([Story.Baran], behind.Replies[1].Comment!.LikedBy);
    }

    [Fact]
    public async Task A_reply_sees_what_became_of_its_parent_just_before()
    {
        var parent = Guid.NewGuid();
        var behind = await Behind([Posting.By(Story.Ayse, parent), Posting.By(Story.Baran, Guid.NewGuid(), parent), new WithdrawComment(parent, Story.Ayse), Posting.By("cem", Guid.NewGuid(), parent)]);

        Assert.Equal(1, behind.Replies[1].Comment!.Depth);
        Assert.Equal(new Refused(Refusals.ParentNotFound), behind.Replies[3].Result);
    }

    [Fact]
    public async Task A_change_of_the_whole_thread_has_a_turn_of_its_own()
    {
        var behind = await Behind([
            Posting.By(Story.Ayse, Guid.NewGuid()),
            new ChangeThreadState(ThreadMode.Closed, Story.Moderator),
            Posting.By(Story.Baran, Guid.NewGuid())]);

        Assert.Equal(2, behind.Commits);
        Assert.IsType<Accepted>(behind.Replies[0].Result);
        Assert.Equal(new Refused(Refusals.ThreadClosed), behind.Replies[2].Result);
    }

    [Fact]
    public async Task A_post_that_answers_itself_is_refused_and_the_thread_goes_on()
    {
        var id = Guid.NewGuid();

        Assert.Equal(new Refused(Refusals.ParentNotFound), (await hosts.First.Asks(Posting.By(Story.Ayse, id, parent: id))).Result);

        await hosts.First.Posts();
    }

    [Fact]
    public async Task A_refused_post_never_changes_the_words_that_stand_under_its_id()
    {
        var host = hosts.Start(textCharacters: 0);
        var id = await host.Posts(Story.Ayse);
        await host.Posts(Story.Ayse);

        hosts.Store.CloseGate();
        var first = host.Asks(Posting.By("cem", Guid.NewGuid()));
        await hosts.Store.SomebodyWaits;
        Task[] rest = [
            first,
            host.Asks(Posting.By("deniz", Guid.NewGuid())),
            host.Asks(Posting.By(Story.Baran, id) with { Text = Posting.Text("words that nobody judged") })];
        hosts.Store.OpenGate();
        await Task.WhenAll(rest);

        Assert.Contains(HostQuestions.Line(id), await host.Page());
    }

    [Fact]
    public async Task Reads_never_wait_for_a_commit()
    {
        var id = await hosts.First.Posts();
        var before = await hosts.First.Page();

        hosts.Store.CloseGate();
        var post = hosts.First.Asks(Posting.By(Story.Baran, Guid.NewGuid()));
        await hosts.Store.SomebodyWaits;

        Assert.Equal(before, await hosts.First.Page());
        Assert.Equal(before, await hosts.First.Page(Story.Ayse));
        Assert.Equal(3, (await hosts.First.ReadState(Hosts.Thread)).Version);
        Assert.Equal(id, (await hosts.First.Find(Hosts.Thread, id))!.Comment.Id);
        Assert.Single(await hosts.First.ReadComments(Hosts.Thread, [id], null));
        Assert.Single(await hosts.First.ReadNewest(Hosts.Thread, 10));
        Assert.False(post.IsCompleted);

        hosts.Store.OpenGate();
        var reply = await post;
        Assert.Contains(HostQuestions.Line(reply.Comment!.Id), await hosts.First.Page());
    }

    [Fact]
    public async Task A_thread_that_cannot_keep_up_says_so_at_once_and_answers_everybody_it_took_in()
    {
        var id = await hosts.First.Posts();
        hosts.Store.CloseGate();
        var first = hosts.First.Asks(Posting.By(Story.Ayse, Guid.NewGuid()));
        await hosts.Store.SomebodyWaits;
        var waiting = Enumerable.Range(0, Mailbox.MaxWaiting).Select(i => hosts.First.Asks(new LikeComment(id, $"reader-{i}", On: false))).ToList();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => hosts.First.Asks(new LikeComment(id, "one more", On: false)));

        Assert.Equal("thread-busy", refused.Code);
        hosts.Store.OpenGate();
        await first;
        Assert.All(await Task.WhenAll(waiting), reply => Assert.IsType<Accepted>(reply.Result));
    }

    [Fact]
    public async Task Those_who_watch_hear_of_each_change_once_it_is_durable_with_what_became_visible()
    {
        var heard = new List<ThreadChange>();
        hosts.First.Changed += heard.Add;

        var published = await hosts.First.Posts();
        var held = Guid.NewGuid();
        await hosts.First.MustAccept(Posting.By(Story.Baran, held, evidence: Posting.Doubtful));
        await hosts.First.MustAccept(new DecideComment(held, 1, Outcome.Publish, Reasons.Clean, null, Story.Moderator));
        await hosts.First.MustAccept(new UndoDecision(held, Story.Moderator));

        Assert.Equal([3, 6, 7, 8], heard.Select(change => change.Version));
        Assert.Equal([1, 1, 2, 1], heard.Select(change => change.Count));
        Assert.Equal([published, held], heard.SelectMany(change => change.Published));
    }

    [Fact]
    public async Task A_damaged_cursor_is_a_refusal()
    {
        var reply = await hosts.First.ReadPage(Hosts.Thread, new PageQuery(PageSort.Newest, 10, "no cursor at all"), null);

        Assert.Equal(new Refused(Refusals.InvalidCursor), reply.Refused);
    }

    [Fact]
    public async Task Own_hidden_comments_are_on_a_page_of_ones_own_and_never_on_the_one_that_everybody_shares()
    {
        var held = Guid.NewGuid();
        await hosts.First.MustAccept(Posting.By(Story.Ayse, held, evidence: Posting.Doubtful));

        Assert.Contains($"{held:N} Pending", await hosts.First.Page(Story.Ayse));
        Assert.Equal("", await hosts.First.Page(null));
        Assert.Equal("", await hosts.First.Page(Story.Baran));
        Assert.Empty(await hosts.First.ReadComments(Hosts.Thread, [held], Story.Baran));
        Assert.Single(await hosts.First.ReadComments(Hosts.Thread, [held], Story.Ayse));
    }

    // Asks while another commit is under way, so that all of them wait together.
    private async Task<(int Commits, ThreadReply[] Replies)> Behind(IEnumerable<ThreadCommand> commands)
    {
        hosts.Store.CloseGate();
        var first = hosts.First.Asks(Posting.By("the first", Guid.NewGuid()));
        await hosts.Store.SomebodyWaits;
        var replies = commands.Select(hosts.First.Asks).ToList();
        var before = hosts.Store.Commits;
        hosts.Store.OpenGate();
        await first;
        var all = await Task.WhenAll(replies);
        return (hosts.Store.Commits - before, all);
    }
}
