using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using NatComments.Server.Storage;

namespace NatComments.Server.OpenApi;

/// <summary>
/// The document as it is sent, made at the first request. It never changes, and making it costs a fifth of a second of
/// a core: as the framework's own endpoint makes it, for each request, strangers could keep the server busy with it.
/// </summary>
internal sealed class ReadyDocument(IServiceProvider services)
{
    private byte[]? _bytes;
    private EntityTagHeaderValue? _tag;

    /// <summary>Answers with it. Two first requests at once make it twice, and the same.</summary>
    public async Task<IResult> Answer(CancellationToken stop)
    {
        if (_bytes is null || _tag is null)
        {
            var made = await Make(stop);
            (_tag, _bytes) = (new($"\"{Secrets.Digest(System.Text.Encoding.UTF8.GetString(made))}\""), made);
        }

        return TypedResults.Bytes(_bytes, "application/json; charset=utf-8", entityTag: _tag);
    }

    private async Task<byte[]> Make(CancellationToken stop)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApiPage.Name);
        var document = await provider.GetOpenApiDocumentAsync(stop);
        using var written = new MemoryStream();
        await document.SerializeAsync(written, OpenApiSpecVersion.OpenApi3_1, OpenApiConstants.Json, stop);
        return written.ToArray();
    }
}
