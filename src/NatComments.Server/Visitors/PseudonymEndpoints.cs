using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;

namespace NatComments.Server.Visitors;

/// <summary>How a reader's browser proves the pseudonym that it holds, and gets a token for some hours.</summary>
internal sealed class PseudonymEndpoints(SiteDirectory sites, Pseudonyms pseudonyms, Names names, Readers readers, ReaderTokens tokens, Rates rates, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Reader");
        site.MapPost("/pseudonyms/challenges", Challenge).Produces<ChallengeReply>(201).WithSummary("Something to sign");
        site.MapPost("/pseudonyms", Prove).Accepts<ProofRequest>("application/json").Produces<PseudonymReply>(201).WithSummary("A token for a signed challenge");
        site.MapPost("/pseudonyms/phrases", Recover).Accepts<PhraseRequest>("application/json").Produces<PseudonymReply>(201).WithSummary("A token for a recovery phrase");
        site.MapPut("/me/phrase", SetPhrase).Accepts<PhraseRequest>("application/json").Produces(204).WithSummary("Set a recovery phrase");
    }

    private async Task Challenge(HttpContext http, string site)
    {
        await Site(site);
        LimitProofs(http);
        await Wire.Json(http, new ChallengeReply(pseudonyms.Challenge(site)), VisitorsJson.Default.ChallengeReply, 201);
    }

    private async Task Prove(HttpContext http, string site)
    {
        await Site(site);
        LimitProofs(http);
        var request = await Wire.Body(http, VisitorsJson.Default.ProofRequest, options.MaxBodyBytes);
        var key = Bytes(request.PublicKey);
        if (!await pseudonyms.Prove(site, request.Challenge ?? "", key, Bytes(request.Signature)))
        {
            throw new BadRequestException(Problems.ProofFailed);
        }

        if (request.Phrase is not null)
        {
            var author = await Owner(http, site, request.Name, request.Phrase);
            await pseudonyms.Join(site, author, key);
            await Answer(http, site, author);
            return;
        }

        await Answer(http, site, await pseudonyms.OfKey(site, key));
    }

    private async Task Recover(HttpContext http, string site)
    {
        await Site(site);
        var request = await Wire.Body(http, VisitorsJson.Default.PhraseRequest, options.MaxBodyBytes);
        await Answer(http, site, await Owner(http, site, request.Name, request.Phrase));
    }

    private async Task SetPhrase(HttpContext http, string site)
    {
        await Site(site);
        var reader = await readers.Need(http, site);
        LimitPhrases(http);
        var request = await Wire.Body(http, VisitorsJson.Default.PhraseRequest, options.MaxBodyBytes);
        var held = (await names.Held(site, reader.Author)).Select(name => System.Text.Encoding.UTF8.GetString(name.Value)).ToList();

        // Under a name of their own: setting a phrase tells nothing of what others have.
        var name = request.Name is null ? held.LastOrDefault() ?? "" : Name(request.Name);
        if (held.Count > 0 && !held.Contains(name))
        {
            throw new BadRequestException(Problems.InvalidName);
        }

        if (reader.Author[0] != Pseudonyms.Mark || !await pseudonyms.SetPhrase(site, reader.Author, name, request.Phrase ?? ""))
        {
            throw new BadRequestException(Problems.InvalidPhrase);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async ValueTask<string> Owner(HttpContext http, string site, string? name, string? phrase)
    {
        LimitPhrases(http);
        return await pseudonyms.FindPhrase(site, name is null ? "" : Name(name), phrase ?? "") ?? throw new BadRequestException(Problems.PhraseUnknown);
    }

    private static string Name(string name) => PlainText.Name(name, ThreadLimits.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);

    private async Task Answer(HttpContext http, string site, string author)
    {
        var held = await names.Held(site, author);
        var name = held.Count == 0 ? null : System.Text.Encoding.UTF8.GetString(held[^1].Value);
        await Wire.Json(http, new PseudonymReply(tokens.Make(site, author), author, name), VisitorsJson.Default.PseudonymReply, 201);
    }

    private void LimitProofs(HttpContext http)
    {
        if (!rates.MayProve(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }
    }

    private void LimitPhrases(HttpContext http)
    {
        if (!rates.MayTryPhrase(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }
    }

    private static byte[] Bytes(string? base64)
    {
        var bytes = new byte[(base64?.Length ?? 0) * 3 / 4];
        return base64 is { Length: > 0 and <= 400 } && Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : throw new BadRequestException(Problems.ProofFailed);
    }

    private async ValueTask Site(string id) => _ = await sites.Find(id) ?? throw new BadRequestException(Problems.SiteNotFound);
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
