using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Threads;
using NatComments.Tests.Threads;
using Orleans.Serialization;

namespace NatComments.Tests.Cluster;

/// <summary>
/// What silos say to each other, byte for byte: during an upgrade those of two versions stand side by side. The file beside this one holds one
/// message of each kind as a released version sends it. A message that is added gets a line; no line is ever changed.
/// </summary>
public sealed class GrainContractTests
{
    private static readonly Guid Id = new("0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Serializer Serializer = Build();

    private static readonly string[] Written = File.ReadAllLines(Path.Combine(Repository.Root, "tests/NatComments.Tests/Cluster/grain-contract.txt"));

    public static TheoryData<string> Names => [.. Messages().Select(message => message.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_written_as_a_released_version_writes_it_and_read_as_it_was_meant(string name)
    {
        var message = Messages().Single(message => message.Name == name).Value;
        var bytes = Serializer.SerializeToArray(message);
        var line = $"{name} {Convert.ToBase64String(bytes)}";

        Assert.True(Written.Contains(line), $"The contract between silos has changed. What is new: {line}");
        var read = Serializer.Deserialize<object>(Convert.FromBase64String(line[(name.Length + 1)..]))!;
        Assert.Equal(message.GetType(), read.GetType());
        Assert.Equal(bytes, Serializer.SerializeToArray(read));
    }

    [Fact]
    public void Every_command_and_every_answer_of_a_grain_has_a_message_in_the_file()
    {
        var said = Messages().Select(message => message.Value.GetType()).ToHashSet();

        Assert.All(typeof(ThreadCommand).Assembly.GetTypes().Where(type => type.BaseType == typeof(ThreadCommand)), type => Assert.Contains(type, said));
        foreach (var method in new[] { typeof(IThreadGrain), typeof(ISiteGrain), typeof(IThreadObserver), typeof(ISiteObserver) }.SelectMany(grain => grain.GetMethods()))
        {
            foreach (var type in method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType.GetGenericArguments().FirstOrDefault() ?? typeof(void)))
            {
                var plain = Nullable.GetUnderlyingType(type) ?? type;
                Assert.True(IsPlain(plain) || said.Any(plain.IsAssignableFrom), $"{method.Name}: there is no message with a {plain.Name}.");
            }
        }
    }

    [Fact]
    public void Grains_and_their_methods_have_the_names_they_always_had()
    {
        var names = new[] { typeof(IThreadGrain), typeof(ISiteGrain), typeof(IThreadObserver), typeof(ISiteObserver) }
            .SelectMany(grain => grain.GetMethods().Select(method => $"{AliasOf(grain)}/{AliasOf(method)}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})"));

        Assert.Equal(Written.Where(line => line.StartsWith("natcomments.", StringComparison.Ordinal)), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_store_that_fails_on_one_silo_is_told_with_its_code_on_another()
    {
        var told = Serializer.Deserialize<Exception>(Serializer.SerializeToArray<Exception>(new StoreUnavailableException("store-full", "No room.")));

        Assert.Equal(("store-full", "No room."), (Assert.IsType<StoreUnavailableException>(told).Code, told.Message));
    }

    private static IEnumerable<(string Name, object Value)> Messages()
    {
        var text = new CommentText("Ayşe", "Words, **şîrîn**.", "<p>Words, <strong>şîrîn</strong>.</p>\n");
        var comment = new CommentState { Id = Id, Depth = 0, Author = "ayse", PostedAt = Now, Standing = new(CommentStatus.Published, new(Outcome.Publish, Reasons.Clean, new ByModerator("m1"), null), Now, null) };
        var view = ThreadView.View(comment, 2, text, "baran", Now);
        yield return ("post", new PostComment(Id, null, "ayse", text, Posting.Doubtful, "demo~receipt") { IsOnlyOne = true });
        yield return ("edit", new EditComment(Id, 1, "ayse", text, Posting.Doubtful));
        yield return ("withdraw", new WithdrawComment(Id, "ayse"));
        yield return ("report", new ReportComment(Id, "baran", Reasons.Insult, "a note") { IsWeightless = true });
        yield return ("like", new LikeComment(Id, "baran", true) { IsWeightless = true });
        yield return ("appeal", new AppealDecision(Id, "ayse", "Look again, şîrîn."));
        yield return ("decide", new DecideComment(Id, 1, Outcome.Reject, Reasons.Spam, null, "m1") { Role = Role.Editor, Others = [new("m2", Role.Moderator)], Seen = 7, Again = true });
        yield return ("undo", new UndoDecision(Id, "m1") { Seen = 7, Others = [new("m2", Role.Administrator)] });
        yield return ("escalate", new EscalateComment(Id, 1, "a note", "m1"));
        yield return ("state", new ChangeThreadState(ThreadMode.Slow, "m1"));
        yield return ("accepted", new ThreadReply(new Accepted([new CommentWithdrawn { At = Now, Id = Id }], [new("report/1", [1, 2])]), comment, 2, 7, 5));
        yield return ("refused", new ThreadReply(new Refused(Refusals.ThreadClosed), null, 0, 7, 5));
        yield return ("query", new PageQuery(PageSort.Top, 50, "cursor", Id));
        yield return ("page", new PageAnswer(5, [1, 2, 3], true, null));
        yield return ("no-page", new PageAnswer(0, null, false, Refusals.InvalidCursor));
        yield return ("views", new[] { view });
        yield return ("found", new FoundComment(comment, 2, ThreadMode.Open, 7));
        yield return ("change", new ThreadChange(ThreadId.FromTrusted("demo", "post/1"), 7, 5, 2, ThreadMode.Open, [Id]));
        yield return ("claims", Claims.None.Apply(ClaimRules.Take(Claims.None, "m1", [Id], Now)!));
        yield return ("claimed", ClaimRules.Take(Claims.None, "m1", [Id], Now)!);
        yield return ("present", new[] { new PresentModerator("m1", Now, "pending", Id) });
    }

    private static bool IsPlain(Type type) => type == typeof(void) || type.IsPrimitive || type.IsInterface
        || type == typeof(string) || type == typeof(Guid) || type == typeof(Guid[]) || type == typeof(DateTimeOffset);

    private static string AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()!.Alias;

    private static Serializer Build()
    {
        var services = new ServiceCollection();
        services.AddSerializer();
        GrainMessages.Add(services);
        return services.BuildServiceProvider().GetRequiredService<Serializer>();
    }
}
