using FsCheck;
using FsCheck.Fluent;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Storage;

namespace NatComments.Tests.Storage;

/// <summary>The catalogue of keys: what is built is read again, and belongs to exactly one kind.</summary>
public sealed class StoreKeyTests
{
    private static readonly string[] Pieces =
        ["a", "note", "/", "//", "~", "-", ".", "id", "at", "head", "block", "published", "by", "wait", "0", "7", "ı",
        "Ğ", "漢", "👍", " ", "\n", "{", "0123456789abcdef0123456789abcdef"];

    private static readonly Gen<string> Texts =
        from parts in Gen.Elements(Pieces).NonEmptyListOf()
        select string.Concat(parts.Take(12));

    private static readonly Gen<string> Ids = Texts.Select(text => text.Replace("/", "x", StringComparison.Ordinal));

    private static readonly Gen<Guid> Guids = Gen.Choose(0, int.MaxValue).Select(number =>
        new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    private static readonly Gen<DateTimeOffset> Times =
        from minutes in Gen.Choose(0, int.MaxValue)
        select new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes);

    private static readonly Gen<int> Numbers = Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, int.MaxValue));

    private static readonly Gen<Parts> All =
        from text in Texts
        from id in Ids
        from other in Ids
        from guid in Guids
        from at in Times
        from number in Numbers
        select new Parts(text, id, other, guid, at, number);

    private const KeySpace Stream = KeySpace.Stream;
    private const KeySpace Document = KeySpace.Document;
    private const KeySpace Index = KeySpace.Index;
    private const KeySpace Counter = KeySpace.Counter;

    // Every builder: the name of its kind, the key made of these parts, and whether its parser gives the parts again.
    private static readonly Built[] Builders =
    [
        new("thread", Stream, p => ThreadKeys.Log(p.Text), (k, p) => ThreadKeys.TryParseLog(k, out var a)
            && a == p.Text),
        new("text", Document, p => ThreadKeys.Text(p.Text, p.Guid, p.Number),
            (k, p) => ThreadKeys.TryParseText(k, out var a, out var c, out var r)
            && (a, c, r) == (p.Text, p.Guid, p.Number)),
        new("report", Document, p => ThreadKeys.Report(p.Text, p.Guid, p.Id),
            (k, p) => ThreadKeys.TryParseReport(k, out var a, out var c, out var r)
            && (a, c, r) == (p.Text, p.Guid, p.Id)),
        new("appeal", Document, p => ThreadKeys.Appeal(p.Text, p.Guid), (k, p) =>
            ThreadKeys.TryParseAppeal(k, out var a, out var c) && (a, c) == (p.Text, p.Guid)),
        new("receipt", Document, p => ThreadKeys.Receipt(p.Digest), (k, p) => ThreadKeys.TryParseReceipt(k, out var d)
            && d == p.Digest),
        new("receipt of old form", Document, p => ThreadKeys.OldReceipt("demo~" + p.Text), (k, p) =>
            ThreadKeys.TryParseOldReceipt(k, out var r) && r == "demo~" + p.Text),
        new("erased report", Document, p => ThreadKeys.ErasedReport(p.Text, p.Guid, p.Id),
            (k, p) => ThreadKeys.TryParseErasedReport(k, out var a, out var c, out var r)
            && (a, c, r) == (p.Text, p.Guid, p.Id)),
        new("erased comment", Document, p => ThreadKeys.Erased("a" + p.Text, p.Guid), (k, p) =>
            ThreadKeys.TryParseErased(k, out var a, out var c) && (a, c) == ("a" + p.Text, p.Guid)),
        new("article", Document, p => ThreadKeys.Article(p.Text), (k, p) => ThreadKeys.TryParseArticle(k, out var a)
            && a == p.Text),
        new("snapshot", Document, p => ThreadKeys.Snapshot(p.Text), (k, p) => ThreadKeys.TryParseSnapshot(k, out var a)
            && a == p.Text),
        new("published", Index, _ => ThreadKeys.PublishedIndex, (_, _) => true),
        new("published of an article", Counter, p => ThreadKeys.PublishedOf(p.Text), (k, p) =>
            ThreadKeys.TryParsePublishedOf(k, out var a) && a == p.Text),
        new("sanctions", Document, p => AuthorKeys.SanctionsOf(p.Id), (k, p) =>
            AuthorKeys.TryParseSanctionsOf(k, out var a) && a == p.Id),
        new("comments of an author", Index, p => AuthorKeys.Comments(p.Id), (k, p) =>
            AuthorKeys.TryParseComments(k, out var a) && a == p.Id),
        new("answers to an author", Index, p => AuthorKeys.RepliesTo(p.Id), (k, p) =>
            AuthorKeys.TryParseRepliesTo(k, out var a) && a == p.Id),
        new("reports of a reader", Index, p => AuthorKeys.ReportsOf(p.Id), (k, p) =>
            AuthorKeys.TryParseReportsOf(k, out var a) && a == p.Id),
        new("published of an author", Counter, p => AuthorKeys.Decided(p.Id).Published, (k, p) =>
            AuthorKeys.TryParseDecided(k, out var a) && a == p.Id),
        new("rejected of an author", Counter, p => AuthorKeys.Decided(p.Id).Rejected, (k, p) =>
            AuthorKeys.TryParseDecided(k, out var a) && a == p.Id),
        new("links of an author", Counter, p => AuthorKeys.Links(p.Id), (k, p) => AuthorKeys.TryParseLinks(k, out var a)
            && a == p.Id),
        new("reports against an author", Counter, p => AuthorKeys.ReportsAgainst(p.Id), (k, p) =>
            AuthorKeys.TryParseReportsAgainst(k, out var a) && a == p.Id),
        new("right reports", Counter, p => AuthorKeys.Reporter(p.Id).Right, (k, p) =>
            AuthorKeys.TryParseReporter(k, out var a) && a == p.Id),
        new("wrong reports", Counter, p => AuthorKeys.Reporter(p.Id).Wrong, (k, p) =>
            AuthorKeys.TryParseReporter(k, out var a) && a == p.Id),
        new("notes", Index, _ => AuthorKeys.AllNotes, (_, _) => true),
        new("notes about an author", Index, p => AuthorKeys.NotesAboutAuthor(p.Id), (k, p) =>
            AuthorKeys.TryParseNotesAboutAuthor(k, out var a) && a == p.Id),
        new("notes about a comment", Index, p => AuthorKeys.NotesAboutComment(p.Guid), (k, p) =>
            AuthorKeys.TryParseNotesAboutComment(k, out var c) && c == p.Guid),
        new("settings", Document, _ => SiteKeys.Settings, (_, _) => true),
        new("word lists", Document, _ => SiteKeys.WordLists, (_, _) => true),
        new("reader settings", Document, _ => SiteKeys.ReaderSettings, (_, _) => true),
        new("saved view", Document, p => SiteKeys.View(p.Text), (k, p) => SiteKeys.TryParseView(k, out var v)
            && v == p.Text),
        new("hits of a word", Counter, p => SiteKeys.Hits(p.Text), (k, p) => SiteKeys.TryParseHits(k, out var n)
            && n == p.Text),
        new("batch of hits", Document, p => SiteKeys.HitBatch(p.Id, p.Number), (k, p) =>
            SiteKeys.TryParseHitBatch(k, out var w, out var n) && (w, n) == (p.Id, p.Number)),
        new("due work", Index, _ => SiteKeys.Due, (_, _) => true),
        new("comment places", Document, _ => SiteKeys.CommentPlaces, (_, _) => true),
        new("commits beside", Counter, _ => SiteKeys.Beside, (_, _) => true),
        new("commits beside, heard of", Document, _ => SiteKeys.BesideHeard, (_, _) => true),
        new("name", Document, p => VisitorKeys.Name(p.Text), (k, p) => VisitorKeys.TryParseName(k, out var n)
            && n == p.Text),
        new("names of an author", Index, p => VisitorKeys.NamesOf(p.Id), (k, p) =>
            VisitorKeys.TryParseNamesOf(k, out var a) && a == p.Id),
        new("proof by key", Document, p => VisitorKeys.ProofByKey(p.Id), (k, p) =>
            VisitorKeys.TryParseProofByKey(k, out var d) && d == p.Id),
        new("proof by key of old form", Document, p => VisitorKeys.OldProofByKey(p.Id), (k, p) =>
            VisitorKeys.TryParseOldProofByKey(k, out var d) && d == p.Id),
        new("proof by phrase", Document, p => VisitorKeys.ProofByPhrase(p.Id), (k, p) =>
            VisitorKeys.TryParseProofByPhrase(k, out var d) && d == p.Id),
        new("proof by phrase of old form", Document, p => VisitorKeys.OldProofByPhrase(p.Id), (k, p) =>
            VisitorKeys.TryParseOldProofByPhrase(k, out var d) && d == p.Id),
        new("proofs of an author", Index, p => VisitorKeys.ProofsOf(p.Id), (k, p) =>
            VisitorKeys.TryParseProofsOf(k, out var a) && a == p.Id),
        new("spent challenge", Document, p => VisitorKeys.SpentChallenge(p.At, p.Id),
            (k, p) => VisitorKeys.TryParseSpentChallenge(k, out var t, out var d) && (t, d) == (p.At, p.Id)),
        new("feed", Document, p => VisitorKeys.Feed(p.Id), (k, p) => VisitorKeys.TryParseFeed(k, out var a)
            && a == p.Id),
        new("network mark", Document, p => VisitorKeys.NetworkMark(p.Day, p.Id), (k, p) =>
            VisitorKeys.TryParseNetworkMark(k, out var y, out var d) && (y, d) == (p.Day, p.Id)),
        new("queue", Index, p => QueueKeys.Queue(p.Id), (k, p) => QueueKeys.TryParseQueue(k, out var q) && q == p.Id),
        new("queue by age", Index, p => QueueKeys.ByAge(p.Id), (k, p) => QueueKeys.TryParseByAge(k, out var q)
            && q == p.Id),
        new("length of a queue", Counter, p => QueueKeys.Queue(p.Id), (k, p) => QueueKeys.TryParseQueue(k, out var q)
            && q == p.Id),
        new("entered a queue", Counter, p => QueueKeys.Entered(p.Id), (k, p) => QueueKeys.TryParseEntered(k, out var q)
            && q == p.Id),
        new("statistics of a day", Counter, p => StatisticsKeys.OfDay(p.Date, p.Id), (k, p) =>
            StatisticsKeys.TryParseOfDay(k, out var d, out var w) && (d, w) == (p.Date, p.Id)),
        new("statistics of an hour", Counter, p => StatisticsKeys.OfHour(p.Date.AddHours(5), p.Id),
            (k, p) => StatisticsKeys.TryParseOfHour(k, out var h, out var w) && (h, w) == (p.Date.AddHours(5), p.Id)),
        new("waiting times of a day", Counter, p => StatisticsKeys.OfWait(p.Date, p.Number),
            (k, p) => StatisticsKeys.TryParseOfWait(k, out var d, out var s) && (d, s) == (p.Date, p.Number)),
        new("statistics of a moderator", Counter, p => StatisticsKeys.OfModerator(p.Date, p.Id, p.Other),
            (k, p) => StatisticsKeys.TryParseOfModerator(k, out var d, out var m, out var w)
            && (d, m, w) == (p.Date, p.Id, p.Other)),
        new("place of a comment", Document, p => SearchKeys.Place(p.Guid), (k, p) =>
            SearchKeys.TryParsePlace(k, out var c) && c == p.Guid),
        new("search block", Document, p => SearchKeys.Block(p.Number), (k, p) => SearchKeys.TryParseBlock(k, out var b)
            && b == p.Number),
        new("search head", Document, _ => SearchKeys.Head, (_, _) => true),
        new("search summary", Document, p => SearchKeys.Summary(p.Number & 0xffffff), (k, p) =>
            SearchKeys.TryParseSummary(k, out var g) && g == (p.Number & 0xffffff)),
        new("search directory", Document, p => SearchKeys.Directory(p.Number), (k, p) =>
            SearchKeys.TryParseDirectory(k, out var s) && s == p.Number),
        new("search page", Document, p => SearchKeys.Page(p.Number, p.Number / 2), (k, p) =>
            SearchKeys.TryParsePage(k, out var s, out var g) && (s, g) == (p.Number, p.Number / 2)),
        new("news", Index, _ => FollowingKeys.News, (_, _) => true),
        new("erased authors", Index, _ => FollowingKeys.ErasedAuthors, (_, _) => true),
        new("last batch", Document, _ => FollowingKeys.Head, (_, _) => true),
        new("batch", Document, p => FollowingKeys.Batch(p.Number), (k, p) => FollowingKeys.TryParseBatch(k, out var n)
            && n == p.Number),
        new("followed", Document, p => FollowingKeys.Position(p.Text), (k, p) =>
            FollowingKeys.TryParsePosition(k, out var a) && a == p.Text),
        new("projections", Document, _ => FollowingKeys.Projections, (_, _) => true),
        new("behind", Document, p => FollowingKeys.Behind("search", p.Text), (k, p) =>
            FollowingKeys.TryParseBehind(k, out var n, out var a) && (n, a) == ("search", p.Text)),
        new("band of a text", Document, p => FollowingKeys.Band(3, (ulong)p.Number), (k, p) =>
            FollowingKeys.TryParseBand(k, out var b, out var h) && (b, h) == (3, (ulong)p.Number)),
        new("duplicate group", Document, p => FollowingKeys.Group(p.Guid), (k, p) =>
            FollowingKeys.TryParseGroup(k, out var g) && g == p.Guid),
        new("group of a comment", Document, p => FollowingKeys.GroupOf(p.Guid), (k, p) =>
            FollowingKeys.TryParseGroupOf(k, out var g) && g == p.Guid),
        new("waiting in a group", Index, p => FollowingKeys.Group(p.Guid), (k, p) =>
            FollowingKeys.TryParseGroup(k, out var g) && g == p.Guid),
        new("waiting in a group, counted", Counter, p => FollowingKeys.GroupCounters(p.Guid).Waiting, (k, p) =>
            FollowingKeys.TryParseGroupCounter(k, out var g) && g == p.Guid),
        new("rejected in a group", Counter, p => FollowingKeys.GroupCounters(p.Guid).Rejected, (k, p) =>
            FollowingKeys.TryParseGroupCounter(k, out var g) && g == p.Guid),
        new("audit chain", Stream, _ => AuditChainKeys.Chain, (_, _) => true),
        new("audit head", Document, _ => AuditChainKeys.Head, (_, _) => true),
        new("account", Document, p => AccountKeys.Id(p.Id), (k, p) => AccountKeys.TryParseId(k, out var a)
            && a == p.Id),
        new("account's name", Document, p => AccountKeys.Name(p.Text), (k, p) => AccountKeys.TryParseName(k, out var n)
            && n == p.Text.ToLowerInvariant()),
        new("personal token", Document, p => AccountKeys.Token(p.Id), (k, p) => AccountKeys.TryParseToken(k, out var d)
            && d == p.Id),
        new("tokens of an account", Index, p => AccountKeys.TokensOf(p.Id), (k, p) =>
            AccountKeys.TryParseTokensOf(k, out var a) && a == p.Id),
        new("session", Document, p => AccountKeys.Session(p.Id), (k, p) => AccountKeys.TryParseSession(k, out var d)
            && d == p.Id),
        new("used code", Document, p => AccountKeys.Step(p.Id, p.Number), (k, p) =>
            AccountKeys.TryParseStep(k, out var a, out var s) && (a, s) == (p.Id, p.Number)),
        new("API key", Document, p => AccountKeys.ApiKey(p.Id), (k, p) => AccountKeys.TryParseApiKey(k, out var d)
            && d == p.Id),
        new("API keys of a site", Index, p => AccountKeys.ApiKeysOf(p.Id), (k, p) =>
            AccountKeys.TryParseApiKeysOf(k, out var s) && s == p.Id),
        new("days of an account's tokens", Index, p => AccountKeys.UsedDays(p.Id), (k, p) =>
            AccountKeys.TryParseUsedDays(k, out var o) && o == p.Id),
        new("days of a site's keys", Index, p => AccountKeys.UsedDays(AccountKeys.Site(p.Id)), (k, p) =>
            AccountKeys.TryParseUsedDays(k, out var o) && o == AccountKeys.Site(p.Id)),
        new("root secret", Document, _ => ServerKeys.Root, (_, _) => true),
        new("key of a day", Document, p => ServerKeys.Day(p.Day), (k, p) => ServerKeys.TryParseDay(k, out var d)
            && d == p.Day),
        new("audit key", Document, p => ServerKeys.AuditKey(p.Id), (k, p) => ServerKeys.TryParseAuditKey(k, out var i)
            && i == p.Id),
        new("site", Document, p => ServerKeys.Site(p.Id), (k, p) => ServerKeys.TryParseSite(k, out var s) && s == p.Id),
        new("stored form", Document, p => ServerKeys.StoredForm(p.Id), (k, p) =>
            ServerKeys.TryParseStoredForm(k, out var s) && s == p.Id),
        new("unfinished migration", Document, _ => ServerKeys.Unfinished, (_, _) => true),
        new("health", Stream, _ => ServerKeys.Health, (_, _) => true),
    ];

    [Fact]
    public void Every_kind_has_a_builder_and_a_name_of_its_own()
    {
        Assert.Equal(StoreKeys.Kinds.Select(kind => kind.Name).Order(), Builders.Select(built => built.Kind).Order());
        Assert.Equal(StoreKeys.Kinds.Count, StoreKeys.Kinds.Select(kind => kind.Name).Distinct().Count());
    }

    [Fact]
    public void Every_key_is_read_into_its_parts_and_is_of_one_kind() => Prop.ForAll(All.ToArbitrary(), parts =>
    {
        foreach (var built in Builders)
        {
            var key = built.Build(parts);
            var kind = StoreKeys.Kinds.Single(kind => kind.Name == built.Kind);
            Assert.True(built.Reads(key, parts), $"{built.Kind}: {key}");
            Assert.StartsWith(kind.Prefix, key, StringComparison.Ordinal);
            var partition = kind.Place == KeyPlace.Server ? Commit.ServerPartition : "demo";
            Assert.Equal([built.Kind], StoreKeys.Of(partition, built.Space, key).Select(of => of.Name));
            Assert.Equal(kind.IsSealed, built.Space == Document && SealedStore.IsSecret(key));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Entries_of_indexes_are_read_into_their_parts() => Prop.ForAll(All.ToArbitrary(), parts =>
    {
        var (article, priority) = ((uint)parts.Number, parts.Number % 1_000);
        var comment = ThreadKeys.CommentEntry(parts.At, article, parts.Guid);
        Assert.True(ThreadKeys.TryParseCommentEntry(comment, out var at, out var of, out var id)
            && (at, of, id) == (parts.At, article, parts.Guid));
        var waiting = QueueKeys.Entry(priority, parts.At, article, parts.Guid);
        Assert.True(QueueKeys.TryParseEntry(waiting, out var urgent, out at, out of, out id)
            && (urgent, at, of, id) == (priority, parts.At, article, parts.Guid));
        Assert.True(QueueKeys.TryParseArticle(waiting, out of) && of == article);
        Assert.Equal(comment, QueueKeys.AgeEntry(waiting));
        Assert.True(FollowingKeys.TryParseNewsEntry(FollowingKeys.NewsEntry(parts.Number, parts.Text), out var version,
            out var thread));
        Assert.Equal((parts.Number, parts.Text), (version, thread));
        Assert.True(SiteKeys.TryParseDueEntry(SiteKeys.DueEntry(parts.At, parts.Text), out at, out var kind)
            && (at, kind) == (parts.At, parts.Text));
        Assert.True(AuthorKeys.TryParseReportEntry(AuthorKeys.ReportEntry(parts.Text, parts.Guid), out thread, out id)
            && (thread, id) == (parts.Text, parts.Guid));
        Assert.True(AuthorKeys.TryParseNoteEntry(AuthorKeys.NoteEntry(AuthorKeys.NotesAboutAuthor(parts.Id),
            parts.Other), out var about, out var key));
        Assert.Equal((AuthorKeys.NotesAboutAuthor(parts.Id), parts.Other), (about, key));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_no_key_is_of_no_kind_and_never_throws() =>
        Prop.ForAll(Texts.ToArbitrary(), Gen.Elements(StoreKeys.Kinds.ToArray()).ToArbitrary(), (text, kind) =>
    {
        Assert.False(kind.Is("") || kind.Is("?" + text));
        kind.Is(kind.Prefix + text);
        kind.Is(kind.Prefix);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_export_takes_what_the_catalogue_says_in_its_order()
    {
        Assert.Equal(["erased/", "text/", "report/", "appeal/", "receipt/", "article/"],
            Server.Interchange.Line.TextPrefixes);
        Assert.Equal(StoreKeys.Exported(Export.Lines.Settings), Server.Interchange.Line.Settings.Keys);
    }

    private sealed record Built(string Kind, KeySpace Space, Func<Parts, string> Build, Func<string, Parts,
        bool> Reads);

    // An article or a name may hold any signs; ids hold no slashes.
    private sealed record Parts(string Text, string Id, string Other, Guid Guid, DateTimeOffset At, int Number)
    {
        public string Digest => Id.Replace("~", "x", StringComparison.Ordinal);

        public DateTimeOffset Date => new(At.UtcDateTime.Date, TimeSpan.Zero);

        public string Day => At.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }
}
