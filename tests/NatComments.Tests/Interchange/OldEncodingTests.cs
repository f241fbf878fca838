using System.IO.Compression;
using System.Text;
using NatComments.Tests.Endpoints;
using static NatComments.Tests.Interchange.OldXmlSamples;

namespace NatComments.Tests.Interchange;

/// <summary>A file of another system is read in the encoding that it declares.</summary>
public sealed class OldEncodingTests
{
    private const string Words = "Şehir, ığüöç İstanbul";

    [Theory]
    [InlineData("ISO-8859-9", "iso-8859-9")]
    [InlineData("iso-8859-9", "windows-1254")]
    [InlineData("windows-1254", "windows-1254")]
    [InlineData("Windows-1254", "windows-1254")]
    [InlineData("cp1254", "windows-1254")]
    [InlineData("UTF-16", "utf-16")]
    [InlineData("UTF-16", "utf-16BE")]
    [InlineData("utf-8", "utf-16")]
    [InlineData("utf8", "utf-8")]
    [InlineData("UTF-16", "utf-8")]
    [Trait("Report", "11")]
    public async Task Letters_are_read_as_the_file_declares_them(string declared, string written)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(written) ?? Encoding.GetEncoding(written);
        var file = WordPress(Comment("1", Words, name: "Gülşen Işık")).Replace("UTF-8", declared, StringComparison.Ordinal);
        foreach (var mark in (bool[])[false, true])
        {
            await using var imported = await ImportedFile.Of("wxr", [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(file)]);
            Assert.Equal((0, 1), (imported.Code, imported.New));
            var comment = Assert.Single(await imported.Comments("/haber/"));
            Assert.Equal(($"<p>{Words}</p>\n", "Gülşen Işık"), (comment.Text("html"), comment.Text("author", "name")));
        }
    }

    [Theory]
    [InlineData("windows-1252", "“Café – straße” €5")]
    [InlineData("ISO-8859-1", "“Café – straße” €5")]
    [InlineData("windows-1251", "Привет, мир")]
    [InlineData("shift_jis", "新聞を読む")]
    [Trait("Report", "11")]
    public async Task Packed_files_of_Disqus_in_other_code_pages_are_read_too(string declared, string words)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(declared == "ISO-8859-1" ? "windows-1252" : declared)!;
        var file = encoding.GetBytes(Disqus(Post("dsq:id=\"5\"", words)).Replace("Ayşe", "A", StringComparison.Ordinal).Replace("\"utf-8\"", $"'{declared}'", StringComparison.Ordinal));
        using var packed = new MemoryStream();
        await using (var to = new GZipStream(packed, CompressionLevel.Fastest))
        {
            await to.WriteAsync(file);
        }

        await using var imported = await ImportedFile.Of("disqus", packed.ToArray(), "old.xml.gz");
        Assert.Equal([words], await imported.Texts("/haber/"));
    }

    [Theory]
    [InlineData("x-klingon")]
    [InlineData("utf-7")]
    [InlineData("windows-99999")]
    [Trait("Report", "11")]
    public async Task A_file_in_an_encoding_that_is_not_known_is_refused_by_its_name(string declared)
    {
        await using var imported = await ImportedFile.Of("wxr", WordPress(Comment("1", "Words")).Replace("UTF-8", declared, StringComparison.Ordinal));
        Assert.Equal(1, imported.Code);
        Assert.Contains($"It says that it is written in {declared}", imported.Said, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Report", "11")]
    public async Task Comments_with_bytes_that_are_no_character_are_left_out_and_counted_until_the_file_is_mended()
    {
        var turkish = CodePagesEncodingProvider.Instance.GetEncoding("windows-1254")!;
        var file = WordPress(Comment("1", "Plain words", name: "Ali"), Comment("2", Words, name: "Ali"), Comment("3", "An answer", name: "Ali", parent: "2"), Comment("4", "Name", name: "Işık"));
        await using var imported = await ImportedFile.Of("wxr", turkish.GetBytes(file));
        Assert.Equal((2, 2), (imported.New, imported.LeftOut));
        await imported.Again("wxr", Encoding.UTF8.GetBytes(file));
        Assert.Equal((0, 2, 2, 0), (imported.Code, imported.New, imported.There, imported.LeftOut));
        Assert.Equal(["An answer", "Name", "Plain words", Words], (await imported.Texts("/haber/")).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Report", "11")]
    public async Task A_zip_archive_is_refused_in_words()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = archive.CreateEntry("old.xml").Open();
            await entry.WriteAsync(Encoding.UTF8.GetBytes(WordPress(Comment("1", "Words"))));
        }

        await using var imported = await ImportedFile.Of("wxr", zip.ToArray());
        Assert.Equal(1, imported.Code);
        Assert.Contains("seems to be a ZIP archive, which cannot be imported. Nothing was taken in. Unpack it", imported.Said, StringComparison.Ordinal);
    }
}
