using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core.Line;

namespace Parley.Commands;

/// <summary><c>parley phrases</c>: the phrasebook of the line.</summary>
internal sealed class PhrasesCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Option<string> _language = LanguageOption("Whose texts: en, ru, he, ar, uk, fr. Default: en, and all with --json");

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document" };

    public static Command Create()
    {
        var it = new PhrasesCommand();
        var command = new DocumentedCommand("phrases", "List the coded phrases that the line carries, with their slots.")
        {
            Details =
            [
                "A coded phrase is read by each side in its own language: English, Russian, Hebrew, Arabic, Ukrainian or French. "
                + "A slot is written after its name: position as 54.0312,19.1345, altitude as 3000 ft WGS84.",
            ],
            Examples =
            [
                new("parley phrases", "codes, slots and texts in English"),
                new("parley phrases --language ar", "the same in Arabic"),
                new("parley phrases --json", "everything, with how each slot is written"),
            ],
        };
        command.SetAction(it.Run);
        return command.Group("Output", it._language, it._json);
    }

    /// <summary>The option that takes a language of the phrasebook, and no other.</summary>
    internal static Option<string> LanguageOption(string description)
    {
        var option = new Option<string>("--language") { Description = description, HelpName = "he" };
        option.OneOf([.. PhraseLanguage.All.Select(l => l.Code)]);
        return option;
    }

    private int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var chosen = parsed.GetValue(_language) is { } code ? PhraseLanguage.Parse(code).Value : null;
        if (parsed.GetValue(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(Phrasebook.All.Select(p => Listed.Of(p, chosen)), Json));
            return ExitCode.Fine;
        }

        foreach (var phrase in Phrasebook.All)
        {
            output.WriteLine($"{phrase.Code}  {phrase.Precedence.ToString().ToUpperInvariant(),-9}  {phrase.TextIn(chosen ?? PhraseLanguage.English)}");
        }

        return ExitCode.Fine;
    }

    /// <summary>A phrase as it is printed.</summary>
    private sealed record Listed(string Code, Precedence Precedence, IEnumerable<ListedSlot> Slots, IReadOnlyDictionary<string, string> Texts)
    {
        public static Listed Of(Phrase phrase, PhraseLanguage? only) => new(
            phrase.Code,
            phrase.Precedence,
            phrase.Slots.Select(s => new ListedSlot(s.Name, s.Type, s.Type.Form(), s.Type.Example())),
            only is null ? phrase.Texts : phrase.Texts.Where(t => t.Key == only.Code).ToDictionary());
    }

    private sealed record ListedSlot(string Name, PhraseSlotType Type, string Form, string Example);
}
