using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Server.Storage.Sqlite;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>Threads in memory over one real SQLite store in a folder of their own, as several silos hold them that do not see each other, and a clock that stands still.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    private const long Plenty = 10 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly List<LoneThreads> _hosts = [];

    public Hosts()
    {
        Sqlite = SqliteStore.Open(_folder.File("natcomments.db"));
        Store = new(Sqlite);
        First = Start();
    }

    public static ThreadId Thread { get; } = ThreadId.FromTrusted("demo", "post-1");

    public SqliteStore Sqlite { get; }

    /// <summary>The store as the hosts see it, unless they were given another.</summary>
    public FaultyStore Store { get; }

    public TestClock Clock { get; } = new();

    public LoneThreads First { get; }

    public LoneThreads Start(FaultyStore? store = null, long textCharacters = Plenty)
    {
        var host = Over(store ?? Store, Clock, textCharacters);
        lock (_hosts)
        {
            _hosts.Add(host);
        }

        return host;
    }

    /// <summary>Threads over any store.</summary>
    public static LoneThreads Over(IStore store, TimeProvider? clock = null, long textCharacters = Plenty, Func<string, long>? epoch = null) =>
        new(new(store, new TextCache(store, textCharacters), clock ?? TimeProvider.System, Written) { Epoch = epoch ?? (_ => 0) });

    public async ValueTask DisposeAsync()
    {
        Store.OpenGate();
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Sqlite.DisposeAsync();
        _folder.Dispose();
    }

    // A page as tests like to compare it: one line for each comment.
    internal static byte[] Written(ThreadPage page) =>
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', page.Comments.Select(comment => $"{comment.Id:N} {comment.Status} {comment.Html}")));
}

/// <summary>Short ways to ask a host.</summary>
internal static class HostQuestions
{
    // Nothing here takes long; a test that hangs must end all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<ThreadReply> MustAccept(this IThreads host, ThreadCommand command, ThreadId? thread = null)
    {
        var reply = await host.Ask(thread ?? Hosts.Thread, command).AsTask().WaitAsync(Patience);
        Assert.IsType<Accepted>(reply.Result);
        return reply;
    }

    public static Task<ThreadReply> Asks(this IThreads host, ThreadCommand command) => host.Ask(Hosts.Thread, command).AsTask().WaitAsync(Patience);

    public static async Task<Guid> Posts(this IThreads host, string author = Story.Ayse, ThreadId? thread = null)
    {
        var id = Guid.NewGuid();
        await host.MustAccept(Posting.By(author, id), thread);
        return id;
    }

    public static async Task<string> Page(this IThreads host, string? reader = null, ThreadId? thread = null)
    {
        var reply = await host.ReadPage(thread ?? Hosts.Thread, new PageQuery(PageSort.Oldest, PageQuery.MaxLimit), reader).AsTask().WaitAsync(Patience);
        return System.Text.Encoding.UTF8.GetString(reply.Page!.Body);
    }

    /// <summary>The line of a published comment on a page.</summary>
    public static string Line(Guid id) => $"{id:N} Published <p>words of {id:N}</p>";

    /// <summary>Waits until something holds that happens in the background: a minute, unless told otherwise.</summary>
    public static async Task Until(Func<Task<bool>> holds, TimeSpan? patience = null)
    {
        using var end = new CancellationTokenSource(patience ?? Patience);

        // Not without a pause: the processor is needed by what is waited for.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await holds())
        {
            await pause.WaitForNextTickAsync(end.Token);
        }
    }
}
