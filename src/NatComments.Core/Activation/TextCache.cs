using System.Collections.Concurrent;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// Texts that were read lately, so that a page is made without asking the store. Two generations: what is used lives in
/// the young one; when that is full it becomes the old one, and what nobody used since is let go. What was just written
/// stands apart until somebody reads it, and only the last few: in a flood most texts are read by nobody before the
/// next ones come, and keeping them all was much of the collector's work.
/// </summary>
/// <param name="maxCharacters">How many characters of text both generations hold together.</param>
public sealed class TextCache(IStore store, long maxCharacters)
{
    // 100 texts, some hundred kilobytes: the last posts can be shown even while the store is away.
    private const int MaxWritten = 100;

    private readonly Lock _turnOver = new();
    private readonly ConcurrentQueue<(string Site, string Key)> _writing = new();
    private readonly ConcurrentDictionary<(string Site, string Key), CommentText> _written = new();
    private ConcurrentDictionary<(string Site, string Key), CommentText> _young = new();
    private ConcurrentDictionary<(string Site, string Key), CommentText> _old = new();
    private long _youngSize;

    /// <summary>Remembers a text that was just written, until some more are.</summary>
    public void Wrote(string site, string key, CommentText text)
    {
        _written[(site, key)] = text;
        _writing.Enqueue((site, key));
        if (_writing.Count > MaxWritten && _writing.TryDequeue(out var first))
        {
            _written.TryRemove(first, out _);
        }
    }

    /// <summary>Forgets a text that is not shown any more.</summary>
    public void Forget(string site, string key)
    {
        _written.TryRemove((site, key), out _);
        _young.TryRemove((site, key), out _);
        _old.TryRemove((site, key), out _);
    }

    /// <summary>The texts under these keys, null where there is none (any more).</summary>
    public async ValueTask<CommentText?[]> Read(string site, IReadOnlyList<string> keys, CancellationToken stop)
    {
        var texts = new CommentText?[keys.Count];
        List<int>? missing = null;
        for (var i = 0; i < keys.Count; i++)
        {
            texts[i] = Find(site, keys[i]);
            if (texts[i] is null)
            {
                (missing ??= []).Add(i);
            }
        }

        if (missing is null)
        {
            return texts;
        }

        var found = await store.ReadDocuments(site, [.. missing.Select(i => keys[i])], stop);
        for (var j = 0; j < missing.Count; j++)
        {
            if (found[j] is { } bytes)
            {
                texts[missing[j]] = CommentText.FromBytes(bytes);
                Put(site, keys[missing[j]], texts[missing[j]]!);
            }
        }

        return texts;
    }

    private void Put(string site, string key, CommentText text)
    {
        if (_young.TryAdd((site, key), text)
            && Interlocked.Add(ref _youngSize, text.Markdown.Length + text.Html.Length + 200) > maxCharacters / 2)
        {
            TurnOver();
        }
    }

    private CommentText? Find(string site, string key)
    {
        if (_young.TryGetValue((site, key), out var text))
        {
            return text;
        }

        if (_written.TryRemove((site, key), out text) || _old.TryRemove((site, key), out text))
        {
            Put(site, key, text);
        }

        return text;
    }

    private void TurnOver()
    {
        lock (_turnOver)
        {
            if (_youngSize > maxCharacters / 2)
            {
                (_old, _young, _youngSize) = (_young, new(), 0);
            }
        }
    }
}
