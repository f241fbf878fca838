using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Storage.Sqlite;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Moderators;

/// <summary>The search index over a real store: whatever is asked, it answers what a look at every comment would.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private const string Site = "demo";
    private static readonly string[] Vocabulary = ["elma", "armut", "kiraz", "şeftali", "İncir", "ıhlamur", "çilek", "güneş", "bulut", "yağmur"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<(SearchDocument Document, string Text)> _all = [];
    private SqliteStore _store = null!;
    private SearchReader _reader = null!;

    public Task InitializeAsync()
    {
        _store = SqliteStore.Open(_folder.File("natcomments.db"));
        _reader = new(_store);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("güneş", "GUNES doğdu")]
    [InlineData("İNCİR", "incirler oldu")]
    [InlineData("isik", "IŞIK söndü")]
    [InlineData("yalanci", "yalancılar geldi")]
    [InlineData("gaz*", "gazeteciler yazdı")]
    [InlineData("çok", "bu c\u0327ok iyi")]
    public async Task A_word_is_found_with_turkish_endings_and_without_diacritics(string asked, string written)
    {
        await Take([Document(1)], [written]);

        var found = await _reader.Find(Site, new(Asked(asked)), 10, default);

        Assert.Single(found.Hits);
    }

    [Theory]
    [InlineData("kar", "karga uçtu")]
    [InlineData("incir çekirdeği", "incir ağacı")]
    public async Task What_is_another_word_is_not_found(string asked, string written)
    {
        await Take([Document(1)], [written]);

        Assert.Empty((await _reader.Find(Site, new(Asked(asked)), 10, default)).Hits);
    }

    [Fact]
    public async Task Random_questions_get_the_answers_of_a_look_at_every_comment()
    {
        var random = new Random(7);
        for (var batch = 0; batch < 40; batch++)
        {
            var documents = Enumerable.Range(0, random.Next(1, 60)).Select(_ => Random(random)).ToList();
            await Take(documents, [.. documents.Select(_ => string.Join(' ', Enumerable.Range(0, 6).Select(_ => Vocabulary[random.Next(Vocabulary.Length)])))]);
            await Merge();
        }

        for (var i = 0; i < 100; i++)
        {
            var query = new SearchQuery(
                random.Next(3) == 0 ? [] : Asked(Vocabulary[random.Next(Vocabulary.Length)]),
                random.Next(3) == 0 ? $"author-{random.Next(5)}" : null,
                random.Next(3) == 0 ? $"article-{random.Next(4)}" : null,
                random.Next(2) == 0 ? (CommentStatus)random.Next(4) : null,
                random.Next(4) == 0 ? Time(random.Next(1000)) : null);
            Assert.Equal(Expected(query), await Everything(query, random.Next(1, 40)));
        }
    }

    [Fact]
    public async Task Segments_are_merged_so_that_few_are_left()
    {
        for (var i = 0; i < 100; i++)
        {
            await Take([Document(i)], ["elma armut"]);
            await Merge();
        }

        var head = SearchHead.FromBytes(await _store.ReadDocument(Site, SearchHead.Key));
        Assert.Equal(100, head.Count);
        Assert.True(head.Segments.Count < 20, $"{head.Segments.Count} segments");
        Assert.Equal(100, (await _reader.Find(Site, new(["elma"]), 200, default)).Hits.Count);
    }

    [Fact]
    public async Task An_edited_comment_is_found_by_its_new_words_only()
    {
        var document = Document(1);
        await Take([document], ["elma"]);
        await Take([document with { Revision = 2 }], ["armut"]);

        Assert.Empty((await _reader.Find(Site, new(["elma"]), 10, default)).Hits);
        Assert.Equal(2, Assert.Single((await _reader.Find(Site, new(["armut"]), 10, default)).Hits).Document.Revision);
    }

    private async Task<List<Guid>> Everything(SearchQuery query, int limit)
    {
        var found = new List<Guid>();
        int? before = null;
        do
        {
            var (hits, next) = await _reader.Find(Site, query with { Before = before }, limit, default);
            found.AddRange(hits.Select(hit => hit.Document.Comment));
            before = next;
        }
        while (before is not null);
        return found;
    }

    private List<Guid> Expected(SearchQuery query) => [.. _all.AsEnumerable().Reverse().Where(c =>
        query.Words.All(word => SearchWords.Of(c.Text).Contains(word))
        && (query.Author is null || c.Document.Author == query.Author)
        && (query.Article is null || c.Document.Article == query.Article)
        && (query.Status is null || c.Document.Status == query.Status)
        && !(c.Document.PostedAt < query.From)).Select(c => c.Document.Comment)];

    private static IReadOnlyList<string> Asked(string words) =>
        [.. words.Split(' ').Select(word => SearchWords.Of(word).Single() + (word.EndsWith('*') ? "*" : ""))];

    private async Task Take(IReadOnlyList<SearchDocument> documents, IReadOnlyList<string> texts)
    {
        var writer = await SearchWriter.Open(_store, Site, default);
        for (var i = 0; i < documents.Count; i++)
        {
            await writer.Add(documents[i], texts[i], default);
            _all.Add((documents[i], texts[i]));
        }

        await _store.TryCommit(new(Site, null, await writer.Changes(default), [], []));
    }

    private async Task Merge()
    {
        while (await SearchMerger.Merge(_store, Site, default) is var (changes, unused))
        {
            await _store.TryCommit(new(Site, null, [.. changes, .. unused.Select(key => new DocumentChange(key, null))], [], []));
        }
    }

    private static DateTimeOffset Time(int minute) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    private static SearchDocument Document(int id) => new(new Guid(id, 0, 0, new byte[8]), "article", "author", Time(id), CommentStatus.Published, 1, null);

    private static SearchDocument Random(Random random) => new(
        new Guid(random.Next(), random.Next() is var a ? (short)a : (short)0, 0, new byte[8]), $"article-{random.Next(4)}", $"author-{random.Next(5)}", Time(random.Next(1000)), (CommentStatus)random.Next(4), 1, null);
}
