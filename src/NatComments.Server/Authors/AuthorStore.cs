using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NatComments.Core.Audit;
using NatComments.Core.Authors;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Http;
using NatComments.Server.Sites;
using NatComments.Server.Storage;

namespace NatComments.Server.Authors;

/// <summary>A moderator's note about an author or a comment, for colleagues.</summary>
public sealed record ModeratorNote(string By, DateTimeOffset At, string Text);

/// <summary>What is kept of authors besides what they wrote: sanctions, and notes of moderators. Both are audited.</summary>
internal sealed class AuthorStore(IStore store, AuditLog audit, SiteDirectory sites, TimeProvider clock)
{
    // 200 notes about one author or comment: more is a file, not a note.
    private const int MaxNotes = 200;

    /// <summary>Every sanction of an author.</summary>
    public async ValueTask<AuthorSanctions> Sanctions(string site, string author, CancellationToken stop = default) =>
        AuthorSanctions.FromBytes(await store.ReadDocument(site, AuthorSanctions.Key(author), stop));

    /// <summary>Gives a sanction. Null when the author has had too many.</summary>
    public Task<Sanction?> Sanction(string site, string author, Sanction sanction) => audit.Change<Sanction?>(site, async () =>
    {
        var before = await Sanctions(site, author);
        if (before.All.Count >= AuthorSanctions.MaxSanctions)
        {
            return (null, null);
        }

        var draft = new AuditDraft(AuditKinds.AuthorSanctioned, sanction.By, author) { After = Node(sanction) };
        return (sanction, new AuditedChange(draft, new DocumentChange(AuthorSanctions.Key(author), before.With(sanction).ToBytes())));
    });

    /// <summary>Takes a sanction back. The code of the refusal when it does not hold (any more), or when this role could not have given it.</summary>
    public Task<string?> Lift(string site, string author, string id, string by, Role role) => audit.Change<string?>(site, async () =>
    {
        var (before, now) = (await Sanctions(site, author), clock.GetUtcNow());
        if (before.All.FirstOrDefault(sanction => sanction.Id == id && sanction.Holds(now)) is not { } lifted)
        {
            return (Problems.SanctionNotFound, null);
        }

        if (role < lifted.LeastRole())
        {
            return (Problems.RoleMissing, null);
        }

        var draft = new AuditDraft(AuditKinds.SanctionLifted, by, author) { Before = Node(lifted) };
        return (null, new AuditedChange(draft, new DocumentChange(AuthorSanctions.Key(author), before.Lifted(id, by, now).ToBytes())));
    });

    /// <summary>A sanction as its author is told of it.</summary>
    public async ValueTask<OwnSanctionReply> Told(string site, Sanction sanction, CancellationToken stop = default)
    {
        var own = (await sites.Find(site, stop))?.Settings.Reasons.FirstOrDefault(known => known.Code == sanction.Reason);
        return new(sanction.Kind, sanction.Reason, own?.Names, sanction.At, sanction.Until);
    }

    /// <summary>Why an author may not do this now, and until when; null when they may.</summary>
    /// <param name="words">True for commenting and editing, which a mute forbids too; false for likes and reports.</param>
    public async ValueTask<Refusal?> Admit(string site, string author, bool words, CancellationToken stop = default)
    {
        var holds = (await Sanctions(site, author, stop)).Now(clock.GetUtcNow());
        if (holds is { Kind: SanctionKind.Ban } || (words && holds is { Kind: SanctionKind.Mute }))
        {
            var told = await Told(site, holds, stop);
            return new(holds.Kind == SanctionKind.Ban ? Problems.AuthorBanned : Problems.AuthorMuted, Until(holds))
            {
                Sanction = new(words => AuthorWords.Sanction(words, told), told.Reason, told.Until),
            };
        }

        return null;
    }

    /// <summary>Adds a note. The audit chain has that it was added, and not its words: the chain is for ever.</summary>
    /// <param name="about">From <see cref="AboutAuthor"/> or <see cref="AboutComment"/>.</param>
    public async Task<ModeratorNote> Note(string site, string about, string by, string text)
    {
        var note = new ModeratorNote(by, clock.GetUtcNow(), text);
        var key = string.Create(CultureInfo.InvariantCulture, $"{note.At.UtcTicks:x16}-{Secrets.Random()}");
        var draft = new AuditDraft(AuditKinds.NoteAdded, by, about[(AllNotes.Length + 1)..]);
        return await audit.Change(site, () => Task.FromResult((note, (AuditedChange?)new AuditedChange(draft)
        {
            Entries = NoteEntries(about, key, JsonSerializer.SerializeToUtf8Bytes(note, NoteJson.Default.ModeratorNote)),
        })));
    }

    /// <summary>The entries that keep a note: with what it is about, and in <see cref="AllNotes"/>.</summary>
    public static IReadOnlyList<EntryChange> NoteEntries(string about, string key, byte[] note) => [new(about, key, note), new(AllNotes, AuthorKeys.NoteEntry(about, key), note)];

    /// <summary>The notes about somebody or something, newest first.</summary>
    public async Task<IReadOnlyList<ModeratorNote>> Notes(string site, string about, CancellationToken stop) =>
        [.. (await store.ReadEntries(site, about, new(MaxNotes, Descending: true), stop)).Select(entry => JsonSerializer.Deserialize(entry.Value, NoteJson.Default.ModeratorNote)!)];

    /// <summary>The index of all notes of a site, by what they are about: an export reads it.</summary>
    public const string AllNotes = AuthorKeys.AllNotes;

    /// <summary>The index of the notes about an author.</summary>
    public static string AboutAuthor(string author) => AuthorKeys.NotesAboutAuthor(author);

    /// <summary>The index of the notes about a comment.</summary>
    public static string AboutComment(Guid comment) => AuthorKeys.NotesAboutComment(comment);

    private static string? Until(Sanction sanction) =>
        sanction.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $"Until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}; the reason is {sanction.Reason}.") : $"The reason is {sanction.Reason}.";

    private static JsonObject Node(Sanction sanction) => new()
    {
        ["kind"] = sanction.Kind.ToString().ToLowerInvariant(),
        ["reason"] = sanction.Reason,
        ["until"] = sanction.Until is { } until ? JsonValue.Create(until) : null,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModeratorNote))]
internal sealed partial class NoteJson : JsonSerializerContext;
