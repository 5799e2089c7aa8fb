using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Console.Texts;
using Parley.Tests.Architecture;

namespace Parley.Tests.Console;

/// <summary>What the post itself says is said to each person in that person's language.</summary>
public sealed partial class SentencesTests
{
    private const string Folder = "src/Parley/Console/Texts/Sentences";

    // Where what a person at the console may read is made; sentences for the command line, the exchange and letters between posts stay English.
    private static readonly string[] Makers =
    [
        "src/Parley.Core", "src/Parley/Post/Api", "src/Parley/Post/Tightness", "src/Parley/Console/Agreements", "src/Parley/Console/Consents", "src/Parley/Console/Roles",
        "src/Parley/Console/Accounts/PeopleBook.cs", "src/Parley/Console/Telling/PreferenceReader.cs", "src/Parley/Console/Telling/PushWay.cs", "src/Parley/F3548/VolumeReader.cs",
        "src/Parley/Post/AgreementReader.cs", "src/Parley/Post/ChangeReader.cs", "src/Parley/Post/Filer.cs", "src/Parley/Post/PostEngine.cs", "src/Parley/Post/PostVolumes.cs", "src/Parley/Post/Texts.cs",
        "src/Parley/Commands/PostWork/YamlToJson.cs", "src/Parley.Client/Letters/PartyDescription.cs",
    ];

    private static readonly string[] Codes = [.. Wording.Languages.Select(static l => l.Code).Where(static c => c != "en")];

    private static readonly Dictionary<string, string> English = Repository.Files("src", "*.cs").ToDictionary(static f => f, static f => File.ReadAllText(Path.Combine(Repository.Root, f)), StringComparer.Ordinal);

    [Fact]
    public void Each_language_has_the_same_sentences_with_the_same_things_filled_in()
    {
        var faults = new List<string>();
        var first = Read(Codes[0]);
        Assert.True(first.Count > 400);
        foreach (var code in Codes)
        {
            var texts = Read(code);
            faults.AddRange(first.Keys.Except(texts.Keys).Select(k => $"{code} lacks: {k}"));
            faults.AddRange(texts.Keys.Except(first.Keys).Select(k => $"only {code} has: {k}"));
            // “is not an altitude”: the article of English is put nowhere else.
            faults.AddRange(texts.Where(static t => !t.Key.StartsWith("is not {0} {1*}; write", StringComparison.Ordinal) && !Numbers(t.Key).SetEquals(Numbers(t.Value))).Select(t => $"{code} fills other things into: {t.Key}"));
            faults.AddRange(texts.Where(static t => string.IsNullOrWhiteSpace(t.Value) || t.Value.Any(static c => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))).Select(t => $"{code} says nothing, or turns the reading direction: {t.Key}"));
        }

        Repository.None("Sentences that are not whole", faults);
    }

    [Fact]
    public void Each_refusal_that_a_person_at_the_console_may_meet_is_known_in_the_other_languages()
    {
        var made = English.Where(static f => Makers.Any(m => f.Key.StartsWith(m, StringComparison.Ordinal))).SelectMany(static f => SourceSentences.In(f.Value)).ToHashSet(StringComparer.Ordinal);
        Assert.True(made.Count > 250, $"only {made.Count} found");
        foreach (var code in Codes)
        {
            var words = Wording.In(code);
            Repository.None($"Made in English and unknown in {code}: add it to {Folder}", made.Where(m => Sentences.In(code).Say(Filled(m), words) is null));
        }
    }

    // Some are put together from parts at run time, so it looks for the words of each in one source.
    [Fact]
    public void No_sentence_is_kept_that_nobody_makes_any_more() => Repository.None(
        "Its words are in no one source any more",
        Read(Codes[0]).Keys.Where(static k => LongWord().Matches(Placeholder().Replace(k, " ")).Select(static m => m.Value).ToArray() is var words
            && !English.Values.Any(source => words.All(w => source.Contains(w, StringComparison.OrdinalIgnoreCase)))));

    [Theory]
    [InlineData("There is no intent 7f9c here.")]
    [InlineData("valid_to: must be after valid_from")]
    [InlineData("volumes[0].volume.outline_polygon: the polygon has no area; its vertices are on one line")]
    [InlineData("'five' is not a length like 5NM, 1000ft, 300m or 2km")]
    [InlineData("Your role, observer, does not allow it; a watch officer, a duty officer or a commander may do it.")]
    [InlineData("volumes: are not covered: Volume 1 lies outside every agreement, by 4.2 km away and 40 m of height from the nearest.")]
    [InlineData("Volume 2: no agreement is in force 10:36 to 10:44 Z (8 min).")]
    [InlineData("Conflict, nearer than before: quill's 7f9c0000 and aldermoor's 12ab0000, 0 m, 40 m and 0 s apart; settle it by 2026-11-27T10:36:00Z.")]
    [InlineData("Not settled 10 min before they meet: quill's 7f9c0000 and aldermoor's 12ab0000; quill and aldermoor said nothing; quill gives way.")]
    [InlineData("FLASH message of quill “Where are you?”: acknowledge it by 2026-11-27T10:36:00Z.")]
    [InlineData("STOP of quill: acknowledge it by 2026-11-27T10:36:00Z.")]
    [InlineData("quill has not acknowledged the PRIORITY message of 2026-11-27T10:36:00Z: Cmdr. Quint is called.")]
    [InlineData("The link check to quill was missed; nobody on watch at quill.")]
    [InlineData("Late notice: quill's 7f9c0000 begins 5 min after the notice; 15 min is agreed.")]
    [InlineData("Nobody on watch at quill has acknowledged where and when aldermoor's 12ab0000 now is; it begins at 2026-11-27T10:36:00Z.")]
    [InlineData("The change does not resolve the conflict: the two would still meet; propose a larger one.")]
    [InlineData("The change would bring a new conflict, with 7f9c0000; propose another.")]
    [InlineData("The exchange shows other keys for quill than this post pinned: compare fingerprints by voice, then accept or not.")]
    [InlineData("line 3: has an alias (*); write the value out")]
    [InlineData("slots.altitude: is not an altitude (a flight level depends on the day's pressure); write a whole number of ft or m above the WGS84 ellipsoid, from -8000 m to 100000 m, like 3000 ft WGS84")]
    public void A_sentence_comes_whole_in_each_language(string english)
    {
        foreach (var code in Codes)
        {
            var said = Wording.In(code).Sentence(english);
            Assert.NotEqual(english, said);
            // Words of English may stand in it only as names, units and values do.
            var left = EnglishWord().Matches(said).Select(static m => m.Value).Except(Kept, StringComparer.Ordinal).ToArray();
            Assert.True(code == "fr" || left.Length == 0, $"{code} leaves {string.Join(", ", left)} in: {said}");
        }
    }

    [Theory]
    [InlineData("quill ends “The Strait”: foo has not acknowledged the STOP of 10:00: everyone there is called.", "“The Strait”: foo has not acknowledged the STOP of 10:00: everyone there is called.")]
    [InlineData("quill comments on the conflict 7f9c0000: “is missing”", "is missing")]
    [InlineData("quill asks about “Smoke”: “There is no intent 5 here.” Answer by 2026-11-27T10:36:00Z.", "There is no intent 5 here.")]
    public void Words_of_another_party_stay_as_they_were_said(string english, string theirs)
    {
        foreach (var code in Codes)
        {
            var said = Wording.In(code).Sentence(english);
            Assert.NotEqual(english, said);
            var plain = said.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);
            Assert.Contains(theirs[(theirs.LastIndexOf('”') + 1)..], plain, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_not_known_stays_as_it_is()
    {
        Assert.Equal("A disk of another planet is full.", Wording.In("he").Sentence("A disk of another planet is full."));
        Assert.Equal("There is no intent 5 here.", Wording.In("en").Sentence("There is no intent 5 here."));
    }

    private static Dictionary<string, string> Read(string code)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, Folder, $"{code}.json")));
        return json.RootElement.EnumerateObject().SelectMany(static part => part.Value.EnumerateObject().Select(t => (Key: $"{t.Name}", Value: t.Value.GetString()!))).ToDictionary(static t => t.Key, static t => t.Value, StringComparer.Ordinal);
    }

    private static HashSet<string> Numbers(string text) => [.. Placeholder().Matches(text).Select(static m => m.Groups[1].Value)];

    private static string Filled(string template) => Placeholder().Replace(template, static m => $"x{m.Groups[1].Value}");

    // Names, values, units and what another party said.
    private static readonly string[] Kept = ["FLASH", "STOP", "PRIORITY", "WGS", "ft", "km", "min", "quill", "aldermoor", "line", "volumes", "five", "Where", "are", "you", "Cmdr", "Quint"];

    [GeneratedRegex(@"\{(\d+)\*?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[A-Za-z]{4,}")]
    private static partial Regex LongWord();

    [GeneratedRegex(@"(?<![\p{L}\d_.\[\]'-])[A-Za-z]{2,}(?![\p{L}\d_.\[\]-])")]
    private static partial Regex EnglishWord();
}
