using System.Collections.Concurrent;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Tests.Grains;
using NatComments.Tests.Queue;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Simulation;

/// <summary>A few people who use two hosts at once, while stores fail and hosts end.</summary>
internal sealed class World : IAsyncDisposable
{
    private const int Commands = 3_000;
    private const int People = 12;
    private const int RestartEvery = 150;
    private const int FaultsInAHundred = 4;
    private const int MaxRetries = 8;

    private const int LetGoEvery = 40;

    // Few: most texts of a page come from the store.
    private const int TextCharacters = 20_000;

    private readonly Hosts _hosts = new();
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly ThreadId[] _threads = [.. Enumerable.Range(0, 3).Select(i => ThreadId.FromTrusted("demo", $"post-{i}"))];
    private readonly RandomCommands[] _commands;
    private readonly ConcurrentDictionary<Guid, int> _revisions = [];
    private readonly ConcurrentBag<Acknowledged> _acknowledged = [];
    private readonly LoneThreads[] _serving;
    private int _asked;
    private int _failed;

    public World(int seed)
    {
        _random = new(seed);
        _commands = [.. _threads.Select((_, i) => new RandomCommands(seed + i, id => _revisions.GetValueOrDefault(id, 1)))];
        _serving = [Start(), Start()];
    }

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    /// <summary>Lets everybody ask until all commands are asked.</summary>
    public async Task Live()
    {
        await Task.WhenAll(Enumerable.Range(0, People).Select(_ => Task.Run(Person)));
        Assert.True(_failed > 0, "The store never failed; the simulation proves little.");
        Assert.True(_acknowledged.Count > Commands / 4, "Hardly anything was acknowledged; the simulation proves little.");
    }

    /// <summary>Checks that log, grains, indexes, counters and acknowledgements say the same.</summary>
    public async Task MustAgree()
    {
        var folded = new List<CommentThread>();
        foreach (var thread in _threads)
        {
            var log = await Log(thread);
            var fold = new CommentThread(thread);
            log.ForEach(e => fold.Apply(ThreadJson.Read(e)));
            folded.Add(fold);
            await new Agreement(_hosts.Sqlite, fold, log).Check(_acknowledged.Where(a => a.Thread == thread), [.. _serving, _hosts.Start()]);
        }

        var expected = FoldedIndexes.Of(folded);
        expected.Check(await Agreement.Kept(_hosts.Sqlite, expected.Counters));
    }

    private LoneThreads Start() => _hosts.Start(new FaultyStore(_hosts.Sqlite) { NextFault = NextFault }, TextCharacters);

    private async Task Person()
    {
        while (NextCommand() is var (thread, command) && command is not null)
        {
            for (var tries = 0; tries <= MaxRetries && !await TryAsk(thread, command); tries++)
            {
                // Somebody who gets no answer asks again, with the same command and perhaps of the other host; some give up.
                if (Chance(20))
                {
                    break;
                }
            }
        }
    }

    private async Task<bool> TryAsk(ThreadId thread, ThreadCommand command)
    {
        try
        {
            var reply = await Serving().Ask(thread, command);
            _acknowledged.Add(new(thread, command, reply));
            if (reply.Comment is { } comment)
            {
                _revisions[comment.Id] = comment.Revision;
            }

            return true;
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Increment(ref _failed);
            return false;
        }
    }

    private (ThreadId Thread, ThreadCommand? Command) NextCommand()
    {
        LoneThreads? ended = null;
        (ThreadId, ThreadCommand?) next;
        lock (_lock)
        {
            if (_asked++ >= Commands)
            {
                return (default, null);
            }

            if (_asked % RestartEvery == 0)
            {
                var which = _random.Next(_serving.Length);
                (ended, _serving[which]) = (_serving[which], Start());
            }

            var thread = _random.Next(_threads.Length);
            if (_asked % LetGoEvery == 0)
            {
                _ = _serving[_random.Next(_serving.Length)].Deactivate(_threads[thread]);
            }

            next = (_threads[thread], _commands[thread].Next());
            _hosts.Clock.Advance(TimeSpan.FromSeconds(_random.Next(90)));
        }

        // While it ends others may still be asking it.
        _ = ended?.DisposeAsync().AsTask();
        return next;
    }

    private LoneThreads Serving()
    {
        lock (_lock)
        {
            return _serving[_random.Next(_serving.Length)];
        }
    }

    private bool Chance(int inAHundred)
    {
        lock (_lock)
        {
            return _random.Next(100) < inAHundred;
        }
    }

    private Fault NextFault()
    {
        lock (_lock)
        {
            return _random.Next(100) >= FaultsInAHundred ? Fault.None : _random.Next(2) == 0 ? Fault.BeforeTheWrite : Fault.AfterTheWrite;
        }
    }

    private async Task<List<byte[]>> Log(ThreadId thread)
    {
        var log = new List<byte[]>();
        while (await _hosts.Sqlite.ReadEvents(thread.Site, thread.Stream, log.Count, StoreLimits.MaxRead) is { Count: > 0 } events)
        {
            log.AddRange(events);
        }

        return log;
    }
}

/// <summary>A command and the answer that somebody got.</summary>
internal sealed record Acknowledged(ThreadId Thread, ThreadCommand Command, ThreadReply Reply);
