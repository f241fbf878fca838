using System.Text.RegularExpressions;
using System.Xml.Linq;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Tests;

/// <summary>What a machine can hold of the way this code is laid out and written.</summary>
public sealed partial class HouseRulesTests
{
    // A screen and a half; what is longer has two subjects. The rest above 300 is slack for a file that is being split.
    private const int MaxLines = 350;

    // Each folder of Core uses only those before it. Storage is the port to durable data and stands beside the ladder's top.
    private static readonly string[] Ladder = ["Text", "Scoring", "Moderation", "Threads", "Queue", "Audit", "Authors", "Sites", "Activation", "Search", "Projections"];
    private static readonly Dictionary<string, string[]> MayUseStorage = new() { ["Storage"] = [], ["Threads"] = ["Storage"], ["Authors"] = ["Storage"], ["Sites"] = ["Storage"], ["Queue"] = ["Storage"], ["Audit"] = ["Storage"], ["Activation"] = ["Storage"], ["Search"] = ["Storage"], ["Projections"] = ["Storage"] };

    // Each folder of the server uses only those before it; the program at the root puts them together.
    private static readonly string[] ServerLadder =
    [
        "Configuration", "Storage", "Localization", "Http", "Rendering", "Limits", "Sites", "Accounts", "Visitors",
        "Authors",
        "Threads", "Scoring", "Settings", "Projections", "Moderation", "Search", "Audit", "Statistics", "Pages",
        "Receipts", "Privacy", "Observability", "Silos", "Interchange", "CommandLine", "OpenApi",
    ];

    private static readonly string[] ForbiddenFolders =
        ["Domain", "Application", "Infrastructure", "Contracts", "Common", "Shared", "Utils", "Helpers", "Managers", "Services"];

    private static readonly string[] Sources = [.. Repository.Files("src", "*.cs")];

    [Fact]
    public void Each_folder_of_the_core_uses_only_those_before_it()
    {
        foreach (var path in Repository.Files("src/NatComments.Core", "*.cs"))
        {
            var folder = Repository.Relative(path).Split('/')[2];
            Assert.True(Ladder.Contains(folder) || folder == "Storage", $"{folder} has no place on the ladder.");
            string[] allowed = [folder, .. Ladder.TakeWhile(step => step != folder && folder != "Storage"), .. MayUseStorage.GetValueOrDefault(folder, [])];
            var used = CoreNamespace().Matches(Code(path)).Select(match => match.Groups[1].Value).Distinct();

            Assert.All(used, other => Assert.True(allowed.Contains(other), $"{Repository.Relative(path)} uses {other}."));
        }
    }

    [Fact]
    public void Each_folder_of_the_server_uses_only_those_before_it()
    {
        foreach (var path in Repository.Files("src/NatComments.Server", "*.cs").Where(path => Repository.Relative(path).Count('/') > 2))
        {
            var folder = Repository.Relative(path).Split('/')[2];
            Assert.True(ServerLadder.Contains(folder), $"{folder} has no place on the ladder.");
            string[] allowed = [folder, .. ServerLadder.TakeWhile(step => step != folder)];
            var used = ServerNamespace().Matches(Code(path)).Select(match => match.Groups[1].Value).Distinct();

            Assert.All(used, other => Assert.True(allowed.Contains(other), $"{Repository.Relative(path)} uses {other}."));
        }
    }

    [Fact]
    public void The_core_needs_nothing_but_the_base_library()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src/NatComments.Core/NatComments.Core.csproj"));

        Assert.DoesNotContain(project.Descendants(), element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference");
        Assert.All(
            typeof(CommentThread).Assembly.GetReferencedAssemblies(),
            assembly => Assert.StartsWith("System.", assembly.Name));
    }

    [Fact]
    public void Projects_use_each_other_in_one_direction()
    {
        Assert.Equal([], References("src/NatComments.Core/NatComments.Core.csproj"));
        Assert.Equal(["NatComments.Core"], References("src/NatComments.Server/NatComments.Server.csproj"));
        Assert.DoesNotContain("NatComments.Tests", References("src/NatComments.Lab/NatComments.Lab.csproj"));
    }

    [Fact]
    public void Time_comes_from_a_clock_that_was_handed_in() =>
        Assert.All(Sources, path => Assert.False(
            AmbientClock().IsMatch(Code(path)), $"{Repository.Relative(path)} asks the machine for the time; take a TimeProvider."));

    [Fact]
    public void Scripts_never_write_markup() =>
        Assert.All(Repository.Files("src", "*.js"), path => Assert.False(
            MarkupWrite().IsMatch(File.ReadAllText(path)), $"{Repository.Relative(path)} writes markup; use textContent, or the one place that takes what the server sanitised."));

    [Fact]
    public void Files_are_short() =>
        Assert.All([.. Sources, .. Repository.Files("src", "*.js"), .. Repository.Files("src", "*.css"), .. Repository.Files("tests", "*.cs")], path => Assert.True(
            File.ReadLines(path).Count() <= MaxLines, $"{Repository.Relative(path)} has more than {MaxLines} lines."));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.All([.. Sources, .. Repository.Files("src", "*.js"), .. Repository.Files("tests", "*.cs").Where(path => Path.GetFileName(path) != "HouseRulesTests.cs")], path => Assert.False(
            LeftForLater().IsMatch(File.ReadAllText(path)), $"{Repository.Relative(path)} leaves something for later."));

    [Fact]
    public void Folders_and_types_are_named_for_what_they_hold()
    {
        var parts = Sources.SelectMany(path => Path.GetDirectoryName(Repository.Relative(path))!.Split('/', '.'));
        Assert.Empty(parts.Intersect(ForbiddenFolders, StringComparer.OrdinalIgnoreCase));
        Assert.All(OurTypes(), type => Assert.False(
            EmptyName().IsMatch(type.Name), $"{type.FullName} has a name that says nothing."));
    }

    [Fact]
    public void Every_public_type_says_what_it_is()
    {
        var documented = new[] { "NatComments.Core", "NatComments.Server" }
            .SelectMany(project => XDocument.Load(Path.Combine(AppContext.BaseDirectory, project + ".xml")).Descendants("member"))
            .Where(member => member.Element("summary") is { } summary && summary.Value.Trim().Length > 0)
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet();

        Assert.All(OurTypes().Where(type => type.IsVisible && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false)), type => Assert.True(
            documented.Contains("T:" + type.FullName!.Replace('+', '.')), $"{type.FullName} has no summary."));
    }

    [Fact]
    public void Tests_wait_on_conditions_and_never_on_the_time_that_passes() =>
        Assert.All(Repository.Files("tests", "*.cs").Where(path => Path.GetFileName(path) != "HouseRulesTests.cs"), path => Assert.False(
            Sleeping().IsMatch(File.ReadAllText(path)), $"{Repository.Relative(path)} sleeps."));

    [Fact]
    public void Keys_of_the_store_are_made_and_read_in_the_catalogue_only()
    {
        // Kinds of one whole word are words of other things too ("settings", "published"); their slash tells the others apart.
        var beginnings = StoreKeys.Kinds.Select(kind => kind.Prefix).Where(prefix => prefix.Contains('/') || prefix.Contains('-')).Distinct().ToList();
        foreach (var path in Sources.Where(path => !Repository.Relative(path).StartsWith("src/NatComments.Core/Storage/Keys/", StringComparison.Ordinal)))
        {
            var literals = Literal().Matches(Code(path)).Select(match => match.Groups[1].Value).Where(text => !MediaType().IsMatch(text)).ToList();
            var keys = literals.Where(text => beginnings.Exists(beginning => text.StartsWith(beginning, StringComparison.Ordinal))).ToList();
            Assert.True(keys.Count == 0, $"{Repository.Relative(path)} writes a key of the store by hand: {string.Join(", ", keys)}. Use Storage/Keys.");
        }
    }

    private static IEnumerable<Type> OurTypes() =>
        new[] { typeof(CommentThread).Assembly, typeof(Server.Program).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("NatComments.", StringComparison.Ordinal) == true && !type.Name.Contains('<'));

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference").Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value));

    // The code without comments: words about a thing are not its use.
    private static string Code(string path) => Comment().Replace(File.ReadAllText(path), "");

    [GeneratedRegex(@"NatComments\.Core\.([A-Z]\w+)")]
    private static partial Regex CoreNamespace();

    [GeneratedRegex(@"NatComments\.Server\.([A-Z]\w+)")]
    private static partial Regex ServerNamespace();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bEnvironment\.TickCount|\bThread\.Sleep\b")]
    private static partial Regex AmbientClock();

    [GeneratedRegex(@"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\()")]
    private static partial Regex MarkupWrite();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"(Manager|Helper|Helpers|Utils|Util|Impl|Service)(`\d)?$|^Base[A-Z]")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\(")]
    private static partial Regex Sleeping();

    [GeneratedRegex("\"((?:[^\"\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^text/(html|plain|css|javascript|event-stream)\b")]
    private static partial Regex MediaType();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
