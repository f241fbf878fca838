using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;

namespace NatComments.Server.Visitors;

/// <summary>How a visitor's browser proves the pseudonym that it holds, and gets a token for some hours.</summary>
internal static class PseudonymEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapPseudonyms(this IEndpointRouteBuilder app)
    {
        var site = app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous();
        site.MapPost("/pseudonyms/challenges", Challenge)
            .WithName("createChallenge")
            .RequireRateLimiting(RateLimits.Proofs).WithSummary("Something to sign");
        site.MapPost("/pseudonyms", Prove)
            .WithName("provePseudonym")
            .Refuses(Problems.ProofFailed, Problems.InvalidName, Problems.PhraseUnknown, Problems.PhrasesBusy)
            .RequireRateLimiting(RateLimits.Proofs).WithSummary("A token for a signed challenge");
        site.MapPost("/pseudonyms/phrases", Recover)
            .WithName("recoverPseudonym").Refuses(Problems.InvalidName, Problems.PhraseUnknown, Problems.PhrasesBusy)
            .RequireRateLimiting(RateLimits.Phrases).WithSummary("A token for a recovery phrase");
        site.MapPut("/me/phrase", SetPhrase)
            .WithName("setPhrase").Refuses(Problems.InvalidName, Problems.InvalidPhrase, Problems.PhrasesBusy)
            .RequireRateLimiting(RateLimits.Phrases).WithSummary("Set a recovery phrase");
    }

    private static Created<ChallengeReply> Challenge(FoundSite site, Pseudonyms pseudonyms) =>
        TypedResults.Created((string?)null, new ChallengeReply(pseudonyms.Challenge(site.Value.Id)));

    private static async Task<Results<Created<PseudonymReply>, Refusal>> Prove(
        HttpContext http, FoundSite site, Body<ProofRequest> body, Pseudonyms pseudonyms, Names names, ReaderTokens tokens, Rates rates)
    {
        var (id, request) = (site.Value.Id, body.Value);
        if (Bytes(request.PublicKey) is not { } key || Bytes(request.Signature) is not { } signature
            || !await pseudonyms.Prove(id, request.Challenge ?? "", key, signature, http.RequestAborted))
        {
            return new Refusal(Problems.ProofFailed);
        }

        if (request.Phrase is null)
        {
            return await Answer(id, await pseudonyms.OfKey(id, key, http.RequestAborted), names, tokens);
        }

        // A phrase in a proof is a guess like any other.
        if (!rates.MayTryPhrase(http))
        {
            return new Refusal(Problems.RateLimited);
        }

        if ((await Owner(id, request.Name, request.Phrase, pseudonyms)).Take(out var author) is { } no)
        {
            return no;
        }

        await pseudonyms.Join(id, author!, key, http.RequestAborted);
        return await Answer(id, author!, names, tokens);
    }

    private static async Task<Results<Created<PseudonymReply>, Refusal>> Recover(
        FoundSite site, Body<PhraseRequest> body, Pseudonyms pseudonyms, Names names, ReaderTokens tokens) =>
        (await Owner(site.Value.Id, body.Value.Name, body.Value.Phrase, pseudonyms)).Take(out var author) is { } no ? no
            : await Answer(site.Value.Id, author!, names, tokens);

    private static async Task<Results<NoContent, Refusal>> SetPhrase(
        FoundSite site, KnownVisitor visitor, Body<PhraseRequest> body, Pseudonyms pseudonyms, Names names)
    {
        var (id, request) = (site.Value.Id, body.Value);
        var held = (await names.Held(id, visitor.Author)).Select(name => Encoding.UTF8.GetString(name.Value)).ToList();

        // Under a name of their own: setting a phrase tells nothing of what others have.
        var name = request.Name is null ? held.LastOrDefault() ?? "" : PlainText.Name(request.Name, ThreadLimits.MaxNameLength);
        if (name is null || (held.Count > 0 && !held.Contains(name)))
        {
            return new Refusal(Problems.InvalidName);
        }

        return visitor.Author[0] != Pseudonyms.Mark ? new Refusal(Problems.InvalidPhrase)
            : await pseudonyms.SetPhrase(id, visitor.Author, name, request.Phrase ?? "") is { } no ? no
            : TypedResults.NoContent();
    }

    private static async ValueTask<Result<string>> Owner(string site, string? name, string? phrase, Pseudonyms pseudonyms)
    {
        if ((name is null ? "" : PlainText.Name(name, ThreadLimits.MaxNameLength)) is not { } tidy)
        {
            return new Refusal(Problems.InvalidName);
        }

        var (author, no) = await pseudonyms.FindPhrase(site, tidy, phrase ?? "");
        return no is not null ? no : author is not null ? author : new Refusal(Problems.PhraseUnknown);
    }

    private static async Task<Created<PseudonymReply>> Answer(string site, string author, Names names, ReaderTokens tokens)
    {
        var held = await names.Held(site, author);
        var name = held.Count == 0 ? null : Encoding.UTF8.GetString(held[^1].Value);
        return TypedResults.Created((string?)null, new PseudonymReply(tokens.Make(site, author), author, name));
    }

    private static byte[]? Bytes(string? base64)
    {
        var bytes = new byte[(base64?.Length ?? 0) * 3 / 4];
        return base64 is { Length: > 0 and <= 400 } && Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}

/// <summary>Something to sign, once and within two minutes.</summary>
public sealed record ChallengeReply(string Challenge);

/// <summary>The proof of a key.</summary>
/// <param name="PublicKey">P-256, as SubjectPublicKeyInfo, base64.</param>
/// <param name="Signature">ECDSA with SHA-256 over <c>natcomments:SITE:CHALLENGE</c>, the two numbers of 32 bytes each, base64.</param>
/// <param name="Phrase">Joins the key to the pseudonym with this recovery phrase and name.</param>
/// <param name="Name">The name that the phrase goes with.</param>
public sealed record ProofRequest(string? PublicKey, string? Challenge, string? Signature, string? Phrase, string? Name);

/// <summary>A recovery phrase.</summary>
/// <param name="Name">The name that it goes with, which the pseudonym holds; left out: the last that it holds, or none.</param>
public sealed record PhraseRequest(string? Phrase, string? Name);

/// <summary>A token for some hours, and whose it is.</summary>
/// <param name="Name">A name that the pseudonym holds, if it does.</param>
public sealed record PseudonymReply(string ReaderToken, string Author, string? Name);
