using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Parley.Console.Texts;

/// <summary>
/// The sentences that the post itself makes (refusals, alarms, what is wrong with a form), in one language: the API says them in English, and the console
/// finds each by its English text, as gettext does, in <c>Console/Texts/Sentences/LANGUAGE.json</c>. There <c>{0}</c> stands for a value that is shown as it
/// is, and <c>{0*}</c> for a piece of a sentence that is itself put into the language. What is not found stays English. Immutable, thread-safe.
/// </summary>
internal sealed partial class Sentences
{
    private const int MostDeep = 3;

    private static readonly ConcurrentDictionary<string, Sentences> All = new(StringComparer.Ordinal);

    private readonly SentencePattern[] _sentences;

    // Whole sentences too: one may end with another (“are not covered: {0*}”).
    private readonly SentencePattern[] _pieces;

    private Sentences(string code)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Parley.Console.Sentences.{code}.json");
        var read = stream is null ? new SentenceFile([], []) : JsonSerializer.Deserialize(stream, SentencesJson.Default.SentenceFile)!;
        (_sentences, _pieces) = (Order(read.Sentences), Order(read.Sentences.Concat(read.Pieces)));
    }

    public static Sentences In(string code) => All.GetOrAdd(code, static c => new Sentences(c));

    /// <summary>The sentence in the language, or null when it is not known. Values are set apart as <see cref="Wording.Apart"/> does.</summary>
    public string? Say(string english, Wording words) => Say(english, words, _sentences, 0) is { } whole ? whole
        : Named().Match(english) is { Success: true } named && Say(named.Groups["says"].Value, words, _sentences, 0) is { } rest ? $"{words.Apart(named.Groups["field"].Value)}: {rest}"
        : null;

    /// <summary>The same of a piece of a sentence.</summary>
    public string? Piece(string english, Wording words) => Say(english, words, _pieces, 0);

    private string? Say(string english, Wording words, SentencePattern[] among, int deep)
    {
        foreach (var pattern in among)
        {
            if (pattern.Match(english) is { } found)
            {
                return string.Format(
                    CultureInfo.InvariantCulture, pattern.Text,
                    [.. found.Select((value, n) => deep < MostDeep && pattern.IsPiece(n) && Say(value, words, _pieces, deep + 1) is { } piece ? piece : (object)words.Apart(value))]);
            }
        }

        return null;
    }

    // The one that says most of itself first: “There is no request for consent {0} here.” before “There is no {0} {1} here.”
    private static SentencePattern[] Order(IEnumerable<KeyValuePair<string, string>> texts) =>
        [.. texts.Select(static t => new SentencePattern(t.Key, t.Value)).OrderByDescending(static p => p.Letters)];

    // A form's fault begins with the name of the field: “valid_to: must be after valid_from”.
    [GeneratedRegex(@"^(?<field>[A-Za-z0-9_.\[\] -]{1,100}): (?<says>.+)$", RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}

/// <summary>One language's file.</summary>
internal sealed record SentenceFile(Dictionary<string, string> Sentences, Dictionary<string, string> Pieces);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower)]
[System.Text.Json.Serialization.JsonSerializable(typeof(SentenceFile))]
internal sealed partial class SentencesJson : System.Text.Json.Serialization.JsonSerializerContext;
