using Microsoft.Extensions.Options;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace NatComments.Server.Http;

/// <summary>The body of a request as the fields of a form; see <see cref="RequestBody.Form"/> for what is refused.</summary>
internal sealed class FormBody : IBound, IBindableFromHttpContext<FormBody>, IEndpointParameterMetadataProvider
{
    private readonly Result<FormCollection> _read;

    private FormBody(Result<FormCollection> read) => _read = read;

    /// <inheritdoc/>
    public Refusal? Refused => _read.Refused;

    /// <summary>A field as it was typed; null for one that is missing or blank.</summary>
    public string? this[string field] =>
        _read.Value[field] is var value && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;

    // Twice the limit of JSON: a form writes a letter of two bytes with six.
    public static async ValueTask<FormBody?> BindAsync(HttpContext context, ParameterInfo parameter) => new(
        await RequestBody.Form(context, 2 * context.RequestServices.GetRequiredService<IOptions<HttpOptions>>().Value.MaxBodyBytes));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/x-www-form-urlencoded"], typeof(IFormCollection)));
        builder.Metadata.Add(RequestBody.RefusesForm);
    }
}
