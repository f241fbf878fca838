using System.Reflection;

namespace NatComments.Tests;

/// <summary>Every fault that was reported and mended has a test that carries its number: <c>[Trait("Report", "19")]</c>.</summary>
public sealed class ReportedFaultsTests
{
    // 34 faults, of which the 14th was four; and six of what people saw.
    private static readonly string[] Reports =
    [
        .. Enumerable.Range(1, 34).Where(number => number != 14).Select(number => $"{number}"),
        "14a", "14b", "14c", "14d", "A2", "A3", "A4", "B5", "B8", "C1",
    ];

    [Fact]
    public void Every_report_has_a_test_that_carries_its_number()
    {
        var carried = typeof(ReportedFaultsTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.IsDefined(typeof(FactAttribute)))
            .SelectMany(method => method.GetCustomAttributesData())
            .Where(data => data.AttributeType == typeof(TraitAttribute) && (string?)data.ConstructorArguments[0].Value == "Report")
            .Select(data => (string)data.ConstructorArguments[1].Value!)
            .ToHashSet();

        Assert.Equal(Reports.Order(StringComparer.Ordinal), carried.Order(StringComparer.Ordinal));
    }
}
