using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// A thread's state as bytes: a cache of the log, so that a long thread wakes fast. It may be deleted at any time; one of another
/// format is ignored and written anew. Strings that repeat (authors, reasons, languages) are written once, and so are decisions.
/// </summary>
internal static class ThreadSnapshot
{
    // Raise when the layout below changes: older snapshots are then ignored.
    private const int Format = 5;

    // Scores of a thread have four decimals (Scores.Rounded): two bytes each keep them whole.
    private const float ScoreSteps = 10_000;

    // What a standing says besides its decision, in one byte: the role in the lowest bits, 0 for none.
    private const int DecidedAs = 0b0000_0111;
    private const int NeedsEditor = 0b0000_1000;
    private const int AppealOpen = 0b0001_0000;
    private const int AnswersAppeal = 0b0010_0000;
    private const int ShowsEdit = 0b0100_0000;

    // 64 KiB: below the size from which the collector treats a buffer as a large one.
    private const int PieceBytes = 64 * 1024;

    public static string Key(string article) => Storage.Keys.ThreadKeys.Snapshot(article);

    public static byte[] Write((long Log, long Public) version, ThreadMode state, IReadOnlyList<CommentState> comments)
    {
        // Pieces that are used again: a buffer that grew to megabytes would be a burden on the collector for each snapshot.
        var pieces = new Pipe(new(pauseWriterThreshold: 0, minimumSegmentSize: PieceBytes));
        using var to = new BinaryWriter(new BufferedStream(pieces.Writer.AsStream(), PieceBytes), Encoding.UTF8);
        to.Write(Format);
        to.Write(version.Log);
        to.Write(version.Public);
        to.Write((byte)state);
        to.Write(comments.Count);
        var words = new Written(comments.Count);
        foreach (var comment in comments)
        {
            WriteComment(to, words, comment);
        }

        to.Flush();
        pieces.Writer.Complete();
        pieces.Reader.TryRead(out var written);
        var bytes = written.Buffer.ToArray();
        pieces.Reader.Complete();
        return bytes;
    }

    /// <summary>Null when the bytes are of another format.</summary>
    public static CommentThread? Read(ThreadId id, byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (from.ReadInt32() != Format)
        {
            return null;
        }

        var version = (from.ReadInt64(), from.ReadInt64());
        var state = (ThreadMode)from.ReadByte();
        var count = from.ReadInt32();
        var words = new Known();
        return CommentThread.Restore(id, version, state, Enumerable.Range(0, count).Select(_ => ReadComment(from, words)), count);
    }

    private static void WriteComment(BinaryWriter to, Written words, CommentState c)
    {
        WriteId(to, c.Id);
        to.Write(c.ParentId is not null);
        if (c.ParentId is { } parent)
        {
            WriteId(to, parent);
        }

        to.Write7BitEncodedInt(c.Depth);
        Word(to, words, c.Author);
        Word(to, words, c.Lang);
        Time(to, c.PostedAt);
        Time(to, c.EditedAt);
        to.Write7BitEncodedInt(c.Revision);
        to.Write7BitEncodedInt(c.AppealedRevision);
        if (c.AppealedRevision > 0)
        {
            Time(to, c.AppealedAt);
        }

        to.Write7BitEncodedInt(c.DecidedBy.Length);
        foreach (var moderator in c.DecidedBy)
        {
            Word(to, words, moderator);
        }

        to.Write7BitEncodedInt(c.AppealedAfter);
        Word(to, words, c.AppealedMaker);
        WriteStanding(to, words, c.Standing);
        to.Write(c.Before is not null);
        if (c.Before is { } before)
        {
            WriteStanding(to, words, before);
        }

        to.Write(c.Scores is not null);
        if (c.Scores is { } scores)
        {
            for (var category = Category.Spam; category <= Category.Doxxing; category++)
            {
                to.Write((ushort)MathF.Round(scores[category] * ScoreSteps));
            }
        }

        Words(to, words, c.LikedBy);
        Words(to, words, c.UncountedLikes);
        Words(to, words, c.ReportedBy);
        to.Write7BitEncodedInt(c.Events.Length);
        var last = 0;
        foreach (var number in c.Events)
        {
            to.Write7BitEncodedInt(number - last);
            last = number;
        }
    }

    private static CommentState ReadComment(BinaryReader from, Known words) => new()
    {
        Id = ReadId(from),
        ParentId = from.ReadBoolean() ? ReadId(from) : null,
        Depth = from.Read7BitEncodedInt(),
        Author = Word(from, words)!,
        Lang = Word(from, words)!,
        PostedAt = Time(from)!.Value,
        EditedAt = Time(from),
        Revision = from.Read7BitEncodedInt(),
        AppealedRevision = from.Read7BitEncodedInt() is var appealed ? appealed : 0,
        AppealedAt = appealed > 0 ? Time(from) : null,
        DecidedBy = ReadModerators(from, words),
        AppealedAfter = from.Read7BitEncodedInt(),
        AppealedMaker = Word(from, words),
        Standing = ReadStanding(from, words),
        Before = from.ReadBoolean() ? ReadStanding(from, words) : null,
        Scores = from.ReadBoolean() ? ReadScores(from) : null,
        LikedBy = Words(from, words),
        UncountedLikes = Words(from, words),
        ReportedBy = Words(from, words),
        Events = ReadNumbers(from),
    };

    private static void WriteStanding(BinaryWriter to, Written words, Standing s)
    {
        to.Write((byte)s.Status);
        to.Write7BitEncodedInt(s.OpenReports);
        to.Write7BitEncodedInt(s.DecisionNumber);
        to.Write7BitEncodedInt(s.Shown);
        to.Write(Marks(s));
        if (s.ShownEditedAt is not null)
        {
            Time(to, s.ShownEditedAt);
        }

        Time(to, s.DecidedAt);
        WriteDecision(to, words, s.Decision);
        to.Write(s.Waiting is not null);
        if (s.Waiting is { } waiting)
        {
            Word(to, words, waiting.Queue);
            Word(to, words, waiting.Why);
            to.Write7BitEncodedInt(waiting.Priority);
            Time(to, waiting.Since);
        }
    }

    private static byte Marks(Standing s) => (byte)(
        (s.DecidedAs is { } role ? (int)role + 1 : 0) | (s.NeedsEditor ? NeedsEditor : 0) | (s.AppealOpen ? AppealOpen : 0)
        | (s.AnswersAppeal ? AnswersAppeal : 0) | (s.ShownEditedAt is null ? 0 : ShowsEdit));

    private static Standing ReadStanding(BinaryReader from, Known words)
    {
        var status = (CommentStatus)from.ReadByte();
        var reports = from.Read7BitEncodedInt();
        var (number, shown) = (from.Read7BitEncodedInt(), from.Read7BitEncodedInt());
        var marks = from.ReadByte();
        var edited = (marks & ShowsEdit) != 0 ? Time(from) : null;
        var decidedAt = Time(from);
        var decision = ReadDecision(from, words);
        var waiting = from.ReadBoolean()
            ? new Waiting(Word(from, words)!, Word(from, words)!, from.Read7BitEncodedInt(), Time(from)!.Value)
            : null;
        return new(status, decision, decidedAt, waiting, reports)
        {
            DecidedAs = (marks & DecidedAs) is var role and > 0 ? (Role)(role - 1) : null,
            NeedsEditor = (marks & NeedsEditor) != 0,
            AppealOpen = (marks & AppealOpen) != 0,
            AnswersAppeal = (marks & AnswersAppeal) != 0,
            DecisionNumber = number,
            Shown = shown,
            ShownEditedAt = edited,
        };
    }

    // As with words: 0 is none, 1 announces a new one, n + 2 is the n-th again. Nearly all of a thread's decisions are a handful.
    private static void WriteDecision(BinaryWriter to, Written words, Decision? decision)
    {
        if (decision is null)
        {
            to.Write7BitEncodedInt(0);
        }
        else if (words.Decisions.TryGetValue(decision, out var at))
        {
            to.Write7BitEncodedInt(at + 2);
        }
        else
        {
            words.Decisions.Add(decision, words.Decisions.Count);
            to.Write7BitEncodedInt(1);
            to.Write((byte)(decision.By switch { ByPolicy => 1, ByModerator => 2, _ => 3 }));
            to.Write((byte)decision.Outcome);
            Word(to, words, decision.Reason);
            Word(to, words, decision.Note);
            Word(to, words, decision.By switch { ByPolicy by => by.Scorer, ByModerator by => by.Moderator, ByImport by => by.Source, _ => null });
        }
    }

    private static Decision? ReadDecision(BinaryReader from, Known words)
    {
        var at = from.Read7BitEncodedInt();
        if (at != 1)
        {
            return at == 0 ? null : words.Decisions[at - 2];
        }

        var (maker, outcome) = (from.ReadByte(), (Outcome)from.ReadByte());
        var (reason, note, by) = (Word(from, words)!, Word(from, words), Word(from, words)!);
        words.Decisions.Add(new(outcome, reason, maker switch { 1 => new ByPolicy(by), 2 => new ByModerator(by), _ => new ByImport(by) }, note));
        return words.Decisions[^1];
    }

    private static Scores ReadScores(BinaryReader from)
    {
        float Next() => from.ReadUInt16() / ScoreSteps;
        return new(Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next());
    }

    private static ImmutableArray<int> ReadNumbers(BinaryReader from)
    {
        var numbers = new int[from.Read7BitEncodedInt()];
        var last = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            last = numbers[i] = last + from.Read7BitEncodedInt();
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(numbers);
    }

    // 0 is null, 1 announces a new word, n + 2 is the n-th word again.
    private static void Word(BinaryWriter to, Written words, string? word)
    {
        if (word is null)
        {
            to.Write7BitEncodedInt(0);
        }
        else if (words.Words.TryGetValue(word, out var at))
        {
            to.Write7BitEncodedInt(at + 2);
        }
        else
        {
            words.Words.Add(word, words.Words.Count);
            to.Write7BitEncodedInt(1);
            to.Write(word);
        }
    }

    private static string? Word(BinaryReader from, Known words)
    {
        switch (from.Read7BitEncodedInt())
        {
            case 0:
                return null;
            case 1:
                words.Words.Add(from.ReadString());
                return words.Words[^1];
            case var at:
                return words.Words[at - 2];
        }
    }

    private static void Words(BinaryWriter to, Written words, ImmutableHashSet<string> set)
    {
        to.Write7BitEncodedInt(set.Count);
        foreach (var word in set)
        {
            Word(to, words, word);
        }
    }

    private static ImmutableHashSet<string> Words(BinaryReader from, Known words)
    {
        var count = from.Read7BitEncodedInt();
        return count == 0 ? [] : [.. Enumerable.Range(0, count).Select(_ => Word(from, words)!)];
    }

    private static ImmutableArray<string> ReadModerators(BinaryReader from, Known words)
    {
        var count = from.Read7BitEncodedInt();
        return count == 0 ? [] : [.. Enumerable.Range(0, count).Select(_ => Word(from, words)!)];
    }

    private static void WriteId(BinaryWriter to, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        to.Write(bytes);
    }

    private static Guid ReadId(BinaryReader from)
    {
        Span<byte> bytes = stackalloc byte[16];
        from.BaseStream.ReadExactly(bytes);
        return new(bytes);
    }

    private static void Time(BinaryWriter to, DateTimeOffset? time) => to.Write(time?.UtcTicks ?? 0);

    private static DateTimeOffset? Time(BinaryReader from) => from.ReadInt64() is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    // What has been written or read so far of what repeats.
    private sealed class Written(int words)
    {
        public Dictionary<string, int> Words { get; } = new(words);

        public Dictionary<Decision, int> Decisions { get; } = [];
    }

    private sealed class Known
    {
        public List<string> Words { get; } = [];

        public List<Decision> Decisions { get; } = [];
    }
}
