using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Sites;
using NatComments.Core.Storage;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;
using NatComments.Server.Sites;

namespace NatComments.Server.Settings;

/// <summary>Changes what is set for a site: settings and word lists, each with its record in the audit chain.</summary>
internal sealed partial class SettingsKeeper(
    IStore store, AuditLog audit, SiteDirectory sites, ILogger<SettingsKeeper> log)
{
    /// <summary>The settings as they are stored.</summary>
    public async Task<SiteSettings> Read(string site, CancellationToken stop = default) =>
        SiteSettings.FromBytes(await store.ReadDocument(site, SiteSettings.Document, stop));

    /// <summary>Replaces the settings.</summary>
    public async Task Save(string site, SiteSettings settings, string by)
    {
        var changed = await audit.Change<bool>(site, async () =>
        {
            var (before, after) = (await Read(site), settings);
            var (old, now) = (JsonNode.Parse(before.ToBytes())!, JsonNode.Parse(after.ToBytes())!);
            if (JsonNode.DeepEquals(old, now))
            {
                return (false, null);
            }

            var draft = new AuditDraft(AuditKinds.SettingsChanged, by, SiteSettings.Document) { Before = old, After = now };
            return (true, new AuditedChange(draft, new DocumentChange(SiteSettings.Document, after.ToBytes())));
        });
        sites.Forget(site);
        if (changed)
        {
            SettingsChanged(site, by);
        }
    }

    /// <summary>The word lists as they are stored.</summary>
    public async Task<WordLists> ReadWords(string site, CancellationToken stop = default) =>
        WordLists.FromBytes(await store.ReadDocument(site, WordLists.Document, stop));

    /// <summary>Replaces a word list, adds it, or (null) removes it. False when there are too many lists or entries.</summary>
    public async Task<bool> SaveWords(string site, string name, WordList? list, string by)
    {
        var saved = await audit.Change<bool>(site, async () =>
        {
            var lists = await ReadWords(site);
            var before = lists.Lists.FirstOrDefault(list => list.Name == name);
            var others = lists.Lists.Where(list => list.Name != name);
            WordList[] after = list is null ? [.. others] : [.. others, list];
            if (before == list)
            {
                return (true, null);
            }

            if (after.Length > WordLists.MaxLists || after.Sum(one => one.Entries().Count) > WordListMatcher.MaxEntries)
            {
                return (false, null);
            }

            var draft = new AuditDraft(AuditKinds.WordListChanged, by, name) { Before = Node(before, list), After = Node(list, before) };
            var next = new WordLists(lists.Version + 1, [.. after.OrderBy(list => list.Name, StringComparer.Ordinal)]);
            return (true, new AuditedChange(draft, new DocumentChange(WordLists.Document, next.ToBytes())));
        });
        sites.Forget(site);
        if (saved)
        {
            WordsChanged(site, by);
        }

        return saved;
    }

    /// <summary>In how many texts each entry of a list was found.</summary>
    public async Task<IReadOnlyList<(WordListEntry Entry, long Hits)>> Hits(string site, WordList list, CancellationToken stop)
    {
        var entries = list.Entries();
        var hits = entries.Count == 0 ? [] : await store.ReadCounters(site, [.. entries.Select(entry => WordLists.HitCounter(entry.Notation))], stop);
        return [.. entries.Zip(hits)];
    }

    [LoggerMessage(1501, LogLevel.Information, "The settings of {Site} were changed by {Account}")]
    private partial void SettingsChanged(string site, string account);

    [LoggerMessage(1503, LogLevel.Information, "A word list of {Site} was saved or removed by {Account}")]
    private partial void WordsChanged(string site, string account);

    // The lines that the other does not have: a chain must not repeat ten thousand words for each one that is added.
    private static JsonArray? Node(WordList? list, WordList? other) => list is null ? null
        : [.. Lines(list).Except(other is null ? [] : Lines(other)).Select(line => (JsonNode)line)];

    private static IEnumerable<string> Lines(WordList list)
    {
        var judged = EntryScope.Of(list.Spoken).Judges;
        return list.Entries()
            .Select(entry => $"{entry.Action.ToString().ToLowerInvariant()}: {entry.Notation}{(entry.Scope.Judges == judged ? "" : $" @{string.Join(" @", entry.Scope.Codes())}")}")
            .Prepend($"language: {(list.Spoken == Language.Undetermined ? "none" : list.Spoken.Code())}");
    }
}
