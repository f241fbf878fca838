using System.IO.Compression;
using NatComments.Core.Scoring;
using NatComments.Lab.Data;
using NatComments.Lab.Scoring;

namespace NatComments.Tests.Lab;

public class ScoreCommandTests
{
    private static string[] Run(string table, bool gzip = false)
    {
        var (input, output) = (Path.GetTempFileName(), Path.GetTempFileName());
        if (gzip)
        {
            using var stream = new GZipStream(File.Create(input), CompressionLevel.Fastest);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(table));
        }
        else
        {
            File.WriteAllText(input, table);
        }

        try
        {
            ScoreCommand.Score(ModelScorer.Load(), input, output);
            return File.ReadAllLines(output);
        }
        finally
        {
            File.Delete(input);
            File.Delete(output);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Columns_are_found_by_name_in_any_order(bool gzip)
    {
        var lines = Run("text\tignored\tID\tlang\r\nsiktir git\tx\tc-1\ttr\r\nthank you\ty\tc-2\ten\r\n", gzip);
        Assert.Equal("id\tspam\tabuse\ttoxic\tsevere\tobscene\tthreat\tinsult\tidentity\tdoxxing", lines[0]);
        Assert.Equal(["c-1", "c-2"], lines[1..].Select(l => l.Split('\t')[0]));
        Assert.True(float.Parse(lines[1].Split('\t')[2], System.Globalization.CultureInfo.InvariantCulture) > float.Parse(lines[2].Split('\t')[2], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Quotes_and_missing_values_are_texts_as_they_stand()
    {
        var lines = Run("id\tlang\ttext\n1\ten\t\"an unclosed quote\n2\n3\ttr\tbitti\n");
        Assert.Equal(4, lines.Length);
        Assert.All(lines, l => Assert.Equal(10, l.Split('\t').Length));
    }

    [Fact]
    public void A_table_whose_names_are_quoted_has_quoted_values()
    {
        var lines = Run("\"id\"\t\"lang\"\t\"text\"\n\"q-1\"\t\"\"\t\"two\tcells, a \"\"quote\"\"\nand a second line\"\n\"q-2\"\t\"en\"\t\"end\"\n");
        Assert.Equal(["q-1", "q-2"], lines[1..].Select(l => l.Split('\t')[0]));
    }

    [Fact]
    public void A_table_without_texts_is_refused_by_name() => Assert.Contains("'text'", Assert.Throws<DataFormatException>(() => Run("id\tlang\n1\ten\n")).Message);
}
