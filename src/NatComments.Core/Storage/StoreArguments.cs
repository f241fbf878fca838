namespace NatComments.Core.Storage;

/// <summary>
/// The checks of arguments that every store makes in the same way, before anything is read or written: what breaks a bound of
/// <see cref="StoreLimits"/> is a defect of the caller and an <see cref="ArgumentException"/>, in every store alike.
/// </summary>
public static class StoreArguments
{
    /// <summary>Checks a whole commit and says how large it is.</summary>
    /// <returns>The bytes of all events and values together.</returns>
    public static long Check(Commit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        CheckName(commit.Partition, "partition");
        var events = commit.Append?.Events.Count ?? 0;
        var changes = (long)events + commit.Documents.Count + commit.Entries.Count + commit.Counters.Count;
        if (changes > Commit.MaxChanges)
        {
            throw new ArgumentException($"A commit holds at most {Commit.MaxChanges} changes; this one has {changes}.", nameof(commit));
        }

        CheckCounters(commit.Counters);
        var bytes = CheckAppend(commit.Append) + CheckDocuments(commit.Documents) + CheckEntries(commit.Entries);
        return bytes <= StoreLimits.MaxCommitBytes
            ? bytes
            : throw new ArgumentException($"The values of a commit together have at most {StoreLimits.MaxCommitBytes} bytes; these have {bytes}.", nameof(commit));
    }

    /// <summary>Checks the name of a partition, stream, document, index, entry or counter.</summary>
    /// <param name="what">What it names, for the message.</param>
    public static void CheckName(string name, string what)
    {
        ArgumentNullException.ThrowIfNull(name, what);
        if (name.Length == 0)
        {
            throw new ArgumentException($"The {what} has no name.", what);
        }

        CheckText(name, what);
    }

    /// <summary>Checks a list of names and that it is not longer than one read may be.</summary>
    public static void CheckNames(IReadOnlyList<string> names, string what)
    {
        ArgumentNullException.ThrowIfNull(names, what);
        if (names.Count > StoreLimits.MaxRead)
        {
            throw new ArgumentException($"One read takes at most {StoreLimits.MaxRead} names; these are {names.Count}.", what);
        }

        for (var i = 0; i < names.Count; i++)
        {
            CheckName(names[i], what);
        }
    }

    /// <summary>Checks what bounds a range of names: how many, what they begin with (may be empty) and after which to go on.</summary>
    public static void CheckRange(int limit, string prefix, string? after)
    {
        CheckLimit(limit);
        ArgumentNullException.ThrowIfNull(prefix);
        CheckText(prefix, nameof(prefix));
        CheckText(after ?? "", nameof(after));
    }

    /// <summary>Checks how many items a read asks for: 1 to <see cref="StoreLimits.MaxRead"/>.</summary>
    public static void CheckLimit(int limit)
    {
        if (limit is < 1 or > StoreLimits.MaxRead)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"One read gives 1 to {StoreLimits.MaxRead} items.");
        }
    }

    private static void CheckText(string text, string what)
    {
        if (text.Length > StoreLimits.MaxName)
        {
            throw new ArgumentException($"The {what} is {text.Length} characters long; {StoreLimits.MaxName} are allowed.", what);
        }

        if (text.Contains('\0') || HasLoneSurrogate(text))
        {
            throw new ArgumentException($"The {what} holds U+0000 or a lone surrogate.", what);
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }

    private static long CheckAppend(StreamAppend? append)
    {
        if (append is null)
        {
            return 0;
        }

        CheckName(append.Stream, "stream");
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedVersion);
        long bytes = 0;
        for (var i = 0; i < append.Events.Count; i++)
        {
            bytes += CheckValue(append.Events[i] ?? throw new ArgumentException("An event is null.", nameof(append)), append.Stream);
        }

        return bytes;
    }

    private static long CheckDocuments(IReadOnlyList<DocumentChange> documents)
    {
        long bytes = 0;
        for (var i = 0; i < documents.Count; i++)
        {
            CheckName(documents[i].Key, "document");
            bytes += CheckValue(documents[i].Value, documents[i].Key);
        }

        return bytes;
    }

    private static long CheckEntries(IReadOnlyList<EntryChange> entries)
    {
        long bytes = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            CheckName(entries[i].Index, "index");
            CheckName(entries[i].Key, "entry");
            bytes += CheckValue(entries[i].Value, entries[i].Key);
        }

        return bytes;
    }

    private static void CheckCounters(IReadOnlyList<CounterChange> counters)
    {
        for (var i = 0; i < counters.Count; i++)
        {
            CheckName(counters[i].Name, "counter");
            if (counters[i].Add is > StoreLimits.MaxCounterStep or < -StoreLimits.MaxCounterStep)
            {
                throw new ArgumentException($"Counter {counters[i].Name} would change by more than {StoreLimits.MaxCounterStep}.", nameof(counters));
            }
        }
    }

    private static int CheckValue(byte[]? value, string key)
    {
        if (value is { Length: > StoreLimits.MaxValue })
        {
            throw new ArgumentException($"The value of {key} has {value.Length} bytes; {StoreLimits.MaxValue} are allowed.", nameof(value));
        }

        return value?.Length ?? 0;
    }
}
