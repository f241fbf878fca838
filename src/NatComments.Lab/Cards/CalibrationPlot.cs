using System.Globalization;
using System.Text;
using NatComments.Lab.Evaluation;

namespace NatComments.Lab.Cards;

/// <summary>Draws how often a score comes true: ten bins of equal width, one line per head, and the diagonal of a perfect score.</summary>
public static class CalibrationPlot
{
    private const int Size = 320;
    private const int Margin = 40;
    private const int Bins = 10;

    /// <summary>30 comments are the fewest that make a point of a line.</summary>
    private const int MinInBin = 30;

    private static readonly string[] Colours = ["#b3261e", "#1d4ed8", "#047857", "#7c3aed"];

    /// <summary>An SVG document.</summary>
    public static string Draw(IReadOnlyList<(string Name, List<Scored> Points)> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Size + (2 * Margin) + 120} {Size + (2 * Margin)}\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\" aria-label=\"Calibration\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Margin}\" y=\"{Margin}\" width=\"{Size}\" height=\"{Size}\" fill=\"none\" stroke=\"#888\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Margin}\" y1=\"{Margin + Size}\" x2=\"{Margin + Size}\" y2=\"{Margin}\" stroke=\"#bbb\" stroke-dasharray=\"4 3\"/>\n");
        for (var tick = 0; tick <= Bins; tick += 2)
        {
            var label = (tick / (double)Bins).ToString("F1", CultureInfo.InvariantCulture);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X((double)tick / Bins)}\" y=\"{Margin + Size + 14}\" text-anchor=\"middle\">{label}</text><text x=\"{Margin - 6}\" y=\"{Y((double)tick / Bins) + 4}\" text-anchor=\"end\">{label}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + (Size / 2)}\" y=\"{Size + (2 * Margin) - 8}\" text-anchor=\"middle\">score</text><text x=\"{Margin}\" y=\"{Margin - 10}\">share that is labelled so</text>\n");
        for (var i = 0; i < lines.Count; i++)
        {
            AddLine(svg, lines[i], i);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AddLine(StringBuilder svg, (string Name, List<Scored> Points) line, int index)
    {
        var colour = Colours[index % Colours.Length];
        var points = new StringBuilder();
        foreach (var bin in line.Points.GroupBy(p => Math.Min(Bins - 1, (int)(p.Score * Bins))).Where(g => g.Count() >= MinInBin).OrderBy(g => g.Key))
        {
            var (score, share) = (bin.Average(p => (double)p.Score), bin.Count(p => p.IsPositive) / (double)bin.Count());
            points.Append(CultureInfo.InvariantCulture, $"{X(score):F1},{Y(share):F1} ");
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(score):F1}\" cy=\"{Y(share):F1}\" r=\"3\" fill=\"{colour}\"/>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points.ToString().TrimEnd()}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + Size + 12}\" y=\"{Margin + 14 + (index * 16)}\" fill=\"{colour}\">{line.Name}</text>\n");
    }

    private static double X(double value) => Margin + (value * Size);

    private static double Y(double value) => Margin + ((1 - value) * Size);
}
