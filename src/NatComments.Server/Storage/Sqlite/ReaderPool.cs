using NatComments.Core.Storage;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// At most so many connections for reads, opened when first needed. A read runs on the caller's thread; when all connections are
/// busy it waits for one without holding a thread.
/// </summary>
internal sealed class ReaderPool(Func<Database> open, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim free = new(size);
    private readonly Stack<Reader> idle = new(size);
    private volatile bool isClosed;

    /// <summary>Runs one read. <paramref name="state"/> carries its arguments, so that no closure is made.</summary>
    public async ValueTask<T> Read<TState, T>(Func<Reader, TState, T> read, TState state, CancellationToken stop)
    {
        await free.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            ThrowIfClosed();
            var reader = Take();
            T value;
            try
            {
                value = read(reader, state);
            }
            catch
            {
                // Whatever state the failure left, the next read gets a fresh connection.
                reader.Dispose();
                throw;
            }

            lock (idle)
            {
                idle.Push(reader);
            }

            return value;
        }
        catch (SqliteFailure failure)
        {
            throw failure.ToUnavailable();
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits for the reads under way, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        isClosed = true;
        for (var i = 0; i < size; i++)
        {
            await free.WaitAsync().ConfigureAwait(false);
        }

        while (idle.TryPop(out var reader))
        {
            reader.Dispose();
        }

        // Reads that come from now on are let in, and are told that the store is closed.
        free.Release(size);
    }

    private void ThrowIfClosed()
    {
        if (isClosed)
        {
            throw new StoreUnavailableException("store-unavailable", "The store is closed.");
        }
    }

    private Reader Take()
    {
        lock (idle)
        {
            if (idle.TryPop(out var reader))
            {
                return reader;
            }
        }

        return new Reader(open());
    }
}
