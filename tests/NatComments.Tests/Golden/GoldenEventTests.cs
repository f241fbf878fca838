using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Golden;

/// <summary>
/// The files beside this one are events as logs hold them, one for each kind and age. They are for ever: when an event gets a new
/// property, add a file; never change one.
/// </summary>
public sealed class GoldenEventTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.Golden, "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stored_event_is_still_read_and_written_byte_for_byte_the_same(string file)
    {
        var stored = Stored(file);

        Assert.Equal(System.Text.Encoding.UTF8.GetString(stored), System.Text.Encoding.UTF8.GetString(ThreadJson.Write(ThreadJson.Read(stored))));
    }

    [Fact]
    public void Every_kind_of_event_and_every_maker_has_a_golden_file()
    {
        var events = Files().ToList();

        Assert.Equal(Kinds(typeof(ThreadEvent)), events.Select(e => e.GetType()).ToHashSet());
        Assert.Equal(Kinds(typeof(Maker)), events.SelectMany(MakersOf).Select(by => by.GetType()).ToHashSet());
        Assert.Equal(Enum.GetValues<ThreadMode>().ToHashSet(), events.OfType<ThreadStateChanged>().Select(e => e.State).ToHashSet());
        Assert.Equal(Enum.GetValues<Outcome>().ToHashSet(), events.OfType<CommentDecided>().Select(e => e.Decision.Outcome).ToHashSet());

        static IEnumerable<ThreadEvent> Files() => Directory.GetFiles(Repository.Golden, "*.json").Select(path => ThreadJson.Read(Stored(Path.GetFileName(path))));
    }

    [Fact]
    public void Every_property_of_an_event_is_told_in_a_golden_file()
    {
        var texts = Directory.GetFiles(Repository.Golden, "*.json").Select(path => File.ReadAllText(path)).ToList();
        foreach (var kind in Kinds(typeof(ThreadEvent)))
        {
            var name = NameOf(typeof(ThreadEvent), kind);
            var own = string.Concat(texts.Where(text => text.StartsWith($"{{\"event\":\"{name}\"", StringComparison.Ordinal)));
            foreach (var property in kind.GetProperties())
            {
                Assert.Contains($"\"{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}\":", own);
            }
        }
    }

    private static byte[] Stored(string file) => System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(Repository.Golden, file)).TrimEnd('\n'));

    private static IEnumerable<Maker> MakersOf(ThreadEvent e) => e switch
    {
        CommentDecided decided => [decided.Decision.By],
        DecisionUndone undone => [undone.By],
        ThreadStateChanged changed => [changed.By],
        _ => [],
    };

    private static HashSet<Type> Kinds(Type family) => [.. family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family) && !type.IsAbstract)];

    private static string NameOf(Type family, Type kind) => (string)family.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false)
        .Cast<JsonDerivedTypeAttribute>().Single(attribute => attribute.DerivedType == kind).TypeDiscriminator!;
}
