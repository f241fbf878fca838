using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Orleans;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Cluster;

/// <summary>What silos say to each other arrives as it was said. The cluster's own tests need its packages; its words do not.</summary>
public sealed class ClusterJsonTests
{
    private static readonly Guid Id = Guid.NewGuid();

    private static readonly ThreadCommand[] Commands =
    [
        Posting.By("ayse", Id, Guid.NewGuid(), Posting.Doubtful),
        Posting.Edit(Id, 2),
        new WithdrawComment(Id, "ayse"),
        new ReportComment(Id, "baran", "insult", "a note"),
        new LikeComment(Id, "baran", true) { IsWeightless = true },
        new AppealDecision(Id, "ayse", "Look again, şîrîn."),
        new DecideComment(Id, 1, Outcome.Reject, "spam", null, "m1") { Role = Role.Editor, Others = [new("m2", Role.Moderator)], Seen = 7, Again = true },
        new UndoDecision(Id, "m1") { Seen = 7, Others = [new("m2", Role.Administrator)] },
        new EscalateComment(Id, 1, "a note", "m1"),
        new ChangeThreadState(ThreadMode.Slow, "m1"),
    ];

    [Fact]
    public void Every_command_arrives_as_it_was_sent()
    {
        Assert.Equal(typeof(ThreadCommand).Assembly.GetTypes().Count(type => type.BaseType == typeof(ThreadCommand)), Commands.Select(c => c.GetType()).Distinct().Count());
        foreach (var command in Commands)
        {
            var arrived = ClusterJson.ReadCommand(ClusterJson.Write(command));

            Assert.Equal(command.GetType(), arrived.GetType());
            Assert.Equal(ClusterJson.Write(command), ClusterJson.Write(arrived));
            Assert.Equal(command with { }, command is PostComment or EditComment or DecideComment or UndoDecision ? command : arrived);
        }
    }

    [Fact]
    public void A_reply_arrives_with_the_comment_as_it_stands()
    {
        var story = new Story();
        var id = story.GivenHeld();
        var sent = new ThreadReply(new Accepted(story.Last), story.Comment(id), 3, story.Thread.Version);

        var arrived = ClusterJson.ReadReply(ClusterJson.Write(ClusterReply.Of(sent))).Open();

        Assert.Equal(story.Last, Assert.IsType<Accepted>(arrived.Result).Events);
        Assert.Equal((sent.Version, sent.Replies), (arrived.Version, arrived.Replies));
        Assert.Equal(sent.Comment!.Standing, arrived.Comment!.Standing);
        Assert.Equal(ClusterJson.Write(ClusterReply.Of(sent)), ClusterJson.Write(ClusterReply.Of(arrived)));
    }

    [Fact]
    public void A_refusal_and_a_failing_store_arrive_with_their_codes()
    {
        var refused = ClusterJson.ReadReply(ClusterJson.Write(ClusterReply.Of(new ThreadReply(new Refused(Refusals.ThreadClosed), null, 0, 7)))).Open();
        Assert.Equal((Refusals.ThreadClosed, 7), (Assert.IsType<Refused>(refused.Result).Code, refused.Version));

        var trouble = ClusterJson.ReadReply(ClusterJson.Write(ClusterReply.Of(new StoreUnavailableException("store-full", "No room."))));
        Assert.Equal("store-full", Assert.Throws<StoreUnavailableException>(() => trouble.Open()).Code);
    }
}
