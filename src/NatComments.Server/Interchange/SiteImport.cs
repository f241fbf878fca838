using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Grains;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Interchange;

/// <summary>
/// Takes the lines of an export into a store, one thread after the other. Queues, counts and records follow from the events as they do
/// when the events happen, so an import ends in the same store as the original.
/// </summary>
internal sealed class SiteImport(IStore store, AuditLog audit, string site)
{
    // 200 events in one commit: some 1,000 changes.
    private const int Batch = 200;

    private readonly List<ThreadEvent> _events = [];
    private readonly List<TextLine> _texts = [];
    private readonly HashSet<string> _differing = [];
    private CommentThread? _thread;
    private IReadOnlyList<byte[]> _there = [];
    private long _thereFrom;
    private long _version;

    public long NewEvents { get; private set; }

    public long KnownEvents { get; private set; }

    public long NewTexts { get; private set; }

    public long KnownTexts { get; private set; }

    /// <summary>Articles whose threads here have other events than the file; nothing of theirs was changed.</summary>
    public IReadOnlyCollection<string> Differing => _differing;

    public async Task Take(Line line, CancellationToken stop)
    {
        switch (line)
        {
            case EventLine e:
                await Event(e, stop);
                break;
            case TextLine text when Line.TextPrefixes.Any(prefix => text.Key.StartsWith(prefix, StringComparison.Ordinal)):
                _texts.Add(KeptText.OldReceipt(text.Key) is { } receipt ? text with { Key = KeptText.ReceiptKey(receipt) } : text);
                if (_texts.Count >= Batch)
                {
                    await Texts(stop);
                }

                break;
            case TextLine set when Line.Settings.FirstOrDefault(known => set.Key.StartsWith(known.Key, StringComparison.Ordinal)) is { Value: { } what }:
                await Setting(set, what);
                break;
            case NoteLine note when note.About.StartsWith(Authors.AllNotes + "/", StringComparison.Ordinal):
                await store.TryCommit(new(site, null, [], Authors.NoteEntries(note.About, note.Key, note.Value), []), stop);
                NewTexts++;
                break;
        }
    }

    public async Task Finish(CancellationToken stop)
    {
        await Events(stop);
        await Texts(stop);
    }

    private async Task Event(EventLine line, CancellationToken stop)
    {
        if (_thread?.Id.Article != line.Article)
        {
            await Events(stop);
            _thread = new CommentThread(ThreadId.FromTrusted(site, line.Article));
            _version = await store.ReadVersion(site, _thread.Id.Stream, stop);
            (_there, _thereFrom) = ([], 0);
        }

        if (_differing.Contains(line.Article))
        {
            return;
        }

        var next = _thread.Version + _events.Count + 1;
        if (line.Number != next)
        {
            _differing.Add(line.Article);
            _events.Clear();
        }
        else if (line.Number <= _version)
        {
            await Compare(line, stop);
        }
        else
        {
            _events.Add(line.Event);
            if (_events.Count >= Batch)
            {
                await Events(stop);
            }
        }
    }

    private async Task Compare(EventLine line, CancellationToken stop)
    {
        if (line.Number > _thereFrom + _there.Count)
        {
            _thereFrom = line.Number - 1;
            _there = await store.ReadEvents(site, _thread!.Id.Stream, _thereFrom, Batch, stop);
        }

        var known = _there[(int)(line.Number - _thereFrom - 1)];
        if (known.AsSpan().SequenceEqual(ThreadJson.Write(line.Event)))
        {
            _thread!.Apply(line.Event);
            KnownEvents++;
        }
        else
        {
            _differing.Add(line.Article);
        }
    }

    private async Task Events(CancellationToken stop)
    {
        if (_thread is null || _events.Count == 0)
        {
            return;
        }

        if (await store.TryCommit(ThreadCommit.Build(_thread, _events, []), stop) == CommitResult.Conflict)
        {
            _differing.Add(_thread.Id.Article);
        }
        else
        {
            NewEvents += _events.Count;
            _events.ForEach(_thread.Apply);
        }

        _events.Clear();
    }

    // What is set here already stays; what comes in stands in the audit chain like any other change.
    private async Task Setting(TextLine set, string what)
    {
        var isNew = await audit.Change<bool>(site, async () => await store.ReadDocument(site, set.Key) is not null
            ? (false, null)
            : (true, new AuditedChange(new AuditDraft(what, AuditMakers.Import, set.Key) { After = JsonNode.Parse(set.Value) }, new DocumentChange(set.Key, set.Value))));
        NewTexts += isNew ? 1 : 0;
        KnownTexts += isNew ? 0 : 1;
    }

    private async Task Texts(CancellationToken stop)
    {
        var there = await store.ReadDocuments(site, [.. _texts.Select(text => text.Key)], stop);
        var erased = await store.ReadDocuments(site, [.. _texts.Select(text => OwnRecords.ErasedKeyOf(text.Key))], stop);
        var missing = _texts.Where((_, i) => there[i] is null && erased[i] is null).ToList();
        KnownTexts += _texts.Count - missing.Count;
        NewTexts += missing.Count;
        await store.TryCommit(new(site, null, [.. missing.Select(text => new DocumentChange(text.Key, text.Value))], [.. missing.Select(text => ThreadCommit.ReportEntry(text.Key)).OfType<EntryChange>()], []), stop);
        _texts.Clear();
    }
}
