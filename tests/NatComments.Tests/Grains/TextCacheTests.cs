using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>Which texts stay in memory.</summary>
public sealed class TextCacheTests : IAsyncLifetime
{
    private readonly Hosts hosts = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await hosts.DisposeAsync();

    [Fact]
    public async Task A_withdrawn_comment_leaves_no_text_in_memory_also_where_another_host_wrote_it()
    {
        var (here, there) = (new TextCache(hosts.Sqlite, 1_000_000), new TextCache(hosts.Sqlite, 1_000_000));
        var epoch = 0;
        await using var writer = Threads(here, () => 0);
        await using var reader = Threads(there, () => epoch);
        var post = Posting.By(Story.Ayse, Guid.NewGuid());
        await writer.MustAccept(post);
        await reader.ReadPage(Hosts.Thread, new(PageSort.Newest, 10), Story.Ayse);
        string[] key = [CommentText.Key(Hosts.Thread.Article, post.Id, 1)];
        await hosts.Sqlite.TryCommit(new("demo", null, [new(key[0], null)], [], []));
        Assert.All(new[] { await here.Read("demo", key, default), await there.Read("demo", key, default) }, texts => Assert.NotNull(texts[0]));

        await writer.MustAccept(new WithdrawComment(post.Id, Story.Ayse));
        epoch++;
        await reader.ReadState(Hosts.Thread);

        Assert.All(new[] { await here.Read("demo", key, default), await there.Read("demo", key, default) }, texts => Assert.Null(texts[0]));
    }

    [Fact]
    public async Task The_last_texts_that_were_written_are_there_without_the_store_and_the_others_come_from_it()
    {
        var texts = new TextCache(hosts.Sqlite, 1_000_000);
        await using var writer = Threads(texts, () => 0);
        List<string> keys = [];
        for (var i = 0; i < 300; i++)
        {
            var post = Posting.By(Guid.NewGuid().ToString("N"), Guid.NewGuid());
            await writer.MustAccept(post);
            keys.Add(CommentText.Key(Hosts.Thread.Article, post.Id, 1));
        }

        Assert.All(await texts.Read("demo", keys[..1], default), Assert.NotNull);
        await hosts.Sqlite.TryCommit(new("demo", null, [.. keys.Select(key => new DocumentChange(key, null))], [], []));
        Assert.All(await texts.Read("demo", [keys[0], .. keys[250..]], default), Assert.NotNull);
        Assert.All(await texts.Read("demo", keys[1..50], default), Assert.Null);
    }

    private LoneThreads Threads(TextCache texts, Func<long> epoch) =>
        new(new(hosts.Sqlite, texts, hosts.Clock, Hosts.Written) { Epoch = _ => epoch() });
}
