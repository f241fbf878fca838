using NatComments.Core.Scoring;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class StoredScoresTests
{
    [Fact]
    public void Every_score_that_can_be_stored_is_read_again_as_the_very_same_number()
    {
        for (var i = 0; i <= 10_000; i++)
        {
            var scores = new Scores { Spam = i / 10_000f, Doxxing = (i + 0.3f) / 10_000f }.Rounded();
            var e = new CommentScored { At = DateTimeOffset.UnixEpoch, Id = Guid.Empty, Revision = 1, Lang = "tr", Scores = scores };

            Assert.Equal(e, ThreadJson.Read(ThreadJson.Write(e)));
        }
    }
}
