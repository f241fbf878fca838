namespace NatComments.Server.Limits;

/// <summary>
/// Places that last (open connections), shared out per network. A network has at most its share; and when all are taken, the network with most
/// of them gives one up for a newcomer who would have fewer. So no network keeps the others out.
/// </summary>
/// <param name="total">How many places there are.</param>
/// <param name="perNetwork">How many one network may have; 0: as many as there are.</param>
public sealed class SharedPlaces(int total, int perNetwork)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, LinkedList<SharedPlace>> _groups = [];

    /// <summary>How many are taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Takes a place; null when the network has its share, or all are taken and nobody has clearly more. Dispose it to give it back.</summary>
    /// <param name="networks">The network, and the wider ones that it lies in, the narrowest first: each may hold twice what the one before may.</param>
    public SharedPlace? Take(IReadOnlyList<string> networks)
    {
        SharedPlace? lost = null;
        SharedPlace place;
        lock (_lock)
        {
            for (var i = 0; i < networks.Count; i++)
            {
                if (perNetwork > 0 && _counts.GetValueOrDefault(networks[i]) >= perNetwork << i)
                {
                    return null;
                }
            }

            if (Taken >= total)
            {
                lost = Largest(_counts.GetValueOrDefault(networks[^1]));
                if (lost is null)
                {
                    return null;
                }

                Remove(lost);
            }

            place = new(networks, Return);
            Add(place);
        }

        // Outside the lock: whoever hears of it gives the place back.
        lost?.Lose();
        return place;
    }

    // The oldest place of the network that has most, if it has more than the newcomer's would with one more.
    private SharedPlace? Largest(int mine)
    {
        var largest = _groups.Values.MaxBy(group => group.Count);
        return largest is not null && largest.Count > mine + 1 ? largest.First!.Value : null;
    }

    private void Add(SharedPlace place)
    {
        Taken++;
        foreach (var network in place.Networks)
        {
            _counts[network] = _counts.GetValueOrDefault(network) + 1;
        }

        if (!_groups.TryGetValue(place.Networks[^1], out var group))
        {
            _groups[place.Networks[^1]] = group = new();
        }

        place.Node = group.AddLast(place);
    }

    private void Return(SharedPlace place)
    {
        lock (_lock)
        {
            Remove(place);
        }
    }

    private void Remove(SharedPlace place)
    {
        if (place.Node is not { List: { } group } node)
        {
            return;
        }

        Taken--;
        group.Remove(node);
        if (group.Count == 0)
        {
            _groups.Remove(place.Networks[^1]);
        }

        foreach (var network in place.Networks)
        {
            if (--_counts[network] == 0)
            {
                _counts.Remove(network);
            }
        }
    }
}

/// <summary>A place that was taken.</summary>
public sealed class SharedPlace(IReadOnlyList<string> networks, Action<SharedPlace> giveBack) : IDisposable
{
    private readonly CancellationTokenSource _lost = new();

    /// <summary>Ends when the place was given to somebody else.</summary>
    public CancellationToken Lost => _lost.Token;

    internal IReadOnlyList<string> Networks { get; } = networks;

    internal LinkedListNode<SharedPlace>? Node { get; set; }

    public void Dispose() => giveBack(this);

    // Not disposed: it has no timer, and may be cancelled while its holder leaves.
    internal void Lose() => _lost.Cancel();
}
