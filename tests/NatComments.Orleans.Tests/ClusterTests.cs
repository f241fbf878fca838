using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Grains;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;
using NatComments.Server.Storage.Sqlite;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace NatComments.Orleans.Tests;

/// <summary>Two real silos over one store: a thread is one thread wherever it is asked, and a silo may die.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private static readonly ThreadId Thread = ThreadId.FromTrusted("demo", "post/1");
    private static string _file = "";

    private readonly string _folder = Directory.CreateTempSubdirectory("natcomments-cluster-").FullName;
    private TestCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _file = Path.Combine(_folder, "natcomments.db");
        var builder = new TestClusterBuilder(initialSilosCount: 2);
        builder.AddSiloBuilderConfigurator<TestSilo>();
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Posts_through_the_cluster_are_one_thread()
    {
        for (var i = 1; i <= 20; i++)
        {
            var reply = await Ask(Post());
            Assert.IsType<Accepted>(reply.Result);
            Assert.Equal(CommentStatus.Published, reply.Comment!.Status);
        }
    }

    [Fact]
    public async Task A_refusal_crosses_the_cluster_with_its_code()
    {
        var reply = await Ask(new WithdrawComment(Guid.NewGuid(), "ayse"));

        Assert.Equal(Refusals.CommentNotFound, Assert.IsType<Refused>(reply.Result).Code);
    }

    [Fact]
    public async Task After_a_silo_was_killed_the_thread_answers_from_the_other_and_has_everything()
    {
        var before = await Ask(Post());
        await _cluster.KillSiloAsync(_cluster.SecondarySilos[0]);

        ThreadReply? after = null;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (after is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                after = await Ask(Post());
            }
            catch (Exception e) when (e is global::Orleans.Runtime.OrleansMessageRejectionException or TimeoutException)
            {
                // The cluster has not noticed yet.
            }
        }

        Assert.True(after.Version > before.Version);
    }

    private async Task<ThreadReply> Ask(ThreadCommand command) => ClusterJson.ReadReply(
        await _cluster.GrainFactory.GetGrain<ICommentThreadGrain>($"{Thread.Site}/{Thread.Article}").Ask(ClusterJson.Write(command))).Open();

    private static PostComment Post() => new(
        Guid.NewGuid(), null, "ayse", new CommentText("Ayşe", "words", "<p>words</p>"),
        new Evidence(new Verdict("en", default), "test", new AuthorRecord(1, 0), PolicySettings.Default));

    /// <summary>What a silo of the tests is made of: its own connection to one store.</summary>
    public sealed class TestSilo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.Services
            .AddSingleton<IStore>(_ => SqliteStore.Open(_file))
            .AddSingleton(services => new LocalThreads(
                services.GetRequiredService<IStore>(), TimeProvider.System, _ => [], new GrainMemory(16 << 20, 1 << 20, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1))));
    }
}
