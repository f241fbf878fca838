using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NatComments.Server.Http;

namespace NatComments.Server.Visitors;

/// <summary>
/// Who asks, by the token that the request brings; nobody for a guest without one. A token that is not good on the
/// site of the route is refused and not taken for a guest.
/// </summary>
internal sealed class Visitor : IBound, IBindableFromHttpContext<Visitor>, IEndpointParameterMetadataProvider
{
    private readonly Result<Reader?> _found;

    private Visitor(Result<Reader?> found) => _found = found;

    /// <summary>Who it is; null for a guest.</summary>
    public Reader? Known => _found.Value;

    /// <inheritdoc/>
    public Refusal? Refused => _found.Refused;

    public static async ValueTask<Visitor?> BindAsync(HttpContext context, ParameterInfo parameter) => new(
        await context.RequestServices.GetRequiredService<Readers>().Find(context, (string)context.GetRouteValue("site")!));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new Refuses(Problems.InvalidToken));
        builder.Metadata.Add(new Credential(Credential.ReaderToken, Needed: false));
    }
}

/// <summary>Who asks, where only somebody with a token can.</summary>
internal sealed class KnownVisitor : IBound, IBindableFromHttpContext<KnownVisitor>, IEndpointParameterMetadataProvider
{
    private readonly Result<Reader> _found;

    private KnownVisitor(Result<Reader> found) => _found = found;

    /// <summary>The author that they are on the site of the route.</summary>
    public string Author => _found.Value.Author;

    /// <summary>Who it is.</summary>
    public Reader Value => _found.Value;

    /// <inheritdoc/>
    public Refusal? Refused => _found.Refused;

    public static async ValueTask<KnownVisitor?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (known, refused) = await context.RequestServices.GetRequiredService<Readers>().Find(context, (string)context.GetRouteValue("site")!);
        return new(known is not null ? known : refused ?? new Refusal(Problems.TokenMissing));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new Refuses(Problems.InvalidToken, Problems.TokenMissing));
        builder.Metadata.Add(new Credential(Credential.ReaderToken, Needed: true));
    }
}
