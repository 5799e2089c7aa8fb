using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Parley.Console.Texts;

/// <summary>What the console says, in one language: <c>Console/Texts/Data/AREA.LANGUAGE.json</c>. What a language lacks is said in English. Immutable, thread-safe.</summary>
internal sealed class Wording
{
    /// <summary>English, Hebrew, Arabic, Russian, Ukrainian, French, each by its own name.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> Languages =
        [("en", "English"), ("he", "עברית"), ("ar", "العربية"), ("ru", "Русский"), ("uk", "Українська"), ("fr", "Français")];

    private static readonly ConcurrentDictionary<string, Wording> All = new(StringComparer.Ordinal);

    private readonly IReadOnlyDictionary<string, string> _texts;

    private Wording(string code) => (Code, _texts) = (code, Read(code));

    public string Code { get; }

    public string Direction => Code is "he" or "ar" ? "rtl" : "ltr";

    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>The text of a key; the key itself where English lacks it too, which a test forbids.</summary>
    public string this[string key] => _texts.TryGetValue(key, out var text) ? text : Code != "en" ? In("en")[key] : key;

    /// <summary>With {0}, {1} … filled in, each in its own direction.</summary>
    public string Say(string key, params object?[] values) => string.Format(CultureInfo.InvariantCulture, this[key], [.. values.Select(v => v is string text ? Apart(text) : v)]);

    /// <summary>
    /// A value that stands in a text of this language, kept in its own direction: <c>15 min</c> or a date in Hebrew would else be set from the right, unit
    /// first. By first strong isolate (Unicode Standard Annex 9, section 2.7), invisible to the reader.
    /// </summary>
    public string Apart(string value) => value.Length > 0 && (Direction == "rtl" || value.AsSpan().ContainsAnyInRange('\u0590', '\u08FF')) ? $"\u2068{value}\u2069" : value;

    /// <summary>A sentence that the post or its API made in English, in this language where it is known.</summary>
    public string Sentence(string english) => Code == "en" ? english : Sentences.In(Code).Say(english, this) ?? english;

    /// <summary>The same of what stands within a sentence.</summary>
    public string Piece(string english) => Code == "en" ? english : Sentences.In(Code).Piece(english, this) ?? english;

    public static Wording In(string code) => All.GetOrAdd(Languages.Any(l => l.Code == code) ? code : "en", static c => new Wording(c));

    private static Dictionary<string, string> Read(string code)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Parley.Console.Texts.", StringComparison.Ordinal) && n.EndsWith($".{code}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize(stream, WordingJson.Default.DictionaryStringString)!)
            {
                texts.Add(key, text);
            }
        }

        return texts;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WordingJson : System.Text.Json.Serialization.JsonSerializerContext;
