using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using static NatComments.Core.Threads.StoredProperties;

namespace NatComments.Core.Threads;

/// <summary>
/// Events as JSON, by hand: each one is written once and read at least once, and the serialiser's own way with families of records makes three
/// to four times the garbage and takes over half as long again. The names are for ever: add, never rename. Properties are read in any order, those
/// that are not known are passed over.
/// </summary>
public sealed class ThreadEventConverter : JsonConverter<ThreadEvent>
{
    private const string Posted = "comment-posted";
    private const string Edited = "comment-edited";
    private const string Scored = "comment-scored";
    private const string Held = "comment-held";
    private const string Decided = "comment-decided";
    private const string Undone = "decision-undone";
    private const string Escalated = "comment-escalated";
    private const string Withdrawn = "comment-withdrawn";
    private const string Reported = "comment-reported";
    private const string Liked = "comment-liked";
    private const string Appealed = "decision-appealed";
    private const string StateChanged = "thread-state-changed";

    // Names of their own, so that an older program refuses the thread instead of passing over what it does not know: it would count comments and queues wrongly.
    private const string EditHeld = "edit-held";
    private const string EditPublished = "edit-published";

    /// <summary>The names of events, the most frequent first.</summary>
    internal static readonly string[] Names = [Posted, Scored, Decided, Held, Liked, Reported, Edited, Withdrawn, Undone, Escalated, Appealed, StateChanged, EditHeld, EditPublished];

    /// <summary>Throws <see cref="JsonException"/> for what is no event that this version knows.</summary>
    public override ThreadEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Make(StoredProperties.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, ThreadEvent value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case CommentPosted e:
                writer.WriteString("event"u8, Posted);
                if (e.ParentId is { } parent)
                {
                    writer.WriteString("parentId"u8, parent);
                }

                writer.WriteNumber("depth"u8, e.Depth);
                writer.WriteString("author"u8, e.Author);
                break;
            case CommentScored e:
                writer.WriteString("event"u8, Scored);
                writer.WriteNumber("revision"u8, e.Revision);
                writer.WriteString("lang"u8, e.Lang);
                writer.WritePropertyName("scores"u8);
                StoredScores.Write(writer, e.Scores);
                break;
            case CommentDecided e:
                writer.WriteString("event"u8, e.KeepsReports is null ? Decided : EditPublished);
                writer.WriteNumber("revision"u8, e.Revision);
                Write(writer, e.Decision);
                if (e.Role is { } role)
                {
                    writer.WritePropertyName("role"u8);
                    JsonSerializer.Serialize(writer, role, ThreadJson.Default.Role);
                }

                if (e.KeepsReports is { } keeps)
                {
                    writer.WriteBoolean("keepsReports"u8, keeps);
                }

                break;
            case CommentHeld e:
                writer.WriteString("event"u8, e.Shown is null ? Held : EditHeld);
                writer.WriteNumber("revision"u8, e.Revision);
                writer.WriteString("why"u8, e.Why);
                writer.WriteNumber("priority"u8, e.Priority);
                if (e.Shown is { } shown)
                {
                    writer.WriteNumber("shown"u8, shown);
                }

                break;
            default:
                WriteSeldom(writer, value);
                break;
        }

        if (value is CommentEvent comment)
        {
            writer.WriteString("id"u8, comment.Id);
        }

        writer.WriteString("at"u8, value.At);
        writer.WriteEndObject();
    }

    private static void WriteSeldom(Utf8JsonWriter writer, ThreadEvent value)
    {
        switch (value)
        {
            case CommentEdited e:
                writer.WriteString("event"u8, Edited);
                writer.WriteNumber("revision"u8, e.Revision);
                break;
            case DecisionUndone e:
                writer.WriteString("event"u8, Undone);
                Write(writer, e.By);
                break;
            case CommentEscalated e:
                Write(writer, e);
                break;
            case CommentWithdrawn:
                writer.WriteString("event"u8, Withdrawn);
                break;
            case CommentReported e:
                writer.WriteString("event"u8, Reported);
                writer.WriteString("reader"u8, e.Reader);
                writer.WriteString("reason"u8, e.Reason);
                writer.WriteNumber("priority"u8, e.Priority);
                if (e.Weightless is { } weightless)
                {
                    writer.WriteBoolean("weightless"u8, weightless);
                }

                break;
            case CommentLiked e:
                writer.WriteString("event"u8, Liked);
                writer.WriteString("reader"u8, e.Reader);
                writer.WriteBoolean("on"u8, e.On);
                if (e.Weightless is { } uncounted)
                {
                    writer.WriteBoolean("weightless"u8, uncounted);
                }

                break;
            case DecisionAppealed e:
                writer.WriteString("event"u8, Appealed);
                writer.WriteNumber("priority"u8, e.Priority);
                break;
            case ThreadStateChanged e:
                writer.WriteString("event"u8, StateChanged);
                writer.WritePropertyName("state"u8);
                JsonSerializer.Serialize(writer, e.State, ThreadJson.Default.ThreadMode);
                Write(writer, e.By);
                break;
            default:
                throw new JsonException($"{value.GetType().Name} has no stored name.");
        }
    }

    private static void Write(Utf8JsonWriter writer, CommentEscalated escalated)
    {
        writer.WriteString("event"u8, Escalated);
        writer.WriteNumber("revision"u8, escalated.Revision);
        writer.WriteString("moderator"u8, escalated.Moderator);
        if (escalated.Note is { } note)
        {
            writer.WriteString("note"u8, note);
        }

        writer.WriteNumber("priority"u8, escalated.Priority);
    }

    private static void Write(Utf8JsonWriter writer, Decision decision)
    {
        writer.WriteStartObject("decision"u8);
        writer.WritePropertyName("outcome"u8);
        JsonSerializer.Serialize(writer, decision.Outcome, ThreadJson.Default.Outcome);
        writer.WriteString("reason"u8, decision.Reason);
        Write(writer, decision.By);
        if (decision.Note is { } note)
        {
            writer.WriteString("note"u8, note);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Maker by)
    {
        writer.WriteStartObject("by"u8);
        var (kind, name, value) = by switch
        {
            ByPolicy policy => (MakerKinds.Policy, "scorer", policy.Scorer),
            ByModerator moderator => (MakerKinds.Moderator, "moderator", moderator.Moderator),
            ByImport import => (MakerKinds.Import, "source", import.Source),
            _ => throw new JsonException($"{by.GetType().Name} has no stored name."),
        };
        writer.WriteString("kind"u8, kind);
        writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static ThreadEvent Make(in StoredProperties read) => read.Event switch
    {
        Posted => new CommentPosted { At = Of(read.At), Id = Of(read.Id), ParentId = read.ParentId, Depth = Of(read.Depth), Author = Of(read.Author) },
        Scored => new CommentScored { At = Of(read.At), Id = Of(read.Id), Revision = Of(read.Revision), Lang = Of(read.Lang), Scores = Of(read.Scores) },
        Decided or EditPublished => new CommentDecided { At = Of(read.At), Id = Of(read.Id), Revision = Of(read.Revision), Decision = Of(read.Decision), Role = read.Role, KeepsReports = read.KeepsReports },
        Held or EditHeld => new CommentHeld { At = Of(read.At), Id = Of(read.Id), Revision = Of(read.Revision), Why = Of(read.Why), Priority = Of(read.Priority), Shown = read.Shown },
        Edited => new CommentEdited { At = Of(read.At), Id = Of(read.Id), Revision = Of(read.Revision) },
        Undone => new DecisionUndone { At = Of(read.At), Id = Of(read.Id), By = Of(read.By) },
        Escalated => new CommentEscalated { At = Of(read.At), Id = Of(read.Id), Revision = Of(read.Revision), Moderator = Of(read.Moderator), Note = read.Note, Priority = Of(read.Priority) },
        Withdrawn => new CommentWithdrawn { At = Of(read.At), Id = Of(read.Id) },
        Reported => new CommentReported { At = Of(read.At), Id = Of(read.Id), Reader = Of(read.Reader), Reason = Of(read.Reason), Priority = Of(read.Priority), Weightless = read.Weightless },
        Liked => new CommentLiked { At = Of(read.At), Id = Of(read.Id), Reader = Of(read.Reader), On = Of(read.On), Weightless = read.Weightless },
        Appealed => new DecisionAppealed { At = Of(read.At), Id = Of(read.Id), Priority = Of(read.Priority) },
        StateChanged => new ThreadStateChanged { At = Of(read.At), State = Of(read.State), By = Of(read.By) },
        _ => throw new JsonException($"'{read.Event}' is no event that this version knows."),
    };
}
