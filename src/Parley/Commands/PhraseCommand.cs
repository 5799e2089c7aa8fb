using System.CommandLine;
using Parley.Core;
using Parley.Core.Line;

namespace Parley.Commands;

/// <summary><c>parley phrase</c>: one coded phrase with its slots filled, as each side would read it.</summary>
internal sealed class PhraseCommand
{
    private readonly Argument<string> _code = new("CODE") { Description = "A phrase's code: AIR-01" };

    private readonly Argument<string[]> _slots = new("SLOT=VALUE") { Description = "What stands in each slot", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<string> _language = PhrasesCommand.LanguageOption("Only in this language. Default: in all six");

    public static Command Create()
    {
        var it = new PhraseCommand();
        var command = new DocumentedCommand("phrase", "Fill in a coded phrase and read it in any of its languages.")
        {
            Usage = "CODE [SLOT=VALUE ...] [OPTIONS]",
            Details =
            [
                "Values are shown in the same characters in every language, so that both sides can read them to each other. "
                + "parley phrases lists codes and slots.",
            ],
            Examples =
            [
                new("parley phrase LNK-01", "a phrase without slots, in all languages"),
                new("parley phrase AGR-02 intent=2f8343be-6482-4d1b-a474-16847e01af1e --language he", "one with a slot, in Hebrew"),
                new("parley phrase SAF-05 until=2026-11-24T14:05:00Z --language fr", "one with a time, in French"),
            ],
        };
        command.SetAction(it.Run);
        return command
            .Group("Phrase", it._code, it._slots)
            .Group("Output", it._language)
            .Exit(ExitCode.BadInput, "there is no such phrase, or a slot is missing or wrong");
    }

    private int Run(ParseResult parsed)
    {
        var code = parsed.GetValue(_code)!;
        if (Phrasebook.Find(code) is null)
        {
            var meant = Spelling.Nearest(code, Phrasebook.All.Select(p => p.Code));
            return parsed.Refuse($"CODE is not a phrase of this phrasebook; parley phrases lists them.{(meant is null ? "" : $" Did you mean {meant}?")}");
        }

        if (!Slots(parsed.GetValue(_slots) ?? []).Try(out var slots, out var problem) || !Phrasebook.Check(code, slots).Try(out var filled, out problem))
        {
            return parsed.Refuse(problem with { Path = problem.Path.Replace("slots.", "", StringComparison.Ordinal) });
        }

        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_language) is { } chosen)
        {
            output.WriteLine(filled.In(PhraseLanguage.Parse(chosen).Value));
            return ExitCode.Fine;
        }

        foreach (var language in PhraseLanguage.All)
        {
            output.WriteLine($"{language.Code}  {filled.In(language)}");
        }

        return ExitCode.Fine;
    }

    /// <summary>Slots as they are written on a command line, each <c>SLOT=VALUE</c>.</summary>
    internal static Checked<Dictionary<string, string>> Slots(IReadOnlyList<string> given)
    {
        var slots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in given)
        {
            var equals = one.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !slots.TryAdd(one[..equals], one[(equals + 1)..]))
            {
                return new Problem("", equals < 1
                    ? "Write each slot as SLOT=VALUE, with quotes around a value that has spaces: altitude='3000 ft WGS84'"
                    : "A slot is given twice; give each once");
            }
        }

        return slots;
    }
}
