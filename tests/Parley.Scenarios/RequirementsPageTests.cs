using System.Reflection;
using System.Text.RegularExpressions;

namespace Parley.Scenarios;

/// <summary>docs/requirements.md says what is so: the paths and tests it names are there, and no requirement that a test carries is left out.</summary>
public sealed partial class RequirementsPageTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "requirements.md"));

    private static readonly MethodInfo[] Tests =
        [.. typeof(RequirementsPageTests).Assembly.GetTypes().SelectMany(static t => t.GetMethods()).Where(static m => m.GetCustomAttribute<FactAttribute>() is not null)];

    [Fact]
    public void Every_path_and_every_test_on_the_page_is_there()
    {
        var paths = Paths().Matches(Page).Select(static m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(paths);
        Assert.All(paths, static p => Assert.True(File.Exists(Path.Combine(Root, p)), $"{p} is not there"));

        var named = Named().Matches(Page).Select(static m => (File: m.Groups[1].Value, Test: m.Groups[2].Value)).ToArray();
        Assert.True(named.Length > 50, "the tests of the page were not found");
        Assert.All(named, static n => Assert.True(
            File.ReadAllText(Path.Combine(Root, n.File)).Contains($" {n.Test}(", StringComparison.Ordinal), $"{n.File} has no test {n.Test}"));
    }

    [Fact]
    public void Every_requirement_that_a_test_carries_is_on_the_page()
    {
        var carried = Tests.SelectMany(static t => t.GetCustomAttributes<TraitAttribute>().Concat(t.DeclaringType!.GetCustomAttributes<TraitAttribute>()))
            .Where(static t => t.Name == "requirement").Select(static t => t.Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(carried);
        var ids = Page.Split('\n').Where(static l => l.StartsWith("| ", StringComparison.Ordinal)).SelectMany(static l => l.Split('|')[1].Trim().Split(' ')).ToHashSet(StringComparer.Ordinal);
        Assert.All(carried, id => Assert.True(ids.Contains(id), $"{id} is not on the page"));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the project.");
        }

        return folder;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Paths();

    [GeneratedRegex(@"`(tests/[^`]+\.cs)` (\w+) \|")]
    private static partial Regex Named();
}
