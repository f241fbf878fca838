using NatComments.Core.Grains;
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
        await writer.ReadPage(new(PageSort.Newest, 10), Story.Ayse, default);
        await reader.ReadPage(new(PageSort.Newest, 10), Story.Ayse, default);
        string[] key = [CommentText.Key(Hosts.Thread.Article, post.Id, 1)];
        await hosts.Sqlite.TryCommit(new("demo", null, [new(key[0], null)], [], []));
        Assert.All(new[] { await here.Read("demo", key, default), await there.Read("demo", key, default) }, texts => Assert.NotNull(texts[0]));

        var version = (await writer.Ask(new WithdrawComment(post.Id, Story.Ayse)))!.Version;
        await reader.CatchUp(version, default);

        Assert.All(new[] { await here.Read("demo", key, default), await there.Read("demo", key, default) }, texts => Assert.Null(texts[0]));
    }

    private ThreadGrain Grain(TextCache texts) => new(Hosts.Thread, new(hosts.Sqlite, texts, hosts.Clock, _ => [], _ => { }));
}
