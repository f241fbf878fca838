using System.Runtime.InteropServices;
using NatComments.Core.Sites;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Server.Sites;

/// <summary>
/// Counts in how many texts the entries of word lists were found. Gathered in memory and written every few seconds, so that a post
/// does not pay for it; what a crash loses are seconds of a statistic.
/// </summary>
internal sealed partial class WordHits : IAsyncDisposable
{
    // 5 seconds: a moderator who looks at a list sees what was just found.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly IStore _store;
    private readonly ILogger<WordHits> _log;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly string _process = Guid.NewGuid().ToString("N");
    private readonly Queue<Batch> _waiting = new();
    private readonly Dictionary<string, string> _markers = [];
    private Dictionary<(string Site, string Notation), long> _hits = [];
    private long _batches;

    public WordHits(IStore store, TimeProvider clock, ILogger<WordHits> log)
    {
        (_store, _log) = (store, log);
        _timer = clock.CreateTimer(_ => _ = WriteGuarded(), null, Every, Every);
    }

    /// <summary>An entry was found in a text.</summary>
    public void Add(string site, string notation)
    {
        lock (_lock)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_hits, (site, notation), out _)++;
        }
    }

    /// <summary>Writes what was counted since the last time, once, whatever the store answers in between.</summary>
    public async Task Write()
    {
        await _writing.WaitAsync();
        try
        {
            if (_waiting.Count == 0)
            {
                Gather();
            }

            while (_waiting.TryPeek(out var batch))
            {
                // A batch is the same when it is sent again: the store may have written it and its answer be lost. Then its marker is there.
                await _store.TryCommit(new(batch.Site, null, [new(batch.Marker, [], MustBeAbsent: true), .. Old(batch.Site)], [], batch.Hits));
                _markers[batch.Site] = batch.Marker;
                _waiting.Dequeue();
            }

            foreach (var site in _markers.Keys.ToList())
            {
                await _store.TryCommit(new(site, null, [.. Old(site)], [], []));
                _markers.Remove(site);
            }
        }
        catch (StoreUnavailableException e)
        {
            // What waits is written the next time.
            Waits(e.Code);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await WriteGuarded();
    }

    // One at a time: who comes while it is being written leaves it to the next tick.
    private async Task WriteGuarded()
    {
        try
        {
            await Write();
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    [LoggerMessage(1331, LogLevel.Warning, "Counts of word lists wait: {Code}")]
    private partial void Waits(string code);

    [LoggerMessage(1332, LogLevel.Error, "Counts of word lists could not be written")]
    private partial void Failed(Exception e);

    private void Gather()
    {
        Dictionary<(string Site, string Notation), long> hits;
        lock (_lock)
        {
            (hits, _hits) = (_hits, []);
        }

        foreach (var site in hits.GroupBy(hit => hit.Key.Site))
        {
            // Beside the counts stand the batch's marker and the removal of the last one's.
            foreach (var some in site.Chunk(Commit.MaxChanges - 2))
            {
                _waiting.Enqueue(new(site.Key, SiteKeys.HitBatch(_process, ++_batches), [.. some.Select(hit => new CounterChange(WordLists.HitCounter(hit.Key.Notation), hit.Value))]));
            }
        }
    }

    // The marker of the batch before, which nobody will send again.
    private IEnumerable<DocumentChange> Old(string site) => _markers.TryGetValue(site, out var marker) ? [new(marker, null)] : [];

    private sealed record Batch(string Site, string Marker, IReadOnlyList<CounterChange> Hits);
}
