using System.Text.RegularExpressions;

namespace Parley.Tests.Architecture;

public sealed partial class DocumentTests
{
    [Fact]
    public void Documents_name_only_paths_that_exist()
    {
        string[] pages = [.. new[] { "README.md", "bench/README.md" }.Where(Repository.Has), .. Repository.Files("docs", "*.md")];
        Repository.None(
            "Named in a document but not there",
            pages.SelectMany(page => Named(File.ReadAllText(Path.Combine(Repository.Root, page))).Where(path => !Repository.Has(path)).Select(path => $"{page}: {path}")));
    }

    [Theory]
    [InlineData("see `src/Parley.Core/Instant.cs`.", "src/Parley.Core/Instant.cs")]
    [InlineData("`tests/Parley.Tests/Exchange/`", "tests/Parley.Tests/Exchange/")]
    [InlineData("`src/Parley/Program.cs:12` and `docs/x.md#top`", "src/Parley/Program.cs docs/x.md")]
    [InlineData("`docs/decisions/NNNN-*.md` `src/{A,B}/` `src/…`", "docs/decisions src src")]
    [InlineData("src/plain and `elsewhere/src/x` and `src`", "")]
    public void A_path_in_backticks_is_recognised_up_to_its_first_placeholder(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Named(text)));

    private static IEnumerable<string> Named(string text) => BacktickedPath().Matches(text).Select(m =>
    {
        var path = m.Groups[1].Value;
        var placeholder = Placeholder().Match(path);
        return placeholder.Success ? path[..path.LastIndexOf('/', placeholder.Index)] : path;
    });

    [GeneratedRegex(@"`((?:src|tests|bench|docs|examples)/[^`\s:#]*)(?:[:#][^`\s]*)?`")]
    private static partial Regex BacktickedPath();

    [GeneratedRegex(@"[*{<…]|N{3,}|\.\.\.")]
    private static partial Regex Placeholder();
}
