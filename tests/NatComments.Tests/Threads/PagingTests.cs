using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

/// <summary>Pages, put together, are exactly what a reader may see, in order; found again by brute force over the whole thread.</summary>
public sealed class PagingTests
{
    public static TheoryData<int> Seeds => RandomStory.Seeds;

    private static readonly IReadOnlyList<string?> Everybody = [null, "a stranger", .. RandomCommands.Readers];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pages_of_any_size_in_any_order_are_what_the_reader_may_see_with_parents_before_replies(int seed)
    {
        var random = new Random(seed);
        var steps = 0;
        RandomStory.Tell(seed, 240, story =>
        {
            if (++steps % 40 != 0)
            {
                return;
            }

            foreach (var sort in Enum.GetValues<PageSort>())
            {
                foreach (var reader in Everybody)
                {
                    var expected = Expected(story.Thread, sort, reader);
                    foreach (var limit in (int[])[1, 2, 3, 7, PageQuery.MaxLimit, random.Next(1, 60)])
                    {
                        Assert.Equal(expected, Paged(story.Thread, sort, reader, limit));
                    }
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nobody_ever_sees_the_words_of_another_that_are_not_published(int seed)
    {
        var story = RandomStory.Tell(seed, 400);
        foreach (var reader in Everybody)
        {
            foreach (var place in Places(story.Thread, PageSort.Oldest, reader))
            {
                var comment = place.Comment;
                var view = ThreadView.View(comment, place.Replies, Posting.Text("its words"), reader, story.Now);
                var mine = comment.Author == reader;
                var mayRead = comment.IsPublished || (mine && comment.Status != CommentStatus.Withdrawn);

                Assert.Equal(mayRead, view.Html.Length > 0);
                Assert.Equal(mayRead, view.Author is not null);
                Assert.Equal(mine, view.Mine);
                Assert.True(mine || (view.Status != CommentStatus.Pending && view.Reason is null && !view.CanAppeal && view.Markdown is null && view.EditableUntil is null));
                Assert.True(mine || mayRead || place.Replies > 0 || Above(story.Thread, comment, reader), "An empty place is there for what stands below it.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_page_says_how_many_comments_are_published_and_how_many_replies_each_has(int seed)
    {
        var story = RandomStory.Tell(seed, 300);
        var all = All(story.Thread);

        var draft = ThreadView.Draft(story.Thread, new PageQuery(PageSort.Oldest, PageQuery.MaxLimit), null);

        Assert.Equal(all.Count(comment => comment.IsPublished), draft!.Count);
        Assert.All(draft.Places, place => Assert.Equal(all.Count(c => c.ParentId == place.Comment.Id && IsVisible(all, c)), place.Replies));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_stands_all_the_while_is_met_exactly_once_while_others_post_and_decide(int seed)
    {
        foreach (var sort in (PageSort[])[PageSort.Newest, PageSort.Oldest])
        {
            var story = RandomStory.Tell(seed, 200);
            var commands = new RandomCommands(seed + 1_000, id => story.Thread.Find(id)?.Revision ?? 1);
            var standing = Expected(story.Thread, sort, null).ToHashSet();
            var met = new List<Guid>();
            string? after = null;
            do
            {
                var page = ThreadView.Draft(story.Thread, new PageQuery(sort, 3, after), null)!;
                met.AddRange(page.Places.Select(place => place.Comment.Id));
                after = page.Next;
                for (var i = 0; i < 5; i++)
                {
                    var (id, author) = RandomComment(story.Thread, commands.Random);
                    story.When(i % 2 == 0 ? commands.Next() : new WithdrawComment(id, author));
                    standing.IntersectWith(Expected(story.Thread, sort, null));
                }
            }
            while (after is not null);

            Assert.Equal(met.Count, met.Distinct().Count());
            Assert.Empty(standing.Except(met));
        }
    }

    [Fact]
    public void The_order_by_likes_goes_on_where_it_was_when_an_own_comment_becomes_visible_meanwhile()
    {
        var story = new Story();
        var liked = story.GivenComment(Story.Baran);
        story.Given(new LikeComment(liked, "reader-1", On: true));
        var own = story.GivenHeld(Story.Ayse);
        var first = ThreadView.Draft(story.Thread, new PageQuery(PageSort.Top, 1), Story.Ayse)!;
        Assert.Equal([own], first.Places.Select(place => place.Comment.Id));

        story.Given(story.Publish(own));

        var second = ThreadView.Draft(story.Thread, new PageQuery(PageSort.Top, 1, first.Next), Story.Ayse)!;
        Assert.Equal([liked], second.Places.Select(place => place.Comment.Id));
    }

    [Fact]
    public void A_withdrawn_comment_with_replies_is_an_empty_place_and_goes_with_the_last_of_them()
    {
        var story = new Story();
        var parent = story.GivenComment(Story.Ayse);
        var reply = story.GivenComment(Story.Baran, parent);
        story.Given(new WithdrawComment(parent, Story.Ayse));
        Assert.Equal([parent, reply], Paged(story.Thread, PageSort.Oldest, null, 10));

        story.Given(new WithdrawComment(reply, Story.Baran));

        Assert.Empty(Paged(story.Thread, PageSort.Oldest, null, 10));
    }

    [Fact]
    public void Only_so_many_of_a_readers_own_hidden_comments_are_merged_and_the_newest_first()
    {
        var story = new Story();
        var own = Enumerable.Range(0, ThreadLimits.MaxOwnHidden + 10).Select(_ => story.GivenHeld()).ToList();

        Assert.Equal(own.Skip(10), Paged(story.Thread, PageSort.Oldest, Story.Ayse, 7));
    }

    [Fact]
    public void A_cursor_of_another_thread_or_order_is_refused()
    {
        var (story, other) = (RandomStory.Tell(1, 100), new CommentThread(ThreadId.FromTrusted("demo", "post-2")));
        foreach (var e in story.Log)
        {
            other.Apply(e);
        }

        var next = ThreadView.Draft(story.Thread, new PageQuery(PageSort.Newest, 2), null)!.Next;

        Assert.NotNull(next);
        Assert.NotNull(ThreadView.Draft(story.Thread, new PageQuery(PageSort.Newest, 2, next), null));
        Assert.Null(ThreadView.Draft(story.Thread, new PageQuery(PageSort.Oldest, 2, next), null));
        Assert.Null(ThreadView.Draft(other, new PageQuery(PageSort.Newest, 2, next), null));
    }

    [Fact]
    public void A_cursor_behind_the_last_comment_is_refused()
    {
        var (story, other) = (new Story(), RandomStory.Tell(1, 100));
        story.GivenComment();
        var next = new PageCursor(other.Thread.Count - 1, 0).Write(story.Thread.Id, PageSort.Oldest);

        Assert.Null(ThreadView.Draft(story.Thread, new PageQuery(PageSort.Oldest, 2, next), null));
    }

    private static List<Guid> Paged(CommentThread thread, PageSort sort, string? reader, int limit) =>
        [.. Places(thread, sort, reader, limit).Select(place => place.Comment.Id)];

    private static List<Place> Places(CommentThread thread, PageSort sort, string? reader, int limit = PageQuery.MaxLimit)
    {
        var places = new List<Place>();
        string? after = null;
        do
        {
            var page = ThreadView.Draft(thread, new PageQuery(sort, limit, after), reader)!;
            Assert.InRange(page.Places.Count, page.Next is null ? 0 : limit, limit);
            places.AddRange(page.Places);
            after = page.Next;
        }
        while (after is not null);

        return places;
    }

    private static (Guid Id, string Author) RandomComment(CommentThread thread, Random random)
    {
        var comment = thread[random.Next(thread.Count)];
        return (comment.Id, comment.Author);
    }

    private static List<CommentState> All(CommentThread thread) => [.. Enumerable.Range(0, thread.Count).Select(ordinal => thread[ordinal])];

    private static bool IsVisible(List<CommentState> all, CommentState comment) =>
        comment.IsPublished || all.Any(c => c.ParentId == comment.Id && IsVisible(all, c));

    // True when something of the reader's own stands below.
    private static bool Above(CommentThread thread, CommentState comment, string? reader) =>
        All(thread).Any(c => c.ParentId == comment.Id && ((c.Author == reader && c.Status != CommentStatus.Withdrawn) || Above(thread, c, reader)));

    private static List<Guid> Expected(CommentThread thread, PageSort sort, string? reader)
    {
        var all = All(thread);
        var shown = all.Where(comment => IsVisible(all, comment)).Select(comment => comment.Id).ToHashSet();
        var own = new HashSet<Guid>();
        foreach (var comment in all.Where(comment => comment.Author == reader && comment.Status != CommentStatus.Withdrawn))
        {
            for (var node = comment; node is not null && !shown.Contains(node.Id); node = node.ParentId is { } parent ? thread.Find(parent) : null)
            {
                own.Add(node.Id);
            }
        }

        Assert.True(own.Count <= ThreadLimits.MaxOwnHidden, "The story is too long for this brute force.");
        var replies = all.Where(comment => shown.Contains(comment.Id) || own.Contains(comment.Id)).ToLookup(comment => comment.ParentId);
        var roots = sort switch
        {
            PageSort.Oldest => replies[null],
            PageSort.Newest => replies[null].Reverse(),
            _ => replies[null].OrderBy(comment => own.Contains(comment.Id) ? 0 : 1).ThenByDescending(comment => own.Contains(comment.Id) ? 0 : comment.Likes),
        };
        return [.. roots.SelectMany(Branch)];

        IEnumerable<Guid> Branch(CommentState comment) => [comment.Id, .. replies[comment.Id].SelectMany(Branch)];
    }
}
