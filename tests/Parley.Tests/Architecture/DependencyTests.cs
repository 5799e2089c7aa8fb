using System.Xml.Linq;

namespace Parley.Tests.Architecture;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Parley.Core", new string[0])]
    [InlineData("Parley.Journal", new string[0])]
    [InlineData("Parley.Client", new[] { "Parley.Core", "Parley.Journal" })]
    [InlineData("Parley", new[] { "Parley.Core", "Parley.Journal", "Parley.Client" })]
    public void A_project_depends_only_on_those_below_it(string project, string[] allowed)
    {
        var file = project == "Parley" ? "parley.dll" : $"{project}.dll";
        var built = IlAssembly.References(file).Where(r => r.StartsWith("Parley", StringComparison.OrdinalIgnoreCase));
        var written = XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Repository.None($"{project} may depend only on [{string.Join(", ", allowed)}]", built.Union(written).Except(allowed));
    }

    [Theory]
    [InlineData("Parley.Core")]
    [InlineData("Parley.Journal")]
    [InlineData("Parley.Client")]
    public void Only_the_binary_knows_of_web_servers_logging_and_telemetry(string project) => Repository.None(
        $"{project} must stay usable without a host",
        IlAssembly.References($"{project}.dll").Where(r => r.StartsWith("Microsoft.", StringComparison.Ordinal) || r.StartsWith("OpenTelemetry", StringComparison.Ordinal)));
}
