using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
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
        var (writer, reader) = (Grain(here), Grain(there));
        var post = Posting.By(Story.Ayse, Guid.NewGuid());
        await reader.CatchUp((await writer.Ask(post))!.Version, default);
        await reader.ReadPage(new(PageSort.Newest, 10), Story.Ayse, default);
        string[] key = [CommentText.Key(Hosts.Thread.Article, post.Id, 1)];
        await hosts.Sqlite.TryCommit(new("demo", null, [new(key[0], null)], [], []));
        Assert.All(new[] { await here.Read("demo", key, default), await there.Read("demo", key, default) }, texts => Assert.NotNull(texts[0]));

        var version = (await writer.Ask(new WithdrawComment(post.Id, Story.Ayse)))!.Version;
        await reader.CatchUp(version, default);

        Assert.All(new[] { await here.Read("demo", key, default), await there.Read("demo", key, default) }, texts => Assert.Null(texts[0]));
    }

    [Fact]
    public async Task The_last_texts_that_were_written_are_there_without_the_store_and_the_others_come_from_it()
    {
        var texts = new TextCache(hosts.Sqlite, 1_000_000);
        var writer = Grain(texts);
        List<string> keys = [];
        for (var i = 0; i < 300; i++)
        {
            var post = Posting.By(Guid.NewGuid().ToString("N"), Guid.NewGuid());
            Assert.IsType<Accepted>((await writer.Ask(post))!.Result);
            keys.Add(CommentText.Key(Hosts.Thread.Article, post.Id, 1));
        }

        Assert.All(await texts.Read("demo", keys[..1], default), Assert.NotNull);
        await hosts.Sqlite.TryCommit(new("demo", null, [.. keys.Select(key => new DocumentChange(key, null))], [], []));
        Assert.All(await texts.Read("demo", [keys[0], .. keys[250..]], default), Assert.NotNull);
        Assert.All(await texts.Read("demo", keys[1..50], default), Assert.Null);
    }

    private ThreadGrain Grain(TextCache texts) => new(Hosts.Thread, new(hosts.Sqlite, texts, hosts.Clock, _ => [], _ => { }));
}
