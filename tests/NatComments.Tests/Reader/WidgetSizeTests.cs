using System.IO.Compression;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>How much a reader's browser is sent before everything that the widget can do is there, as it goes over the wire with brotli.</summary>
public sealed class WidgetSizeTests(RunningServer server) : IClassFixture<RunningServer>
{
    // 1 KB for the loader, which every page pays for; 14 KB for everything, the loader included: one round trip of a fresh connection carries it.
    private const int MaxLoader = 1_000;
    private const int MaxWidget = 14_000;

    [Theory]
    [InlineData("en")]
    [InlineData("tr")]
    [InlineData("ku")]
    public async Task The_whole_widget_with_the_words_of_a_language_fits_fourteen_kilobytes(string lang)
    {
        var modules = Repository.Files("src/NatComments.Server/wwwroot/widget", "*.js").Select(path => "/widget/" + Path.GetFileName(path));
        var sizes = await Task.WhenAll(modules.Append("/embed.js").Append($"/widget/messages.{lang}.json").Select(Size));

        Assert.InRange(sizes.Sum(), 5_000, MaxWidget);
        Assert.InRange(await Size("/embed.js"), 500, MaxLoader);
    }

    private async Task<int> Size(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        var packed = await answer.Content.ReadAsByteArrayAsync();

        // What is promised as brotli is brotli, and of what is sent without it; a module is sent as it was written.
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress));
        var unpacked = await reader.ReadToEndAsync();
        Assert.Equal(await server.Http.GetStringAsync(path), unpacked);
        if (path.EndsWith(".js", StringComparison.Ordinal))
        {
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/NatComments.Server/wwwroot" + path)), unpacked);
        }

        return packed.Length;
    }
}
