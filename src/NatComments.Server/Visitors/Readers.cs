using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Visitors;

/// <summary>Who asks: the author they are on this site, and with which token they said so.</summary>
/// <param name="Name">The name under which they appear, when the site's own sign-in says so; null: they choose one.</param>
/// <param name="Badge">"staff", "author" or null.</param>
internal sealed record Reader(string Author, string Token, string? Name = null, string? Badge = null);

/// <summary>Tells readers by what they carry: a reader token of this server, or a single sign-on token of the site.</summary>
internal sealed class Readers(ReaderTokens tokens, SignOn signOn)
{
    /// <summary>The reader of a request; null when it comes without a token. A token that is not good here is an error, not a guest.</summary>
    public async ValueTask<Result<Reader?>> Find(HttpContext http, string site)
    {
        if (http.Request.Headers.Authorization.Count == 0)
        {
            return (Reader?)null;
        }

        var token = http.Bearer();
        var reader = token is null ? null
            : SignOn.IsToken(token) ? await signOn.Find(site, token)
            : tokens.Author(token, site) is { } author ? new Reader(author, token)
            : null;
        return reader is not null ? reader : new Refusal(Problems.InvalidToken);
    }
}
