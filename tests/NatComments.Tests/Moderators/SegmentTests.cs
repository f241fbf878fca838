using System.Text;
using NatComments.Core.Search;

namespace NatComments.Tests.Moderators;

/// <summary>Segments of the search index: several that are merged say what one of all their comments would.</summary>
public sealed class SegmentTests
{
    // Also letters of four bytes in UTF-8 and of three beyond the surrogates, where the order of bytes is not that of UTF-16.
    private static readonly string[] Letters = ["a", "b", "ş", "ж", "中", "\ud7ff", "\ue000", "\uff21", "\U00010400", "\U0001F600"];

    [Fact]
    public void Terms_are_ordered_as_strings_are()
    {
        var random = new Random(1);
        var terms = Enumerable.Range(0, 300).Select(_ => Term(random)).ToList();
        foreach (var one in terms)
        {
            foreach (var other in terms)
            {
                Assert.Equal(Math.Sign(string.CompareOrdinal(one, other)), Math.Sign(TermOrder.Compare(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other))));
            }
        }
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    [InlineData(3, 6_000)]
    public void Segments_side_by_side_become_the_segment_of_all_their_comments(int seed, int comments)
    {
        var random = new Random(seed);
        var (whole, parts) = (new PostingLists(), new List<(PostingLists Terms, int First)>());
        for (var comment = 0; comment < comments; comment++)
        {
            if (parts.Count == 0 || random.Next(comments / 8) == 0)
            {
                parts.Add((new(), comment));
            }

            for (var i = random.Next(12); i > 0; i--)
            {
                var term = Term(random);
                Assert.Equal(whole.Add(term, comment), parts[^1].Terms.Add(term, comment - parts[^1].First));
            }
        }

        var merged = new SegmentBuilder(7, 0, comments);
        SegmentMerge.Write(parts.Select(part => new SegmentTerms(Pages(part.Terms), part.First)), merged);

        Assert.True(parts.Count > 1);
        Assert.Equal(Written(whole), merged.Finish().Documents.Select(document => (document.Key, Convert.ToHexString(document.Value!))));
    }

    private static IEnumerable<(string, string)> Written(PostingLists terms)
    {
        var builder = new SegmentBuilder(7, 0, 0);
        terms.WriteTo(builder);
        return builder.Finish().Documents.Select(document => (document.Key, Convert.ToHexString(document.Value!)));
    }

    private static List<byte[]> Pages(PostingLists terms)
    {
        var builder = new SegmentBuilder(1, 0, 0);
        terms.WriteTo(builder);
        var (segment, documents) = builder.Finish();
        return [.. documents.Where(document => document.Key != segment.DirectoryKey).Select(document => document.Value!)];
    }

    private static string Term(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Letters[random.Next(Letters.Length)]));
}
