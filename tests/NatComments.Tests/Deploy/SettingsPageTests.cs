using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using NatComments.Server.Configuration;
using NatComments.Server.Silos;

namespace NatComments.Tests.Deploy;

/// <summary>The page of settings says what the server does.</summary>
public sealed class SettingsPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "deploy/settings.md"));

    // Options of features; those of a store's class lie a folder deeper.
    private static readonly (string Name, object? Default, RangeAttribute? Range)[] Settings = [.. typeof(FeatureOptions).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal)
            && type.Namespace!.Count('.') == 2)
        .SelectMany(Of)];

    [Fact]
    public void Every_setting_stands_there_once_with_its_default_and_range()
    {
        Assert.True(Settings.Length > 25);
        Assert.All(Settings, setting =>
        {
            var row = Assert.Single(Page, line => line.StartsWith($"| `{setting.Name}` |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
            Assert.Equal(setting.Default is Array ? "" : Plain(setting.Default), row[2].Replace(",", "", StringComparison.Ordinal), ignoreCase: true);
            if (setting.Range is { } range)
            {
                Assert.Equal($"{Plain(range.Minimum)} to {Plain(range.Maximum)}", row[3].Replace(",", "", StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public void No_other_setting_stands_there() => Assert.Equal(
        Settings.Select(setting => setting.Name).Order(),
        Page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).Order());

    private static IEnumerable<(string, object?, RangeAttribute?)> Of(Type type)
    {
        var options = Activator.CreateInstance(type);
        return type.GetProperties().Where(property => property.CanWrite).Select(property => (
            (type == typeof(SiloOptions) ? "Silo__" : "") + property.Name, property.GetValue(options), property.GetCustomAttribute<RangeAttribute>()));
    }

    private static string Plain(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
