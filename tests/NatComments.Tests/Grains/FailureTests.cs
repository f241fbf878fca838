using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>What happens when the store fails, or when another host writes to the same thread.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private readonly Hosts hosts = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await hosts.DisposeAsync();

    [Fact]
    public async Task When_nothing_was_written_the_poster_is_told_and_the_next_try_works()
    {
        var id = Guid.NewGuid();
        FailOnce(Fault.BeforeTheWrite);

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => hosts.First.Asks(Posting.By(Story.Ayse, id)));

        Assert.Equal("store-unavailable", failure.Code);
        Assert.Equal("", await hosts.First.Page());
        await hosts.First.MustAccept(Posting.By(Story.Ayse, id));
        Assert.Equal(HostQuestions.Line(id), await hosts.First.Page());
    }

    [Fact]
    public async Task When_only_the_answer_was_lost_the_next_try_is_no_second_comment()
    {
        var id = Guid.NewGuid();
        FailOnce(Fault.AfterTheWrite);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => hosts.First.Asks(Posting.By(Story.Ayse, id)));

        var again = await hosts.First.MustAccept(Posting.By(Story.Ayse, id));
        Assert.Equal((id, 3L), (again.Comment!.Id, again.Version));
        Assert.Equal(HostQuestions.Line(id), await hosts.First.Page());
    }

    [Fact]
    public async Task Who_waited_behind_a_failure_has_the_next_turn()
    {
        hosts.Store.CloseGate();
        FailOnce(Fault.BeforeTheWrite);
        var first = hosts.First.Asks(Posting.By("the first", Guid.NewGuid()));
        await hosts.Store.SomebodyWaits;
        var rest = Enumerable.Range(0, 20).Select(i => hosts.First.Asks(Posting.By($"reader-{i}", Guid.NewGuid()))).ToList();

        hosts.Store.OpenGate();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        Assert.All(await Task.WhenAll(rest), reply => Assert.IsType<Accepted>(reply.Result));
    }

    [Fact]
    public async Task A_thread_that_cannot_be_woken_says_so_and_can_be_woken_later()
    {
        var id = await hosts.First.Posts();
        var other = hosts.Start();
        hosts.Store.ReadsFail = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => other.Page());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => other.Asks(Posting.By(Story.Ayse, Guid.NewGuid())));

        hosts.Store.ReadsFail = false;
        Assert.Equal(HostQuestions.Line(id), await other.Page());
    }

    [Fact]
    public async Task Two_hosts_write_to_one_thread_and_lose_nothing()
    {
        var second = hosts.Start();
        var ids = new List<Guid>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await hosts.First.Posts());
            ids.Add(await second.Posts());
        }

        var third = hosts.Start();
        Assert.Equal(string.Join('\n', ids.Select(HostQuestions.Line)), await third.Page());
    }

    [Fact]
    public async Task A_host_that_was_left_behind_does_not_refuse_what_it_has_not_heard_of()
    {
        var second = hosts.Start();
        await second.Page();
        var id = await hosts.First.Posts();

        await second.MustAccept(new DecideComment(id, 1, Outcome.Reject, Reasons.Spam, null, Story.Moderator));

        await hosts.First.MustAccept(new AppealDecision(id, Story.Ayse, "It was no spam."));
    }

    [Fact]
    public async Task A_conflict_is_tried_again_and_a_third_in_a_row_is_told()
    {
        var conflicts = 2;
        hosts.Store.NextFault = () => conflicts-- > 0 ? Fault.Conflict : Fault.None;
        await hosts.First.Posts();

        conflicts = 3;
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => hosts.First.Asks(Posting.By(Story.Ayse, Guid.NewGuid())));

        Assert.Equal("thread-busy", failure.Code);
        await hosts.First.Posts();
    }

    private void FailOnce(Fault fault)
    {
        var left = 1;
        hosts.Store.NextFault = () => left-- > 0 ? fault : Fault.None;
    }
}
