using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Deploy;

/// <summary>What is installed is known to the bit: packages by lock files, components by a list, images by exact versions.</summary>
public sealed partial class ComponentsTests
{
    private static readonly string[] Projects = [.. Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))];

    [Fact]
    public void Every_project_has_a_lock_file_that_names_its_packages_and_no_machine()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "src/Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        foreach (var project in Projects)
        {
            var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"));
            var locked = Packages(text).Where(package => package.Value.GetProperty("type").GetString() == "Direct")
                .ToDictionary(package => package.Name, package => package.Value.GetProperty("requested").GetString()!);
            var asked = XDocument.Load(project).Descendants("PackageReference").ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("VersionOverride")?.Value);

            Assert.All(asked, package => Assert.Equal($"[{package.Value ?? versions[package.Key]}, )", locked.GetValueOrDefault(package.Key)));
            Assert.All(Packages(text).Where(package => package.Value.GetProperty("type").GetString() != "Project"), package => Assert.Equal(88, package.Value.GetProperty("contentHash").GetString()!.Length));
            Assert.DoesNotMatch(PlaceOfAMachine(), text);
        }
    }

    [Fact]
    public async Task The_locked_packages_restore_as_they_are()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Repository.Files("src", "*.csproj").Concat(Repository.Files("src", "packages.lock.json")).Concat(Repository.Files("src", "Directory.*.props")).Concat(Repository.Files("src", "*.globalconfig")))
        {
            var copy = folder.File(Repository.Relative(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var (code, said) = await Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "restore", folder.File("src/NatComments.Server"), "--locked-mode", "--nologo");
        Assert.True(code == 0, said);
    }

    [Fact]
    public void The_list_of_components_has_every_package_that_is_published_with_its_digest()
    {
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/sbom.cdx.json")));
        var listed = list.RootElement.GetProperty("components").EnumerateArray()
            .ToDictionary(component => component.GetProperty("purl").GetString()!, component => component.GetProperty("hashes")[0].GetProperty("content").GetString());
        var published = Packages(File.ReadAllText(Path.Combine(Repository.Root, "src/NatComments.Server/packages.lock.json"))).Where(package => package.Value.GetProperty("type").GetString() != "Project").ToList();

        Assert.Equal("CycloneDX", list.RootElement.GetProperty("bomFormat").GetString());
        Assert.True(published.Count > 10);
        Assert.All(published, package => Assert.Equal(
            Convert.ToHexStringLower(Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!)),
            listed.GetValueOrDefault($"pkg:nuget/{package.Name}@{package.Value.GetProperty("resolved").GetString()}")));
    }

    [Fact]
    public void Every_image_is_named_to_the_last_digit()
    {
        var named = Directory.GetFiles(Path.Combine(Repository.Root, "deploy"), "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith("Dockerfile", StringComparison.Ordinal))
            .SelectMany(file => Image().Matches(File.ReadAllText(file))).Select(match => match.Groups["image"].Value).ToList();

        Assert.True(named.Count >= 7);
        Assert.All(named, image => Assert.Matches(Exact(), image));
    }

    private static IEnumerable<JsonProperty> Packages(string text) => JsonDocument.Parse(text).RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject());

    private static async Task<(int Code, string Said)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }

    [GeneratedRegex("""://|\\\\|"/[a-z]+/[a-z]+""")]
    private static partial Regex PlaceOfAMachine();

    [GeneratedRegex(@"^\s*(image:|ARG (SDK|RUNTIME)=)\s*(?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex(@":\d+\.\d+\.\d+$|@sha256:[0-9a-f]{64}$")]
    private static partial Regex Exact();
}
