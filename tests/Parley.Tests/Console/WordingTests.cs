using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Console.Texts;
using Parley.Tests.Architecture;

namespace Parley.Tests.Console;

/// <summary>Every sentence of the console is there in every language, whole.</summary>
public sealed partial class WordingTests
{
    private const string Folder = "src/Parley/Console/Texts/Data";

    private static readonly string[] Areas = [.. Repository.Files(Folder, "*.en.json").Select(static f => Path.GetFileName(f)[..^".en.json".Length])];

    [Fact]
    public void Each_language_says_all_that_English_says_with_the_same_things_filled_in()
    {
        Assert.NotEmpty(Areas);
        var lacking = new List<string>();
        foreach (var area in Areas)
        {
            var english = Read(area, "en");
            foreach (var (code, _) in Wording.Languages)
            {
                var texts = Read(area, code);
                lacking.AddRange(english.Keys.Where(k => !texts.ContainsKey(k)).Select(k => $"{area}.{code}: lacks {k}"));
                lacking.AddRange(texts.Keys.Where(k => !english.ContainsKey(k)).Select(k => $"{area}.{code}: has {k}, which English lacks"));
                lacking.AddRange(texts.Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => $"{area}.{code}: says nothing for {t.Key}"));
                lacking.AddRange(texts.Where(t => english.TryGetValue(t.Key, out var e) && !Filled(e).SetEquals(Filled(t.Value))).Select(t => $"{area}.{code}: fills other things into {t.Key}"));
            }
        }

        Repository.None("Texts that are not whole", lacking);
    }

    [Fact]
    public void Each_key_stands_in_one_area_only() => Repository.None(
        "In more than one area",
        Areas.SelectMany(static area => Read(area, "en").Keys).GroupBy(static k => k, StringComparer.Ordinal).Where(static g => g.Count() > 1).Select(static g => g.Key));

    [Fact]
    public void Each_key_that_a_page_names_is_there()
    {
        var keys = Wording.In("en").Keys.ToHashSet(StringComparer.Ordinal);
        var named = Repository.Files("src/Parley/Console", "*.razor").Concat(Repository.Files("src/Parley/Console", "*.cs"))
            .SelectMany(f => Named().Matches(File.ReadAllText(Path.Combine(Repository.Root, f))).Select(m => (File: f, Key: m.Groups[1].Value))).ToList();
        Assert.True(named.Count > 50);
        Repository.None("Named by a page and nowhere in the English texts", named.Where(n => !keys.Contains(n.Key)).Select(n => $"{n.File}: {n.Key}"));
    }

    [Fact]
    public void No_text_carries_a_mark_that_turns_the_reading_direction() => Repository.None(
        "Carries U+202A–E or U+2066–9",
        Areas.SelectMany(area => Wording.Languages.SelectMany(l => Read(area, l.Code).Where(static t => t.Value.Any(static c => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))).Select(t => $"{area}.{l.Code}: {t.Key}"))));

    private static Dictionary<string, string> Read(string area, string code)
    {
        var path = Path.Combine(Repository.Root, Folder, $"{area}.{code}.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))! : [];
    }

    private static HashSet<string> Filled(string text) => [.. Placeholder().Matches(text).Select(static m => m.Value)];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();

    // Words["key"], W.Say("key"; keys put together at run time are not seen.
    [GeneratedRegex(@"\b(?:Words|W|_words)(?:\[|\.Say\()""([a-z0-9.-]+)""")]
    private static partial Regex Named();

    [Theory]
    [InlineData("he", "15 min", "\u206815 min\u2069")]
    [InlineData("ar", "−3", "\u2068−3\u2069")]
    [InlineData("en", "15 min", "15 min")]
    [InlineData("fr", "נשר 21", "\u2068נשר 21\u2069")]
    [InlineData("he", "", "")]
    public void What_is_filled_into_a_text_keeps_its_own_direction(string language, string value, string expected)
    {
        var words = Wording.In(language);
        Assert.Equal(expected, words.Apart(value));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, words["span.minutes"], expected), words.Say("span.minutes", value));
    }
}
