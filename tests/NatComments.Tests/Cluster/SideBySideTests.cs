using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Threads;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;
using Orleans.Serialization;

namespace NatComments.Tests.Cluster;

/// <summary>
/// During an upgrade silos of two versions are one cluster. The newer one says something more with each message, and hears messages without it;
/// what was said before keeps its form (<see cref="GrainContractTests"/>).
/// </summary>
public sealed class SideBySideTests : IAsyncLifetime
{
    // Enough for both silos to have some.
    private const int Articles = 12;

    private readonly RedisServer redis = new();
    private WebApplication older = null!;
    private WebApplication newer = null!;

    public async Task InitializeAsync()
    {
        older = await NatComments.Server.Program.Build(Node.Over(redis));
        newer = await NatComments.Server.Program.Build(Node.Over(redis), builder => builder.Services.Configure<JsonCodecOptions>(SaysMore));
        await older.StartAsync();
        await newer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await newer.DisposeAsync();
        await older.DisposeAsync();
        redis.Dispose();
    }

    [Fact]
    public async Task Comments_go_their_whole_way_through_both_and_each_shows_what_the_other_took()
    {
        GrainThreads[] both = [.. new[] { older, newer }.Select(server => server.Services.GetRequiredService<GrainThreads>())];
        for (var i = 0; i < Articles; i++)
        {
            var (thread, id) = (ThreadId.FromTrusted("demo", $"post-{i}"), Guid.NewGuid());
            var (one, other) = (both[i % 2], both[1 - (i % 2)]);
            await one.MustAccept(Posting.By(Story.Ayse, id, evidence: Posting.Doubtful), thread);
            await other.MustAccept(new DecideComment(id, 1, Outcome.Publish, Reasons.Clean, null, Story.Moderator), thread);
            Assert.Equal([Story.Baran], (await other.MustAccept(new LikeComment(id, Story.Baran, On: true), thread)).Comment!.LikedBy);

            foreach (var threads in both)
            {
                Assert.Equal(CommentStatus.Published, (await threads.Find(thread, id))!.Comment.Status);
                Assert.Equal(id, Assert.Single(await threads.ReadNewest(thread, 10)).Id);
                Assert.Contains($"words of {id:N}", System.Text.Encoding.UTF8.GetString((await threads.ReadPage(thread, new(PageSort.Newest, 10), null)).Page!.Body));
            }
        }
    }

    private static void SaysMore(JsonCodecOptions options) => options.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver
    {
        Modifiers =
        {
            type =>
            {
                if (type.Kind == JsonTypeInfoKind.Object && type.PolymorphismOptions is null)
                {
                    var more = type.CreateJsonPropertyInfo(typeof(string), "more");
                    more.Get = _ => "of the newer version";
                    type.Properties.Add(more);
                }
            },
        },
    };
}
