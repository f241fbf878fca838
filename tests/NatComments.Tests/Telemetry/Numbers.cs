using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace NatComments.Tests.Telemetry;

/// <summary>The numbers of the program: which there are, as its sources say, and what one of its meters has told since this began to listen.</summary>
internal sealed partial class Numbers : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentBag<(string Name, long Value, string Kind)> told = [];

    public Numbers(string meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == meter)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => told.Add((instrument.Name, value, $"{tags.ToArray().FirstOrDefault(tag => tag.Key == "kind").Value}")));
        listener.Start();
    }

    /// <summary>Every instrument that the sources make: its name, its kind (<c>Counter</c>, <c>Histogram</c>, <c>ObservableGauge</c>) and its unit.</summary>
    public static IReadOnlyList<(string Name, string Kind, string Unit)> OfTheProgram { get; } =
        [.. Repository.Files("src", "*.cs").SelectMany(file => Instrument().Matches(File.ReadAllText(file))).Select(match => (match.Groups["name"].Value, match.Groups["kind"].Value, match.Groups["unit"].Value))];

    /// <summary>What was counted under a kind.</summary>
    public long Sum(string name, string kind) => told.Where(one => one.Name == name && one.Kind == kind).Sum(one => one.Value);

    public void Dispose() => listener.Dispose();

    [GeneratedRegex("""Create(?<kind>Counter|Histogram|ObservableGauge)(<\w+>)?\(\s*"(?<name>natcomments\.[a-z.]+)",[^;]*?"(?<unit>s|\{\w+\})",""")]
    private static partial Regex Instrument();
}
