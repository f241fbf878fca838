using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Tests.Storage;

/// <summary>
/// What the catalogue of keys says that erasure, export, import and retention do with each kind is what they do: held
/// against the store of a site on which
/// everything happens. A key of a new kind fails here until it has a line, and a line that is not true fails too.
/// </summary>
public sealed class StoreKeyProcessTests(SiteStory story) : IClassFixture<SiteStory>
{
    // Kinds that no store holds at rest, each for its reason.
    private static readonly string[] Passing =
    [
        "news", // Followed at once.
        "erased authors", // Until the search index is rewritten.
        "batch of hits", // Until the next batch.
        "unfinished migration", // While a migration runs.
        "health", // Read, never written.
        "behind", // While a projection is behind.
    ];

    // Written beside a server only, by an import.
    private static readonly string[] OfImports = ["commits beside", "commits beside, heard of"];

    [Fact]
    public void A_site_on_which_everything_happens_has_keys_of_every_kind()
    {
        var seen = story.Before.Concat(story.Erased).Select(stored => stored.Kind.Name).ToHashSet();

        Assert.Equal([], StoreKeys.Kinds.Select(kind => kind.Name).Except(seen).Except(Passing).Except(OfImports));
        Assert.Equal([], OfImports.Except(story.Imported.Select(stored => stored.Kind.Name)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Erasing_does_what_the_catalogue_says(string name)
    {
        var kind = Kind(name);
        var (before, after) = (Of(story.Before, kind), Of(story.Erased, kind));
        Assert.DoesNotContain(after, stored => story.Words.Any(stored.Holds));
        switch (kind.Erasure.What)
        {
            case Erasure.Fate.NotPersonal:
                Assert.DoesNotContain(before, stored => stored.Holds(story.Author) || story.Words.Any(stored.Holds));
                break;
            case Erasure.Fate.Removed:
                Assert.Contains(before, IsTheirs);
                Assert.DoesNotContain(after, IsTheirs);
                break;
            case Erasure.Fate.Rewritten when !Passing.Contains(name):
                Assert.Contains(before, stored => story.Words.Any(stored.Holds) || stored.Holds(story.Author)
                || !after.Any(now => Same(stored, now)));
                Assert.NotEqual(before.Select(Text), after.Select(Text));
                break;
            case Erasure.Fate.Kept when kind.Retention.What != Retention.Span.Ends:
                Assert.DoesNotContain(before, stored => story.Words.Any(stored.Holds));
                Assert.Equal([], before.Select(stored => stored.Place).Except(after.Select(stored => stored.Place)));
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_export_has_what_the_catalogue_says(string name)
    {
        var kind = Kind(name);
        var (there, exported) = (Of(story.Before, kind), Of(story.Exported, kind));

        if (kind.Export.What == Export.Lines.None)
        {
            Assert.Empty(exported);
        }
        else
        {
            Assert.NotEmpty(exported);
            Assert.Equal(there.Select(Text).Order(), exported.Select(Text).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_an_import_there_is_what_the_catalogue_says(string name)
    {
        var kind = Kind(name);
        var (there, imported) = (Of(story.Before, kind), Of(story.Imported, kind));
        switch (kind.Import.What)
        {
            case Import.Source.Same:
                Assert.NotEmpty(there);
                Assert.Equal([], there.Select(Text).Except(imported.Select(Text)));
                break;
            case Import.Source.Checked:
                Assert.NotEmpty(there);
                Assert.Equal(there.Select(stored => stored.Place).Order(),
                    imported.Select(stored => stored.Place).Order());
                break;
            case Import.Source.Derived when !Passing.Contains(name):
                Assert.NotEmpty(imported);
                break;
            case Import.Source.None:
                Assert.Empty(imported);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void When_the_day_is_over_what_is_kept_for_a_day_is_gone(string name)
    {
        var kind = Kind(name);
        var (before, after) = (story.Before.Where(stored => stored.Kind == kind).ToList(),
            story.NextDay.Where(stored => stored.Kind == kind).ToList());
        if (kind.Retention.What == Retention.Span.Day)
        {
            Assert.Contains(before, stored => stored.Holds(story.Day));
            Assert.DoesNotContain(after, stored => stored.Holds(story.Day));
        }
        else if (kind.Retention.What == Retention.Span.Stays
            && kind.Erasure.What is Erasure.Fate.Kept or Erasure.Fate.NotPersonal)
        {
            Assert.Equal([], before.Select(stored => stored.Key).Except(after.Select(stored => stored.Key)));
        }
    }

    public static TheoryData<string> Kinds() => [.. StoreKeys.Kinds.Select(kind => kind.Name)];

    private static KeyKind Kind(string name) => StoreKeys.Kinds.Single(kind => kind.Name == name);

    // The server's own partition is in no export, and may be another's after an import.
    private static List<Stored> Of(IReadOnlyList<Stored> all, KeyKind kind) =>
        [.. all.Where(stored => stored.Kind == kind
        && (stored.Partition != Commit.ServerPartition || kind.Place == KeyPlace.Server))];

    private static bool Same(Stored one, Stored other) => Text(one) == Text(other);

    private static string Text(Stored stored) => $"{stored.Key}\n{stored.Entry}\n{Convert.ToHexString(stored.Value)}";

    // A report is its reporter's, whoever wrote the comment.
    private bool IsTheirs(Stored stored) => stored.Holds(story.Author) || story.Words.Any(stored.Holds)
        || (!IsReport(stored.Key) && story.Comments.Exists(stored.Holds));

    private static bool IsReport(string key) =>
        ThreadKeys.TryParseReport(key, out _, out _, out _) || AuthorKeys.TryParseReportsOf(key, out _);
}
