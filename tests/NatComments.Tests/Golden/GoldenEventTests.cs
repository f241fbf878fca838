using System.Text.Json;
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
        var files = Directory.GetFiles(Repository.Golden, "*.json").Select(path => Path.GetFileName(path)).ToLookup(file => ThreadJson.Read(Stored(file)).GetType());
        foreach (var kind in Kinds(typeof(ThreadEvent)))
        {
            var own = string.Concat(files[kind].Select(file => System.Text.Encoding.UTF8.GetString(Stored(file))));
            foreach (var property in kind.GetProperties())
            {
                Assert.Contains($"\"{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}\":", own);
            }
        }
    }

    [Theory]
    [InlineData("""{"event":"comment-withdrawn","at":"2026-02-03T04:05:06+00:00"}""")]
    [InlineData("""{"event":"comment-withdrawn","id":"no id","at":"2026-02-03T04:05:06+00:00"}""")]
    [InlineData("""{"event":"comment-withdrawn","id":7,"at":"2026-02-03T04:05:06+00:00"}""")]
    [InlineData("""{"event":"comment-sung","id":"0b6e4f0a-8d7c-4c53-9a53-1f0e6b2d7a01","at":"2026-02-03T04:05:06+00:00"}""")]
    [InlineData("""{"id":"0b6e4f0a-8d7c-4c53-9a53-1f0e6b2d7a01","at":"2026-02-03T04:05:06+00:00"}""")]
    [InlineData("""{"event":"decision-undone","by":{"kind":"nobody"},"id":"0b6e4f0a-8d7c-4c53-9a53-1f0e6b2d7a01","at":"2026-02-03T04:05:06+00:00"}""")]
    [InlineData("""{"event":"comment-decided","revision":1,"decision":[],"id":"0b6e4f0a-8d7c-4c53-9a53-1f0e6b2d7a01","at":"2026-02-03T04:05:06+00:00"}""")]
    [InlineData("""["comment-withdrawn"]""")]
    [InlineData("""{"event":"comment-withdrawn","id":"0b6e4f0a-8d7c-4c53-9a53-1f0e6b2d7a01","at":""")]
    [InlineData("null")]
    [InlineData("")]
    public void What_is_no_event_of_this_version_is_refused(string stored) =>
        Assert.ThrowsAny<JsonException>(() => ThreadJson.Read(System.Text.Encoding.UTF8.GetBytes(stored)));

    [Fact]
    public void Properties_come_in_any_order_and_those_of_a_newer_version_are_passed_over() =>
        Assert.Equal(
            ThreadJson.Read(Stored("comment-decided.by-moderator.json")),
            ThreadJson.Read("""{"at":"2026-02-03T04:05:06.7891234+00:00","mood":{"of":["a","day"]},"decision":{"note":"Yaz\u0131yla ilgisi yok.","by":{"moderator":"m-7","kind":"moderator","with":1},"reason":"off-topic","outcome":"reject","more":[1]},"revision":2,"id":"0b6e4f0a-8d7c-4c53-9a53-1f0e6b2d7a01","event":"comment-decided"}"""u8));

    private static byte[] Stored(string file) => System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(Repository.Golden, file)).TrimEnd('\n'));

    private static IEnumerable<Maker> MakersOf(ThreadEvent e) => e switch
    {
        CommentDecided decided => [decided.Decision.By],
        DecisionUndone undone => [undone.By],
        ThreadStateChanged changed => [changed.By],
        _ => [],
    };

    private static HashSet<Type> Kinds(Type family) => [.. family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family) && !type.IsAbstract)];
}
