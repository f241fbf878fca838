using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Authors;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Sites;
using NatComments.Server.Storage;

namespace NatComments.Server.Moderation;

/// <summary>Comments and authors in full: with what stands around them, their record, sanctions and notes of colleagues.</summary>
internal static class CommentEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet("/comments/{id}", Whole)
            .WithName("readComment").Refuses(Problems.InvalidArticle, Refusals.CommentNotFound)
            .RequireRole(Role.Auditor)
            .WithSummary("A comment whole: revisions, verdict with explanation, reports, history, parents and surroundings, notes");
        site.MapPost("/comments/{id}/notes", NoteComment)
            .WithName("noteComment").Refuses(Problems.InvalidNote)
            .RequireRole(Role.Moderator).WithSummary("A note about a comment, for colleagues");
        site.MapGet("/authors/{author}", Author)
            .WithName("readAuthor").Refuses(Problems.InvalidId, Refusals.InvalidCursor)
            .RequireRole(Role.Auditor).WithSummary("What an author wrote here and what became of it; sanctions, notes");
        site.MapPost("/authors/{author}/notes", NoteAuthor)
            .WithName("noteAuthor").Refuses(Problems.InvalidId, Problems.InvalidNote)
            .RequireRole(Role.Moderator).WithSummary("A note about an author, for colleagues");
        site.MapPost("/authors/{author}/sanctions", Sanction)
            .WithName("sanctionAuthor")
            .Refuses(Problems.InvalidId, Problems.InvalidNote, Refusals.InvalidReason, Problems.TooManyItems)
            .RequireRole(Role.Moderator)
            .WithSummary("Warn, mute or ban an author; for some days, or (an editor) for good");
        site.MapDelete("/authors/{author}/sanctions/{sanction}", Lift)
            .WithName("liftSanction").Refuses(Problems.InvalidId, Problems.SanctionNotFound)
            .RequireRole(Role.Moderator).WithSummary("Take a sanction back");
    }

    private static async Task<Results<Ok<WholeComment>, Refusal>> Whole(
        string site, RouteId comment, CommentReader comments, CancellationToken stop,
        [Description("The article that the comment stands under; left out: the search index knows it.")]
        string? article = null)
    {
        if ((await comments.Thread(site, article, comment.Value, stop)).Take(out var thread) is { } no)
        {
            return no;
        }

        return await comments.Whole(thread, comment.Value, stop) is { } whole ? TypedResults.Ok(whole) : new Refusal(Refusals.CommentNotFound);
    }

    private static Task<Results<Created<NoteReply>, Refusal>> NoteComment(
        HttpContext http, string site, RouteId comment, Body<NoteRequest> body, AuthorStore authors) =>
        Note(http, site, AuthorStore.AboutComment(comment.Value), body.Value, authors);

    private static async Task<Results<Created<NoteReply>, Refusal>> NoteAuthor(
        HttpContext http, string site, string author, Body<NoteRequest> body, AuthorStore authors) =>
        Ids.IsAuthor(author) ? await Note(http, site, AuthorStore.AboutAuthor(author), body.Value, authors) : new Refusal(Problems.InvalidId);

    private static async Task<Results<Created<NoteReply>, Refusal>> Note(HttpContext http, string site, string about, NoteRequest request, AuthorStore authors)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || PlainText.Tidy(request.Text, Decision.MaxNoteLength) is not { } text)
        {
            return new Refusal(Problems.InvalidNote);
        }

        var note = await authors.Note(site, about, http.Account().Id, text);
        return TypedResults.Created((string?)null, new NoteReply(note.By, http.Account().PublicName, note.At, note.Text));
    }

    private static async Task<Results<Ok<AuthorReply>, Refusal>> Author(
        string site, string author, AuthorReader authors, CancellationToken stop,
        [Description("The cursor that the answer before gave as next.")] string? after = null) =>
        !Ids.IsAuthor(author) ? new Refusal(Problems.InvalidId)
            : (await authors.Read(site, author, after, stop)).Take(out var read) is { } no ? no
            : TypedResults.Ok(read);

    private static async Task<Results<Created<SanctionReply>, Refusal>> Sanction(
        HttpContext http, string site, string author, Body<SanctionRequest> body, AuthorStore authors, AuthorReader readAuthors, SiteReasons reasons, TimeProvider clock)
    {
        var (me, request, now) = (http.Account(), body.Value, clock.GetUtcNow());
        if (request.Reason is not { } reason || !(await reasons.Of(site, http.RequestAborted)).Contains(reason))
        {
            return new Refusal(Refusals.InvalidReason);
        }

        if (request.Days is < 1 or > Core.Authors.Sanction.MaxDays)
        {
            return new Refusal(Problems.InvalidRequest, $"days is 1 to {Core.Authors.Sanction.MaxDays}.");
        }

        if (me.RoleOn(site) < Core.Authors.Sanction.Least(request.Kind, request.Days is { } length ? TimeSpan.FromDays(length) : null))
        {
            return new Refusal(
                Problems.RoleMissing, $"A moderator may do so for {Core.Authors.Sanction.MaxModeratorDays} days at most; an editor for longer and for good.");
        }

        var note = string.IsNullOrWhiteSpace(request.Note) ? null : PlainText.Tidy(request.Note, Decision.MaxNoteLength);
        if (note is null && !string.IsNullOrWhiteSpace(request.Note))
        {
            return new Refusal(Problems.InvalidNote);
        }

        if (!Ids.IsAuthor(author))
        {
            return new Refusal(Problems.InvalidId);
        }

        var sanction = new Sanction(Secrets.Random(), request.Kind, reason, me.Id, now, request.Days is { } days ? now.AddDays(days) : null, note);
        return await authors.Sanction(site, author, sanction) is { } given
            ? TypedResults.Created((string?)null, await readAuthors.Reply(given))
            : new Refusal(Problems.TooManyItems, $"At most {AuthorSanctions.MaxSanctions} sanctions.");
    }

    private static async Task<Results<NoContent, Refusal>> Lift(HttpContext http, string site, string author, string sanction, AuthorStore authors)
    {
        var me = http.Account();
        return !Ids.IsAuthor(author) ? new Refusal(Problems.InvalidId)
            : await authors.Lift(site, author, sanction, me.Id, me.RoleOn(site) ?? Role.Auditor) is { } code ? new Refusal(code)
            : TypedResults.NoContent();
    }
}
