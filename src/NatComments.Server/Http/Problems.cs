using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using NatComments.Core.Threads;
using NatComments.Server.Localization;

namespace NatComments.Server.Http;

/// <summary>
/// Every "no" that HTTP can answer: its stable code, its status and its words, in one place. Written as RFC 9457 problem documents.
/// </summary>
internal static class Problems
{
    public const string SiteNotFound = "site-not-found";
    public const string NotFound = "not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string InvalidArticle = "invalid-article";
    public const string InvalidRequest = "invalid-request";
    public const string InvalidJson = "invalid-json";
    public const string UnknownField = "unknown-field";
    public const string BodyTooLarge = "body-too-large";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string InvalidIdempotencyKey = "invalid-idempotency-key";
    public const string InvalidId = "invalid-id";
    public const string InvalidText = "invalid-text";
    public const string TextEmpty = "text-empty";
    public const string TextTooLong = "text-too-long";
    public const string TextTooNested = "text-too-deeply-nested";
    public const string InvalidName = "invalid-name";
    public const string InvalidNote = "invalid-note";
    public const string InvalidStatement = "invalid-statement";
    public const string InvalidToken = "invalid-token";
    public const string TokenMissing = "token-missing";
    public const string RateLimited = "rate-limited";
    public const string TooManyItems = "too-many-items";
    public const string TooManyLiveReaders = "too-many-live-readers";
    public const string NotSignedIn = "not-signed-in";
    public const string SignInFailed = "sign-in-failed";
    public const string TooManyAttempts = "too-many-attempts";
    public const string SignInBusy = "sign-in-busy";
    public const string PasswordMustBeSet = "password-must-be-set";
    public const string SecondFactorMustBeSet = "second-factor-must-be-set";
    public const string ForeignOrigin = "foreign-origin";
    public const string PasswordTooWeak = "password-too-weak";
    public const string ForgeryCheckFailed = "forgery-check-failed";
    public const string RoleMissing = "role-missing";
    public const string QueueNotFound = "queue-not-found";
    public const string ReceiptNotFound = "receipt-not-found";
    public const string CodeNeeded = "second-factor-needed";
    public const string CodeWrong = "second-factor-wrong";
    public const string PasswordWrong = "password-wrong";
    public const string NameTaken = "name-taken";
    public const string NameOfSignIn = "name-of-sign-in";
    public const string TooManyKeys = "too-many-keys";
    public const string KeyNotFound = "key-not-found";
    public const string AccountNotFound = "account-not-found";
    public const string LastAdministrator = "last-administrator";
    public const string OtherSites = "account-of-other-sites";
    public const string TooManyTokens = "too-many-tokens";
    public const string TokenNotFound = "token-not-found";
    public const string SecondFactorOn = "second-factor-on";
    public const string SecondFactorOff = "second-factor-off";
    public const string ClaimedByAnother = "claimed-by-another";
    public const string AuthorMuted = "author-muted";
    public const string AuthorBanned = "author-banned";
    public const string SanctionNotFound = "sanction-not-found";
    public const string InvalidSettings = "invalid-settings";
    public const string InvalidWord = "invalid-word";
    public const string ListNotFound = "word-list-not-found";
    public const string NameReserved = "name-reserved";
    public const string ProofFailed = "proof-failed";
    public const string InvalidPhrase = "invalid-phrase";
    public const string PhraseUnknown = "phrase-unknown";
    public const string PhrasesBusy = "phrases-busy";
    public const string ForeignForm = "form-of-another-page";
    public const string OriginNotAllowed = "origin-not-allowed";
    public const string InternalError = "internal-error";

    private static readonly Dictionary<string, (int Status, string Title)> Words = new()
    {
        [SiteNotFound] = (404, "There is no such site here."),
        [NotFound] = (404, "There is nothing at this address."),
        [MethodNotAllowed] = (405, "This address does not take that method."),
        [InvalidArticle] = (400, $"The article id must have 1 to {ThreadId.MaxArticleLength} characters, none of them control characters."),
        [InvalidRequest] = (400, "The request could not be understood."),
        [InvalidJson] = (400, "The body is not valid JSON of the expected form."),
        [UnknownField] = (400, "The body has a field that is not known here."),
        [BodyTooLarge] = (413, "The body is larger than allowed."),
        [UnsupportedMediaType] = (415, "The body must be application/json."),
        [InvalidIdempotencyKey] = (400, $"An idempotency key has {RequestLimits.MinIdempotencyKey} to {RequestLimits.MaxIdempotencyKey} visible ASCII characters."),
        [InvalidId] = (400, "The id must be a UUID."),
        [InvalidText] = (400, "The text has characters that cannot be shown: control characters or broken Unicode."),
        [TextEmpty] = (400, "The text is empty."),
        [TextTooLong] = (400, $"The text is longer than {ThreadLimits.MaxTextLength} characters."),
        [TextTooNested] = (400, "The text has too many quotes or lists inside each other."),
        [InvalidName] = (400, $"The name must have 1 to {ThreadLimits.MaxNameLength} characters that can be seen."),
        [InvalidNote] = (400, "The note is too long or has characters that cannot be shown."),
        [InvalidStatement] = (400, $"The statement must have 1 to {ThreadLimits.MaxStatementLength} characters."),
        [InvalidToken] = (401, "The token is not valid here, or has ended."),
        [TokenMissing] = (401, "This needs the reader token that came with the first comment."),
        [RateLimited] = (429, "That was a lot in a short time. Please wait a little."),
        [TooManyItems] = (400, "More items than allowed in one call."),
        [TooManyLiveReaders] = (503, "Too many readers are watching live right now."),
        [NotSignedIn] = (401, "Please sign in."),
        [SignInFailed] = (401, "Name or password is not right."),
        [TooManyAttempts] = (429, "Too many failed sign-ins. Please wait a few minutes."),
        [SignInBusy] = (503, "Many try to sign in at this moment. Please try again in a few seconds."),
        [PasswordMustBeSet] = (403, "Please set a password first."),
        [SecondFactorMustBeSet] = (403, "A second factor is needed here. Please set one up first."),
        [ForeignOrigin] = (403, "A page of another site cannot do this. Use the console of this server."),
        [PasswordTooWeak] = (400, "This password is too easy to guess. Take four words or more that only you would put together, 12 to 200 characters."),
        [ForgeryCheckFailed] = (403, "The anti-forgery header is missing or not of this session. Reload the page and try again."),
        [RoleMissing] = (403, "Your role on this site does not allow this."),
        [QueueNotFound] = (404, "There is no such queue."),
        [ReceiptNotFound] = (404, "There is no such receipt."),
        [CodeNeeded] = (401, "The password is right. Now the code of your authenticator, or a recovery code, is needed."),
        [CodeWrong] = (400, "The code is not right, or was used already. Wait for the next one."),
        [PasswordWrong] = (403, "That is not your present password."),
        [NameTaken] = (409, "Somebody has this name already, or one that looks like it."),
        [NameOfSignIn] = (400, "This is what you sign in with, which nobody else should know. Please choose another name."),
        [TooManyKeys] = (409, $"A site has at most {RequestLimits.ApiKeys} API keys. End one first."),
        [KeyNotFound] = (404, "There is no such API key."),
        [AccountNotFound] = (404, "There is no such account."),
        [LastAdministrator] = (409, "This is the last administrator. Make another one first."),
        [OtherSites] = (403, "The account also works on sites that you do not administer. Change its role on this site instead."),
        [TooManyTokens] = (409, $"One account has at most {RequestLimits.PersonalTokens} tokens. End one first, or sign in again if your account was just changed."),
        [TokenNotFound] = (404, "There is no such token."),
        [SecondFactorOn] = (409, "You have a second factor. Switch it off first to set up another."),
        [SecondFactorOff] = (409, "You have no second factor."),
        [ClaimedByAnother] = (409, "Somebody else is working on this comment. Nothing was changed."),
        [AuthorMuted] = (403, "You cannot comment for a while."),
        [AuthorBanned] = (403, "You cannot take part here any more. You may still object to decisions on your comments."),
        [SanctionNotFound] = (404, "There is no such sanction, or it has ended."),
        [InvalidSettings] = (400, "The settings cannot be saved like this."),
        [InvalidWord] = (400, "An entry of the list cannot be found in any text: it has fewer than two letters or is too long."),
        [ListNotFound] = (404, "There is no such word list."),
        [NameReserved] = (409, "This name is kept for the editors. Please choose another."),
        [ProofFailed] = (401, "The signature does not prove the key, or the challenge has ended. Ask for a new challenge."),
        [InvalidPhrase] = (400, "The phrase is too easy to guess, or does not belong to a pseudonym. Take five words or more that do not belong together."),
        [PhraseUnknown] = (404, "Nobody on this site has this name and phrase."),
        [PhrasesBusy] = (503, "Many phrases are being looked up at this moment. Please try again in a few seconds."),
        [ForeignForm] = (403, "This form was not sent from a page of this server. Open the comments here and send it there."),
        [OriginNotAllowed] = (403, "This page may not show the comments of this site. The site's owner can allow its address in the settings."),
        [InternalError] = (500, "Something went wrong here. Nothing was changed; please try again."),
        ["store-full"] = (503, "The server has no room left. Nothing was saved; please try again later."),
        ["store-locked"] = (503, "The database is locked by another program. Nothing was saved; please try again."),
        ["store-read-only"] = (503, "The database is read-only. Nothing was saved."),
        ["store-unavailable"] = (503, "The store does not answer. Please try again in a moment."),
        ["store-sealed"] = (503, "This server does not have the key of what it was asked for. Its operator must give it the right one."),
        ["store-newer"] = (503, "This server is being replaced by a newer one. Nothing was saved; please try again in a moment."),
        ["thread-busy"] = (503, "This thread is very busy. Please try again in a moment."),
        [Refusals.ThreadClosed] = (403, "Comments are closed."),
        [Refusals.ThreadSlow] = (429, "This thread is slowed down: one comment a minute. Please wait a little."),
        [Refusals.ThreadFull] = (403, "This thread is full."),
        [Refusals.CommentNotFound] = (404, "There is no such comment in this thread."),
        [Refusals.ParentNotFound] = (404, "The comment you answer to is not there (any more)."),
        [Refusals.ReplyTooDeep] = (400, $"Replies go {ThreadLimits.MaxDepth} levels deep. Answer one level higher."),
        [Refusals.IdInUse] = (409, "Another comment has this id."),
        [Refusals.IdempotencyKeyReused] = (422, "This idempotency key was used for another post. Use a new one."),
        [Refusals.NotYourComment] = (403, "This is not your comment."),
        [Refusals.OwnComment] = (403, "This is your own comment: others can like it."),
        [Refusals.EditWindowOver] = (403, "The time for changes is over."),
        [Refusals.TooManyRevisions] = (403, "This comment was changed too often."),
        [Refusals.StaleRevision] = (409, "The comment has changed meanwhile. Look at it again."),
        [Refusals.CommentWithdrawn] = (409, "Its author has withdrawn the comment."),
        [Refusals.CommentRejected] = (403, "A moderator has rejected the comment. You can object to that."),
        [Refusals.NotRejected] = (409, "The comment is not rejected."),
        [Refusals.AppealWindowOver] = (403, "The time to object is over."),
        [Refusals.AlreadyAppealed] = (409, "You have objected already."),
        [Refusals.NothingToUndo] = (409, "There is no decision that could be undone."),
        [Refusals.UndoWindowOver] = (403, "The time for an undo is over; make a new decision."),
        [Refusals.InvalidReason] = (400, "That reason is not known here."),
        [Refusals.AppealNeedsAnother] = (403, "You have decided on this comment before it was appealed. Another moderator answers the appeal."),
        [Refusals.CommentEscalated] = (403, "The comment was handed to an editor, who decides on it."),
        [Refusals.AppealAnswered] = (403, "A colleague has answered the appeal. The answer stands unless something new comes in."),
        [Refusals.NotYourDecision] = (403, "The decision is a colleague's. Only they or somebody with a higher role take it back."),
        [Refusals.DecidedMeanwhile] = (409, "A colleague has decided on this comment meanwhile. Nothing was changed; decide again if you mean it."),
        [Refusals.AlreadyDecided] = (409, "It was decided meanwhile and waits no longer. Nothing was changed."),
        [Refusals.InvalidCursor] = (400, "The cursor is not of this list. Start again from the first page."),
    };

    /// <summary>Every code there is, for the documentation and for tests.</summary>
    public static IEnumerable<string> Codes => Words.Keys;

    /// <summary>All of them with status and words, by code.</summary>
    public static IEnumerable<(string Code, int Status, string Title)> All =>
        Words.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value.Status, pair.Value.Title));

    /// <summary>The words of a code.</summary>
    public static string TitleOf(string code) => Words[code].Title;

    /// <summary>The refusal that a status of the framework stands for.</summary>
    public static Refusal OfStatus(int status) => new(status switch
    {
        400 => InvalidRequest,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => RateLimited,
        _ => InternalError,
    });

    /// <summary>The HTTP status of a code. An unknown code is a defect and is answered as one.</summary>
    public static int StatusOf(string code) => Words.TryGetValue(code, out var known) ? known.Status : StatusCodes.Status500InternalServerError;

    /// <summary>Answers with the problem that a status of the framework stands for.</summary>
    public static Task WriteStatus(StatusCodeContext context) =>
        Write(context.HttpContext, OfStatus(context.HttpContext.Response.StatusCode));

    /// <summary>Answers with a problem.</summary>
    public static Task Write(HttpContext http, string code, string? detail = null) => Write(http, new Refusal(code, detail));

    /// <summary>
    /// Answers with a problem: through the framework's service, which finds the writer of what was asked for, a
    /// document or a page.
    /// </summary>
    public static Task Write(HttpContext http, Refusal refusal)
    {
        http.Response.Clear();
        SecurityHeaders.Set(http);
        var status = http.Response.StatusCode = StatusOf(refusal.Code);
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        if (RequestBody.EndsConnection(http))
        {
            headers.Connection = "close";
        }

        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            headers.RetryAfter = status == StatusCodes.Status503ServiceUnavailable ? "5" : "60";
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
        }

        var problem = new ProblemDetails { Status = status, Title = Say(http, refusal), Detail = refusal.Detail };
        problem.Extensions[ProblemWriter.Refusal] = refusal;
        return http.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new() { HttpContext = http, ProblemDetails = problem }).AsTask();
    }

    // To readers in their language; to moderators and programs in English.
    private static string Say(HttpContext http, Refusal refusal)
    {
        var (status, title) = Words.TryGetValue(refusal.Code, out var known) ? known : Words[InternalError];
        var words = http.RequestServices.GetRequiredService<Messages>().For(http);
        return refusal.Sanction?.Say(words) ?? words.Refusal(refusal.Code)
            ?? (status >= 500 && words.Language.Lang != Messages.Fallback ? words.Say("other") : title);
    }
}

/// <summary>A problem document (RFC 9457). <c>code</c> is stable; <c>title</c> is for people.</summary>
public sealed record Problem(string Type, string Title, int Status, string Code, string? Detail)
{
    /// <summary>Of a reader who was muted or banned: why, as a stable code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Of a reader who was muted or banned: until when; null when it does not end by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of a reader who was muted or banned: whether it does not end by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Permanent { get; init; }
}
