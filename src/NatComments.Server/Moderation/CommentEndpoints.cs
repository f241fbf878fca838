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
internal sealed class CommentEndpoints(CommentReader comments, AuthorReader readAuthors, AuthorStore authors, SiteReasons reasons, ServerOptions options, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Moderator");
        site.MapGet("/comments/{id}", Whole).Produces<WholeComment>().RequireRole(Role.Auditor).WithSummary("A comment whole: revisions, verdict with explanation, reports, history, parents and surroundings, notes");
        site.MapPost("/comments/{id}/notes", NoteComment).Accepts<NoteRequest>("application/json").Produces<NoteReply>(201).RequireRole(Role.Moderator).WithSummary("A note about a comment, for colleagues");
        site.MapGet("/authors/{author}", Author).Produces<AuthorReply>().RequireRole(Role.Auditor).WithSummary("What an author wrote here and what became of it; sanctions, notes");
        site.MapPost("/authors/{author}/notes", NoteAuthor).Accepts<NoteRequest>("application/json").Produces<NoteReply>(201).RequireRole(Role.Moderator).WithSummary("A note about an author, for colleagues");
        site.MapPost("/authors/{author}/sanctions", Sanction).Accepts<SanctionRequest>("application/json").Produces<SanctionReply>(201).RequireRole(Role.Moderator).WithSummary("Warn, mute or ban an author; for some days, or (an editor) for good");
        site.MapDelete("/authors/{author}/sanctions/{sanction}", Lift).Produces(204).RequireRole(Role.Moderator).WithSummary("Take a sanction back");
    }

    private async Task Whole(HttpContext http, string site, string id, string? article = null)
    {
        var whole = await comments.Whole(await comments.Thread(site, article, Ids.Id(id), http.RequestAborted), Ids.Id(id), http.RequestAborted)
            ?? throw new BadRequestException(Refusals.CommentNotFound);
        await Wire.Json(http, whole, ModerationJson.Default.WholeComment);
    }

    private Task NoteComment(HttpContext http, string site, string id) => Note(http, site, AuthorStore.AboutComment(Ids.Id(id)));

    private Task NoteAuthor(HttpContext http, string site, string author) => Note(http, site, AuthorStore.AboutAuthor(Ids.Author(author)));

    private async Task Note(HttpContext http, string site, string about)
    {
        var request = await Wire.Body(http, AuthorsJson.Default.NoteRequest, options.MaxBodyBytes);
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : PlainText.Tidy(request.Text, Decision.MaxNoteLength);
        var note = await authors.Note(site, about, http.Account().Id, text ?? throw new BadRequestException(Problems.InvalidNote));
        await Wire.Json(http, new NoteReply(note.By, http.Account().PublicName, note.At, note.Text), AuthorsJson.Default.NoteReply, 201);
    }

    private async Task Author(HttpContext http, string site, string author, string? after = null) =>
        await Wire.Json(http, await readAuthors.Read(site, Ids.Author(author), after, http.RequestAborted), ModerationJson.Default.AuthorReply);

    private async Task Sanction(HttpContext http, string site, string author)
    {
        var request = await Wire.Body(http, AuthorsJson.Default.SanctionRequest, options.MaxBodyBytes);
        var me = http.Account();
        if (request.Reason is not { } reason || !(await reasons.Of(site)).Contains(reason))
        {
            throw new BadRequestException(Refusals.InvalidReason);
        }

        if (request.Days is < 1 or > Core.Authors.Sanction.MaxDays)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"days is 1 to {Core.Authors.Sanction.MaxDays}.");
        }

        if (me.RoleOn(site) < Core.Authors.Sanction.Least(request.Kind, request.Days is { } length ? TimeSpan.FromDays(length) : null))
        {
            throw new BadRequestException(Problems.RoleMissing, $"A moderator may do so for {Core.Authors.Sanction.MaxModeratorDays} days at most; an editor for longer and for good.");
        }

        var note = string.IsNullOrWhiteSpace(request.Note) ? null : PlainText.Tidy(request.Note, Decision.MaxNoteLength) ?? throw new BadRequestException(Problems.InvalidNote);
        var now = clock.GetUtcNow();
        var sanction = new Sanction(Secrets.Random(), request.Kind, reason, me.Id, now, request.Days is { } days ? now.AddDays(days) : null, note);
        var given = await authors.Sanction(site, Ids.Author(author), sanction) ?? throw new BadRequestException(Problems.TooManyItems, $"At most {AuthorSanctions.MaxSanctions} sanctions.");
        await Wire.Json(http, await readAuthors.Reply(given), AuthorsJson.Default.SanctionReply, 201);
    }

    private async Task Lift(HttpContext http, string site, string author, string sanction)
    {
        var me = http.Account();
        if (await authors.Lift(site, Ids.Author(author), sanction, me.Id, me.RoleOn(site) ?? Role.Auditor) is { } refused)
        {
            throw new BadRequestException(refused);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
