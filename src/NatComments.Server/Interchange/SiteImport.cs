using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Grains;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Interchange;

/// <summary>
/// Takes the lines of an export into a store, one thread after the other. Queues, counts and records follow from the events as they do
/// when the events happen, so an import ends in the same store as the original, but for people: who decided elsewhere is "the import" here.
/// </summary>
internal sealed class SiteImport(IStore store, AuditLog audit, string site, TimeProvider clock)
{
    // 200 events in one commit: some 1,200 changes.
    private const int Batch = 200;

    private readonly List<ThreadEvent> _events = [];
    private readonly Dictionary<Guid, CommentState> _touched = [];
    private readonly List<TextLine> _texts = [];
    private readonly HashSet<string> _differing = [];
    private readonly HashSet<string> _inUse = [];
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

    /// <summary>Articles with a comment whose id a comment of another thread has here.</summary>
    public IReadOnlyCollection<string> InUse => _inUse;

    /// <summary>Takes a line in. Throws <see cref="LineException"/> for one that cannot be.</summary>
    public async Task Take(Line line, CancellationToken stop)
    {
        switch (line)
        {
            case EventLine e:
                await Event(e, stop);
                break;
            case TextLine text when Line.TextPrefixes.Any(prefix => text.Key.StartsWith(prefix, StringComparison.Ordinal)):
                var taken = text with { Value = TextCheck.Taken(text.Key, text.Value) };
                _texts.Add(KeptText.OldReceipt(text.Key) is { } receipt ? taken with { Key = KeptText.ReceiptKey(receipt) } : taken);
                if (_texts.Count >= Batch)
                {
                    await Texts(stop);
                }

                break;
            case TextLine set when Line.Settings.FirstOrDefault(known => set.Key.StartsWith(known.Key, StringComparison.Ordinal)) is { Value: { } what }:
                await Setting(set with { Value = TextCheck.Taken(set.Key, set.Value) }, what);
                break;
            case NoteLine note:
                await Note(note, stop);
                break;
            default:
                throw new LineException("there is no such text in an export");
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
            _thread = new CommentThread(ThreadId.TryCreate(site, line.Article, out var id) ? id : throw new LineException("an article cannot have this id"));
            _version = await store.ReadVersion(site, _thread.Id.Stream, stop);
            (_there, _thereFrom) = ([], 0);
        }

        if (_differing.Contains(line.Article) || _inUse.Contains(line.Article))
        {
            return;
        }

        var next = _thread.Version + _events.Count + 1;
        if (line.Number != next)
        {
            _differing.Add(line.Article);
            Forget();
        }
        else if (line.Number <= _version)
        {
            await Compare(line, stop);
        }
        else
        {
            Add(_thread, EventCheck.Taken(line.Event), (int)next);
            if (_events.Count >= Batch)
            {
                await Events(stop);
            }
        }
    }

    private void Add(CommentThread thread, ThreadEvent e, int number)
    {
        var before = e is CommentEvent { Id: var id } ? Find(thread, id) : null;
        var parent = e is CommentPosted { ParentId: { } answered } ? Find(thread, answered) : null;
        if ((EventCheck.Problem(e, before, parent, clock.GetUtcNow()) ?? (e is CommentPosted && thread.Count + _events.Count >= ThreadLimits.MaxComments ? "the thread is full" : null)) is { } problem)
        {
            throw new LineException(problem);
        }

        if (e is CommentEvent about)
        {
            _touched[about.Id] = CommentState.Fold(before, about, number);
        }

        _events.Add(e);
    }

    private CommentState? Find(CommentThread thread, Guid id) => _touched.TryGetValue(id, out var touched) ? touched : thread.Find(id);

    private async Task Compare(EventLine line, CancellationToken stop)
    {
        if (line.Number > _thereFrom + _there.Count)
        {
            _thereFrom = line.Number - 1;
            _there = await store.ReadEvents(site, _thread!.Id.Stream, _thereFrom, Batch, stop);
        }

        // The same event: as it was exported from here, or as it was taken in before.
        var known = _there[(int)(line.Number - _thereFrom - 1)];
        if (known.AsSpan().SequenceEqual(ThreadJson.Write(line.Event)) || known.AsSpan().SequenceEqual(ThreadJson.Write(EventCheck.Taken(line.Event))))
        {
            _thread!.Apply(ThreadJson.Read(known));
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
            var taken = await ThreadCommit.Taken(store, _thread.Id, [.. _events.OfType<CommentPosted>().Select(posted => posted.Id)], stop);
            (taken.Count > 0 ? _inUse : _differing).Add(_thread.Id.Article);
        }
        else
        {
            NewEvents += _events.Count;
            _events.ForEach(_thread.Apply);
        }

        Forget();
    }

    private void Forget()
    {
        _events.Clear();
        _touched.Clear();
    }

    private async Task Note(NoteLine line, CancellationToken stop)
    {
        var note = TextCheck.Note(line);
        if (await store.ReadEntries(site, line.About, new(1, Prefix: line.Key), stop) is { Count: > 0 })
        {
            KnownTexts++;
            return;
        }

        await store.TryCommit(new(site, null, [], Authors.NoteEntries(line.About, line.Key, note), []), stop);
        NewTexts++;
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
        if (_texts.Count == 0)
        {
            return;
        }

        var there = await store.ReadDocuments(site, [.. _texts.Select(text => text.Key)], stop);
        var erased = await store.ReadDocuments(site, [.. _texts.Select(text => OwnRecords.ErasedKeyOf(text.Key))], stop);
        var missing = _texts.Where((_, i) => there[i] is null && erased[i] is null).ToList();
        KnownTexts += _texts.Count - missing.Count;
        NewTexts += missing.Count;
        await store.TryCommit(new(site, null, [.. missing.Select(text => new DocumentChange(text.Key, text.Value))], [.. missing.Select(text => ThreadCommit.ReportEntry(text.Key)).OfType<EntryChange>()], []), stop);
        _texts.Clear();
    }
}
