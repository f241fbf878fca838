using System.Text;
using NatComments.Core.Scoring;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Search;

/// <summary>What the search remembers of a comment besides its words, so that it can filter and order without waking a thread.</summary>
/// <param name="Replaced">An edited comment has a new place; this is its old one.</param>
public sealed record SearchDocument(
    Guid Comment, string Article, string Author, DateTimeOffset PostedAt, CommentStatus Status, int Revision, Scores? Scores, bool Replaced = false);

/// <summary>A block of <see cref="Size"/> comments side by side, kept as one document.</summary>
public static class SearchBlock
{
    /// <summary>512 comments: some 35 KB, read in a fraction of a millisecond and rewritten when one of them is decided.</summary>
    public const int Size = 512;

    // Scores of a thread have four decimals: two bytes each keep them whole.
    private const float ScoreSteps = 10_000;

    /// <summary>The document that keeps a block.</summary>
    public static string Key(int block) => SearchKeys.Block(block);

    public static byte[] Write(IReadOnlyList<SearchDocument> documents)
    {
        using var bytes = new MemoryStream(documents.Count * 72);
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        var words = new Dictionary<string, int>();
        to.Write7BitEncodedInt(documents.Count);
        foreach (var document in documents)
        {
            to.Write(document.Comment.ToByteArray());
            Word(to, words, document.Article);
            Word(to, words, document.Author);
            to.Write(document.PostedAt.UtcTicks);
            to.Write((byte)((int)document.Status | (document.Replaced ? 0x40 : 0) | (document.Scores is null ? 0 : 0x80)));
            to.Write7BitEncodedInt(document.Revision);
            if (document.Scores is { } scores)
            {
                for (var category = Category.Spam; category <= Category.Doxxing; category++)
                {
                    to.Write((ushort)MathF.Round(scores[category] * ScoreSteps));
                }
            }
        }

        to.Flush();
        return bytes.ToArray();
    }

    public static List<SearchDocument> Read(byte[]? bytes)
    {
        if (bytes is null)
        {
            return [];
        }

        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var words = new List<string>();
        var count = from.Read7BitEncodedInt();
        var documents = new List<SearchDocument>(count);
        for (var i = 0; i < count; i++)
        {
            var comment = new Guid(from.ReadBytes(16));
            var (article, author) = (Word(from, words), Word(from, words));
            var postedAt = new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero);
            var marks = from.ReadByte();
            var revision = from.Read7BitEncodedInt();
            documents.Add(new(comment, article, author, postedAt, (CommentStatus)(marks & 0x3f), revision, (marks & 0x80) == 0 ? null : ReadScores(from), (marks & 0x40) != 0));
        }

        return documents;
    }

    private static Scores ReadScores(BinaryReader from)
    {
        float Next() => from.ReadUInt16() / ScoreSteps;
        return new(Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next());
    }

    // 0 announces a new word, n + 1 is the n-th word again.
    private static void Word(BinaryWriter to, Dictionary<string, int> words, string word)
    {
        if (words.TryGetValue(word, out var at))
        {
            to.Write7BitEncodedInt(at + 1);
            return;
        }

        words.Add(word, words.Count);
        to.Write7BitEncodedInt(0);
        to.Write(word);
    }

    private static string Word(BinaryReader from, List<string> words)
    {
        if (from.Read7BitEncodedInt() is var at and > 0)
        {
            return words[at - 1];
        }

        words.Add(from.ReadString());
        return words[^1];
    }
}

/// <summary>What a block holds, so that blocks without an answer are passed over unread.</summary>
/// <param name="Counts">How many comments of each status, in the order of <see cref="CommentStatus"/>; replaced ones are not counted.</param>
public sealed record BlockSummary(int[] Counts, long Oldest, long Newest)
{
    public static BlockSummary Of(IReadOnlyList<SearchDocument> documents)
    {
        var counts = new int[4];
        var (oldest, newest) = (long.MaxValue, long.MinValue);
        foreach (var document in documents)
        {
            if (!document.Replaced)
            {
                counts[(int)document.Status]++;
                oldest = Math.Min(oldest, document.PostedAt.UtcTicks);
                newest = Math.Max(newest, document.PostedAt.UtcTicks);
            }
        }

        return new(counts, oldest, newest);
    }
}
