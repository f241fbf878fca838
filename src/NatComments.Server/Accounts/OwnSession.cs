using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>
/// The account of whoever is signed in with a session. Refused for a personal token: a program must not be able to
/// change how its owner signs in.
/// </summary>
internal sealed class OwnSession : IBound, IBindableFromHttpContext<OwnSession>, IEndpointParameterMetadataProvider
{
    private OwnSession(Account account, string? secret) => (Account, Secret) = (account, secret ?? "");

    /// <summary>Whose session it is.</summary>
    public Account Account { get; }

    /// <summary>The secret of the session, which stands in its cookie only.</summary>
    public string Secret { get; }

    /// <inheritdoc/>
    public Refusal? Refused => Secret.Length == 0 ? new(Problems.NotSignedIn) : null;

    public static ValueTask<OwnSession?> BindAsync(HttpContext context, ParameterInfo parameter) => new(
        new OwnSession(context.Account(), context.Session() is null ? null : context.Request.Cookies[Sessions.Cookie]));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new Refuses(Problems.NotSignedIn));
        builder.Metadata.Add(new Credential(Credential.Session, Needed: true));
    }
}
