using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;

namespace NatComments.Server.Pages;

/// <summary>Takes what the forms of pages without scripts send.</summary>
internal sealed class PlainPosts(
    IThreads threads, Posts posts, Submissions submissions, Pseudonyms pseudonyms, Rates rates, NetworkDigests networks,
    IdempotencyKeys keys)
{
    /// <summary>The HTML of a text that is not sent yet.</summary>
    public Result<string> Preview(HttpContext http, string? text) =>
        rates.MayLook(http) ? DraftEndpoints.Render(text) : new Refusal(Problems.RateLimited);

    /// <summary>
    /// Posts a comment and gives its receipt, never a token. A form that is sent twice is one comment, whose id its
    /// nonce says.
    /// </summary>
    public async Task<Result<string>> Send(HttpContext http, Site site, ThreadId thread, TypedComment typed)
    {
        if (!rates.MayPost(http))
        {
            return new Refusal(Problems.RateLimited);
        }

        var isGuest = typed.Phrase is null;
        var author = keys.Author(thread, typed.Nonce);
        if (!isGuest && (await OfPhrase(http, thread.Site, typed)).Take(out author!) is { } unknown)
        {
            return unknown;
        }

        var post = new NewComment(
            keys.Comment(thread, typed.Nonce), typed.Parent?.Id, author, !isGuest, typed.Name, null, typed.Text,
            rates.Network(http), isGuest ? PostProof.Author : PostProof.Comment);
        return (await posts.Post(site, thread, post, http.RequestAborted)).Take(out var posted) is { } refused
            ? refused : posted.Receipt;
    }

    /// <summary>Reports a comment. Null when it was taken.</summary>
    public async Task<Refusal?> Report(HttpContext http, ThreadId thread, TypedReport typed)
    {
        if (!rates.MayPost(http))
        {
            return new(Problems.RateLimited);
        }

        var note = typed.Note is null ? null : PlainText.Tidy(typed.Note, Decision.MaxNoteLength);
        if (note is null && typed.Note is not null)
        {
            return new(Problems.InvalidNote);
        }

        var network = await networks.Of(http, thread.Site, typed.Comment.Id);
        var report = new ReportComment(typed.Comment.Id, ThreadEndpoints.Guest(network), typed.Reason ?? "", note);
        return (await submissions.Report(thread.Site, report, network, http.RequestAborted)).Take(out var command)
            ?? ((await threads.Ask(thread, command!, http.RequestAborted)).Result is Refused no ? new(no.Code) : null);
    }

    private async ValueTask<Result<string>> OfPhrase(HttpContext http, string site, TypedComment typed)
    {
        if (PlainText.Name(typed.Name, ThreadLimits.MaxNameLength) is not { } name)
        {
            return new Refusal(Problems.InvalidName);
        }

        if (!rates.MayTryPhrase(http))
        {
            return new Refusal(Problems.RateLimited);
        }

        var (author, refused) = await pseudonyms.OfPhrase(site, name, typed.Phrase!, http.RequestAborted);
        return refused ?? (author is null ? new Refusal(Problems.InvalidPhrase) : (Result<string>)author);
    }
}
