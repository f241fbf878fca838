using System.Runtime.CompilerServices;
using System.Text.Json;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;

namespace NatComments.Core.Threads;

/// <summary>The properties that stored events, their decisions and the makers of these have: each null until it was read.</summary>
internal struct StoredProperties
{
    public string? Event { get; private set; }

    public DateTimeOffset? At { get; private set; }

    public Guid? Id { get; private set; }

    public Guid? ParentId { get; private set; }

    public int? Depth { get; private set; }

    public string? Author { get; private set; }

    public int? Revision { get; private set; }

    public string? Lang { get; private set; }

    public Scores? Scores { get; private set; }

    public Decision? Decision { get; private set; }

    public Role? Role { get; private set; }

    public Outcome? Outcome { get; private set; }

    public string? Reason { get; private set; }

    public Maker? By { get; private set; }

    public string? Note { get; private set; }

    public string? Kind { get; private set; }

    public string? Scorer { get; private set; }

    public string? Moderator { get; private set; }

    public string? Source { get; private set; }

    public string? Why { get; private set; }

    public int? Priority { get; private set; }

    public string? Reader { get; private set; }

    public bool? Weightless { get; private set; }

    public bool? KeepsReports { get; private set; }

    public int? Shown { get; private set; }

    public bool? On { get; private set; }

    public ThreadMode? State { get; private set; }

    /// <summary>Reads an object, in whatever order its properties come. Throws <see cref="JsonException"/> for what is no object.</summary>
    public static StoredProperties Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is missing.");
        }

        var read = new StoredProperties();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            read.TakeOfEvent(ref json);
        }

        return read;
    }

    /// <summary>The value. Throws <see cref="JsonException"/> when it was not there.</summary>
    public static T Of<T>(T? value, [CallerArgumentExpression(nameof(value))] string? what = null)
        where T : struct => value ?? throw new JsonException($"A stored event lacks {what}.");

    /// <inheritdoc cref="Of{T}(T?, string?)"/>
    public static T Of<T>(T? value, [CallerArgumentExpression(nameof(value))] string? what = null)
        where T : class => value ?? throw new JsonException($"A stored event lacks {what}.");

    private void TakeOfEvent(ref Utf8JsonReader json)
    {
        if (Is(ref json, "event"u8))
        {
            Event = Known(ref json, ThreadEventConverter.Names);
        }
        else if (Is(ref json, "id"u8))
        {
            Id = json.GetGuid();
        }
        else if (Is(ref json, "at"u8))
        {
            At = json.GetDateTimeOffset();
        }
        else if (Is(ref json, "revision"u8))
        {
            Revision = json.GetInt32();
        }
        else if (Is(ref json, "author"u8))
        {
            Author = json.GetString();
        }
        else if (Is(ref json, "depth"u8))
        {
            Depth = json.GetInt32();
        }
        else if (Is(ref json, "parentId"u8))
        {
            ParentId = json.TokenType == JsonTokenType.Null ? null : json.GetGuid();
        }
        else if (Is(ref json, "lang"u8))
        {
            Lang = json.GetString();
        }
        else if (Is(ref json, "scores"u8))
        {
            Scores = StoredScores.Read(ref json);
        }
        else if (Is(ref json, "decision"u8))
        {
            Decision = MakeDecision(Read(ref json));
        }
        else
        {
            TakeOfDecision(ref json);
        }
    }

    private void TakeOfDecision(ref Utf8JsonReader json)
    {
        if (Is(ref json, "outcome"u8))
        {
            Outcome = JsonSerializer.Deserialize(ref json, ThreadJson.Default.Outcome);
        }
        else if (Is(ref json, "reason"u8))
        {
            Reason = json.GetString();
        }
        else if (Is(ref json, "by"u8))
        {
            By = MakeMaker(Read(ref json));
        }
        else if (Is(ref json, "note"u8))
        {
            Note = json.GetString();
        }
        else if (Is(ref json, "kind"u8))
        {
            Kind = Known(ref json, MakerKinds.All);
        }
        else if (Is(ref json, "scorer"u8))
        {
            Scorer = json.GetString();
        }
        else if (Is(ref json, "moderator"u8))
        {
            Moderator = json.GetString();
        }
        else if (Is(ref json, "source"u8))
        {
            Source = json.GetString();
        }
        else
        {
            TakeOther(ref json);
        }
    }

    private void TakeOther(ref Utf8JsonReader json)
    {
        if (Is(ref json, "why"u8))
        {
            Why = json.GetString();
        }
        else if (Is(ref json, "priority"u8))
        {
            Priority = json.GetInt32();
        }
        else if (Is(ref json, "reader"u8))
        {
            Reader = json.GetString();
        }
        else if (Is(ref json, "weightless"u8))
        {
            Weightless = json.TokenType == JsonTokenType.Null ? null : json.GetBoolean();
        }
        else if (Is(ref json, "shown"u8))
        {
            Shown = json.TokenType == JsonTokenType.Null ? null : json.GetInt32();
        }
        else if (Is(ref json, "keepsReports"u8))
        {
            KeepsReports = json.TokenType == JsonTokenType.Null ? null : json.GetBoolean();
        }
        else if (Is(ref json, "role"u8))
        {
            Role = JsonSerializer.Deserialize(ref json, ThreadJson.Default.Role);
        }
        else if (Is(ref json, "on"u8))
        {
            On = json.GetBoolean();
        }
        else if (Is(ref json, "state"u8))
        {
            State = JsonSerializer.Deserialize(ref json, ThreadJson.Default.ThreadMode);
        }
        else
        {
            json.Skip();
        }
    }

    private static Decision MakeDecision(in StoredProperties read) => new(Of(read.Outcome), Of(read.Reason), Of(read.By), read.Note);

    private static Maker MakeMaker(in StoredProperties read) => read.Kind switch
    {
        MakerKinds.Policy => new ByPolicy(Of(read.Scorer)),
        MakerKinds.Moderator => new ByModerator(Of(read.Moderator)),
        MakerKinds.Import => new ByImport(Of(read.Source)),
        _ => throw new JsonException($"'{read.Kind}' is no maker that this version knows."),
    };

    // Moves to the value of a property when it has this name.
    private static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name) && json.Read();

    // A name that is known, without making it anew.
    private static string? Known(ref Utf8JsonReader json, string[] names)
    {
        foreach (var name in names)
        {
            if (json.ValueTextEquals(name))
            {
                return name;
            }
        }

        return json.GetString();
    }
}
