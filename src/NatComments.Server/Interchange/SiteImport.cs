using System.Text.Json.Nodes;
using NatComments.Core.Activation;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Privacy;

namespace NatComments.Server.Interchange;

/// <summary>
/// Takes the lines of an export into a store, one thread after the other. Queues, counts and records follow from the events as they do
/// when the events happen, so an import ends in the same store as the original, but for people: who decided elsewhere is "the import" here.
/// </summary>
/// <param name="writes">False to count only what would become of the lines.</param>
internal sealed class SiteImport(IStore store, AuditLog audit, string site, TimeProvider clock, ImportReport report, bool writes = true)
{
    // 200 events in one commit: some 1,200 changes.
    private const int Batch = 200;

    private readonly List<ThreadEvent> _events = [];
    private readonly Dictionary<Guid, CommentState> _touched = [];
    private readonly List<TextLine> _texts = [];
    private readonly List<string> _posted = [];

    // Threads that are not taken in any further, and why.
    private readonly Dictionary<string, LeftOutReason> _left = [];
    private CommentThread? _thread;
    private IReadOnlyList<byte[]> _there = [];
    private long _thereFrom;
    private long _version;

    public long NewEvents { get; private set; }

    public long KnownEvents { get; private set; }

    public long NewTexts { get; private set; }

    public long KnownTexts { get; private set; }

    /// <summary>The file is cut off: what it does not have the words of is left for the whole file.</summary>
    public bool IsCut { get; set; }

    /// <summary>Takes a line in that is no event. Throws <see cref="LineException"/> for one that cannot be.</summary>
    public async Task Take(Line line, CancellationToken stop)
    {
        switch (line)
        {
            case TextLine text when Line.TextPrefixes.Any(prefix => text.Key.StartsWith(prefix, StringComparison.Ordinal)):
                var taken = text with { Value = TextCheck.Taken(text.Key, text.Value) };
                _texts.Add(KeptText.OldReceipt(text.Key) is { } receipt ? taken with { Key = KeptText.ReceiptKey(receipt) } : taken);
                if (_texts.Count >= Batch)
                {
                    await FinishTexts(stop);
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

    /// <summary>Takes an event in. Throws <see cref="LineException"/> for one that cannot be.</summary>
    /// <param name="number">The number of the line.</param>
    public async Task Take(EventLine line, long number, CancellationToken stop)
    {
        if (line.Event is not CommentPosted posted)
        {
            await Event(line, null, stop);
            return;
        }

        report.Meet();
        var example = ImportReport.At(posted.Id.ToString(), number);
        try
        {
            await Event(line, example, stop);
        }
        catch (LineException)
        {
            report.LeaveOut(LeftOutReason.Unreadable, example);
            throw;
        }
    }

    public async Task Finish(CancellationToken stop)
    {
        await Events(stop);
        await FinishTexts(stop);
    }

    // Posted: how a report names the comment, when the event is its first.
    private async Task Event(EventLine line, string? posted, CancellationToken stop)
    {
        if (_thread?.Id.Article != line.Article)
        {
            await Events(stop);
            _thread = new CommentThread(ThreadId.TryCreate(site, line.Article, out var id) ? id : throw new LineException("an article cannot have this id"));
            _version = await store.ReadVersion(site, _thread.Id.Stream, stop);
            (_there, _thereFrom) = ([], 0);
        }

        if (_left.TryGetValue(line.Article, out var why))
        {
            LeaveOut(why, posted);
            return;
        }

        var next = _thread.Version + _events.Count + 1;
        if (line.Number != next)
        {
            LeaveOut(LeftOutReason.ThreadDiffers, posted);
            Leave(LeftOutReason.ThreadDiffers);
        }
        else if (line.Number <= _version)
        {
            await Compare(line, posted, stop);
        }
        else if (posted is not null && _thread.Count + _posted.Count >= ThreadLimits.MaxComments)
        {
            await Events(stop);
            LeaveOut(LeftOutReason.ThreadFull, posted);
            Leave(LeftOutReason.ThreadFull);
        }
        else
        {
            Add(_thread, EventCheck.Taken(line.Event), (int)next);
            if (posted is not null)
            {
                _posted.Add(posted);
            }

            if (_events.Count >= Batch)
            {
                await Events(stop);
            }
        }
    }

    private void LeaveOut(LeftOutReason why, string? posted)
    {
        if (posted is not null)
        {
            report.LeaveOut(why, posted, _thread!.Id.Article);
        }
    }

    // The thread is left as it is here, and what waits to be written of it is not.
    private void Leave(LeftOutReason why)
    {
        _left[_thread!.Id.Article] = why;
        report.Miss(_thread.Id.Article, why);
        _posted.ForEach(posted => LeaveOut(why, posted));
        Forget();
    }

    private void Add(CommentThread thread, ThreadEvent e, int number)
    {
        var before = e is CommentEvent { Id: var id } ? Find(thread, id) : null;
        var parent = e is CommentPosted { ParentId: { } answered } ? Find(thread, answered) : null;
        if (EventCheck.Problem(e, before, parent, clock.GetUtcNow()) is { } problem)
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

    private async Task Compare(EventLine line, string? posted, CancellationToken stop)
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
            if (posted is not null)
            {
                report.Know();
            }
        }
        else
        {
            LeaveOut(LeftOutReason.ThreadDiffers, posted);
            Leave(LeftOutReason.ThreadDiffers);
        }
    }

    private async Task Events(CancellationToken stop)
    {
        if (_thread is null || _events.Count == 0)
        {
            return;
        }

        if (await Refusal(_thread, stop) is { } why)
        {
            Leave(why);
            return;
        }

        NewEvents += _events.Count;
        _events.ForEach(_thread.Apply);
        _posted.ForEach(_ => report.Add(CommentStatus.Published));
        Forget();
    }

    // Writes the events; why they cannot be written, else null.
    private async Task<LeftOutReason?> Refusal(CommentThread thread, CancellationToken stop)
    {
        if (IsCut && await LackWords(thread, stop))
        {
            return LeftOutReason.TextMissing;
        }

        if (writes && await store.TryCommit(ThreadCommit.Build(thread, _events, []).WrittenBeside(), stop) == CommitResult.Done)
        {
            return null;
        }

        var taken = await ThreadCommit.Taken(store, thread.Id, [.. _events.OfType<CommentPosted>().Select(posted => posted.Id)], stop);
        return taken.Count > 0 ? LeftOutReason.IdInUse : writes ? LeftOutReason.ThreadDiffers : null;
    }

    private async Task<bool> LackWords(CommentThread thread, CancellationToken stop)
    {
        string[] keys = [.. _events.Select(e => e switch
        {
            CommentPosted posted => CommentText.Key(thread.Id.Article, posted.Id, 1),
            CommentEdited edited => CommentText.Key(thread.Id.Article, edited.Id, edited.Revision),
            _ => null,
        }).OfType<string>()];
        var missing = keys.Zip(await store.ReadDocuments(site, keys, stop)).Where(pair => pair.Second is null).Select(pair => OwnRecords.ErasedKeyOf(pair.First)).ToList();
        return (await store.ReadDocuments(site, missing, stop)).Any(erased => erased is null);
    }

    private void Forget()
    {
        _events.Clear();
        _posted.Clear();
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

        if (writes)
        {
            await store.TryCommit(new(site, null, [], AuthorStore.NoteEntries(line.About, line.Key, note), []), stop);
        }

        NewTexts++;
    }

    // What is set here already stays; what comes in stands in the audit chain like any other change.
    private async Task Setting(TextLine set, string what)
    {
        var isNew = !writes ? await store.ReadDocument(site, set.Key) is null : await audit.Change<bool>(site, async () => await store.ReadDocument(site, set.Key) is not null
            ? (false, null)
            : (true, new AuditedChange(new AuditDraft(what, AuditMakers.Import, set.Key) { After = JsonNode.Parse(set.Value) }, new DocumentChange(set.Key, set.Value))));
        NewTexts += isNew ? 1 : 0;
        KnownTexts += isNew ? 0 : 1;
    }

    /// <summary>Writes the texts that wait to be written.</summary>
    public async Task FinishTexts(CancellationToken stop)
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
        if (writes)
        {
            await store.TryCommit(new(site, null, [.. missing.Select(text => new DocumentChange(text.Key, text.Value))], [.. missing.Select(text => ThreadCommit.ReportEntry(text.Key)).OfType<EntryChange>()], []), stop);
        }

        _texts.Clear();
    }
}
