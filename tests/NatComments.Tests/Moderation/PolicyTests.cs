using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Moderation;

public sealed class PolicyTests
{
    private const long New = 0;
    private const long Known = AuthorRecord.KnownAfter;
    private const long Trusted = AuthorRecord.TrustedAfter;

    private static PolicyAnswer Decide(Evidence evidence, bool premoderated = false) => Policy.Decide(evidence, premoderated);

    private static void MustHold(string why, PolicyAnswer answer) => Assert.Equal(PolicyAnswer.PersonMust(why), answer);

    private static void MustReject(string reason, PolicyAnswer answer) =>
        Assert.Equal(new PolicyAnswer(new Decision(Outcome.Reject, reason, new ByPolicy("test-1")), null), answer);

    private static void MustPublish(PolicyAnswer answer) =>
        Assert.Equal(new PolicyAnswer(new Decision(Outcome.Publish, Reasons.Clean, new ByPolicy("test-1")), null), answer);

    [Fact]
    public void A_clean_text_is_published_whoever_wrote_it()
    {
        MustPublish(Decide(Posting.With(default, New)));
        MustPublish(Decide(Posting.With(default, Known)));
        MustPublish(Decide(Posting.With(default, Trusted)));
    }

    [Theory]
    [InlineData(Category.Spam)]
    [InlineData(Category.Abuse)]
    [InlineData(Category.Severe)]
    [InlineData(Category.Obscene)]
    [InlineData(Category.Threat)]
    [InlineData(Category.Insult)]
    [InlineData(Category.Identity)]
    public void A_score_at_the_holding_threshold_is_held_and_one_below_it_is_not(Category category)
    {
        var hold = PolicySettings.Default.All().Single(t => t.Category == category).Threshold.Hold;
        MustHold(HoldReasons.Score, Decide(Posting.With(Only(category, hold), Known)));
        MustPublish(Decide(Posting.With(Only(category, hold - 0.0001f), Known)));
    }

    [Fact]
    public void Only_the_extreme_tail_of_spam_and_abuse_is_rejected_and_sub_categories_alone_never()
    {
        MustReject(Reasons.Spam, Decide(Posting.With(Only(Category.Spam, 0.98f), Known)));
        MustHold(HoldReasons.Score, Decide(Posting.With(Only(Category.Spam, 0.979f), Known)));
        MustReject(Reasons.Insult, Decide(Posting.With(Only(Category.Abuse, 0.985f), Known)));
        MustHold(HoldReasons.Score, Decide(Posting.With(Only(Category.Abuse, 0.984f), Known)));
        foreach (var category in (Category[])[Category.Severe, Category.Obscene, Category.Threat, Category.Insult, Category.Identity])
        {
            MustHold(HoldReasons.Score, Decide(Posting.With(Only(category, 1f), Known)));
        }
    }

    [Theory]
    [InlineData(Category.Threat, Reasons.Threat)]
    [InlineData(Category.Identity, Reasons.Hate)]
    [InlineData(Category.Obscene, Reasons.Obscene)]
    [InlineData(Category.Insult, Reasons.Insult)]
    public void A_site_may_let_a_sub_category_reject_and_the_reason_is_the_one_that_fits(Category category, string reason)
    {
        var rejects = new Threshold(0.5f, 0.9f);
        var policy = new PolicySettings { Threat = rejects, Identity = rejects, Obscene = rejects, Insult = rejects };
        MustReject(reason, Decide(Posting.With(Only(category, 0.9f), Known, policy: policy)));
    }

    [Fact]
    public void Personal_data_is_held_and_never_rejected_by_a_machine()
    {
        MustHold(HoldReasons.Doxxing, Decide(Posting.With(Only(Category.Doxxing, 1f), New)));
        MustHold(HoldReasons.Doxxing, Decide(Posting.With(Only(Category.Doxxing, 0.5f), Trusted)));
        MustHold(HoldReasons.Doxxing, Decide(Posting.With(new Scores { Doxxing = 0.9f, Spam = 1f, Abuse = 1f }, New)));
    }

    [Fact]
    public void New_authors_are_held_from_lower_scores_on()
    {
        MustHold(HoldReasons.Score, Decide(Posting.With(Only(Category.Abuse, 0.45f), New)));
        MustPublish(Decide(Posting.With(Only(Category.Abuse, 0.45f), Known)));
    }

    [Fact]
    public void Signals_that_contradict_each_other_mean_that_a_person_must()
    {
        MustHold(HoldReasons.ConflictingSignals, Decide(Posting.With(Only(Category.Spam, 1f), Trusted)));
        MustHold(HoldReasons.ConflictingSignals, Decide(Posting.With(Only(Category.Abuse, 1f), Trusted)));
        MustHold(HoldReasons.ConflictingSignals, Decide(Posting.With(default, Trusted, word: ListedWord.Reject)));
    }

    [Fact]
    public void Listed_words_hold_or_reject_as_the_site_asks()
    {
        MustReject(Reasons.Insult, Decide(Posting.With(default, Known, word: ListedWord.Reject)));
        MustHold(HoldReasons.WordList, Decide(Posting.With(default, Known, word: ListedWord.Hold)));
        MustHold(HoldReasons.WordList, Decide(Posting.With(default, Trusted, word: ListedWord.Hold)));
    }

    [Fact]
    public void A_premoderated_thread_trusts_only_the_trusted()
    {
        MustHold(HoldReasons.ThreadPremoderated, Decide(Posting.With(default, Known), premoderated: true));
        MustPublish(Decide(Posting.With(default, Trusted), premoderated: true));
    }

    [Fact]
    public void A_site_can_hold_everything_of_new_authors()
    {
        var policy = new PolicySettings { PremoderateNewAuthors = true };

        MustHold(HoldReasons.NewAuthor, Decide(Posting.With(default, Known - 1, policy: policy)));
        MustPublish(Decide(Posting.With(default, Known, policy: policy)));
    }

    [Theory]
    [InlineData(20, 2, true)]
    [InlineData(20, 3, false)]
    [InlineData(19, 0, false)]
    [InlineData(1_000, 100, true)]
    public void Trust_needs_many_published_and_few_rejected_comments(long published, long rejected, bool trusted) =>
        Assert.Equal(trusted, new AuthorRecord(published, rejected).IsTrusted);

    [Theory]
    [InlineData(Category.Spam)]
    [InlineData(Category.Abuse)]
    [InlineData(Category.Doxxing)]
    [InlineData(Category.Insult)]
    public void A_score_that_is_no_number_clears_nothing(Category category)
    {
        Assert.NotNull(Decide(Posting.With(Only(category, float.NaN), Known)).Hold);
        Assert.NotNull(Decide(Posting.With(Only(category, float.NaN), Trusted)).Hold);
    }

    [Fact]
    public void Whatever_the_scores_there_is_a_decision_or_a_reason_to_hold_and_never_both()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var scores = new Scores(Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next());
            var evidence = Posting.With(scores, random.Next(30), random.Next(5), (ListedWord)random.Next(3));
            var answer = Decide(evidence, random.Next(2) == 0);

            Assert.True(answer.Decision is null != answer.Hold is null);
            if (answer.Decision?.Outcome == Outcome.Publish)
            {
                Assert.True(PolicySettings.Default.All().All(t => scores[t.Category] < t.Threshold.Hold) && evidence.ListedWord == ListedWord.None);
            }

            Assert.False(answer.Decision?.Outcome == Outcome.Reject && evidence.Author.IsTrusted);
        }

        float Next() => MathF.Pow(random.NextSingle(), 6);
    }

    private static Scores Only(Category category, float score) => category switch
    {
        Category.Spam => new() { Spam = score },
        Category.Abuse => new() { Abuse = score },
        Category.Severe => new() { Severe = score },
        Category.Obscene => new() { Obscene = score },
        Category.Threat => new() { Threat = score },
        Category.Insult => new() { Insult = score },
        Category.Identity => new() { Identity = score },
        Category.Doxxing => new() { Doxxing = score },
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };
}
