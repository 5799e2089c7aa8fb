using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Parley.Commands;

/// <summary>Prints a command's help: what it does, its options in groups, examples and exit codes. Any thread.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int MaxWidth = 100;
    private const int MaxTermWidth = 34;

    /// <summary>Whoever asks for help gets it, whatever else is wrong with the line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return ExitCode.Fine;
    }

    /// <summary>Writes the page of <paramref name="command"/>, at most 100 characters wide.</summary>
    public static void Write(Command command, TextWriter to)
    {
        var width = Width();
        var page = command as DocumentedCommand;
        var path = Path(command);
        WriteWrapped(to, command.Description ?? "", 0, width);
        to.WriteLine();
        WriteWrapped(to, $"Usage: {path} {(string.IsNullOrEmpty(page?.Usage) ? Usage(command) : page.Usage)}", 7, width);
        foreach (var paragraph in page?.Details ?? [])
        {
            to.WriteLine();
            WriteWrapped(to, paragraph, 0, width);
        }

        var groups = Groups(command, page).ToList();
        var column = Math.Min(MaxTermWidth, groups.SelectMany(g => g.Members).Max(m => Term(m).Length));
        foreach (var (title, members) in groups)
        {
            WriteSection(to, title, members.Select(m => (Term(m), About(m))), column, width);
        }

        if (page is { Examples.Count: > 0 })
        {
            to.WriteLine();
            to.WriteLine("Examples:");
            foreach (var example in page.Examples)
            {
                to.WriteLine($"  # {example.Does}");
                to.WriteLine($"  {example.Line}");
            }
        }

        IEnumerable<(int Code, string Means)> exits = page?.Exits ?? [(ExitCode.Fine, "done")];
        WriteSection(to, "Exit codes", exits.Select(e => (e.Code.ToString(), e.Means)), 3, width);
    }

    // What was put in no group, such as --help, comes last.
    private static IEnumerable<(string Title, IReadOnlyList<Symbol> Members)> Groups(Command command, DocumentedCommand? page)
    {
        var grouped = (page?.Groups ?? []).SelectMany(g => g.Members).ToHashSet();
        var left = new (string Title, IReadOnlyList<Symbol> Members)[]
        {
            ("Commands", [.. command.Subcommands.Except(grouped)]),
            ("Arguments", [.. command.Arguments.Except(grouped)]),
            (page is { Groups.Count: > 0 } ? "Other options" : "Options", [.. command.Options.Except(grouped), .. Inherited(command)]),
        };
        return (page?.Groups ?? []).Concat(left)
            .Select(g => (g.Title, (IReadOnlyList<Symbol>)[.. g.Members.Where(m => !m.Hidden)]))
            .Where(g => g.Item2.Count > 0);
    }

    private static IEnumerable<Option> Inherited(Command command) =>
        command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive).Concat(Inherited(p)));

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;

    private static string Usage(Command command)
    {
        var parts = command.Options.Where(o => o is { Required: true, Hidden: false }).Select(Term)
            .Concat(command.Arguments.Where(a => !a.Hidden).Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{Term(a)}]" : Term(a)))
            .Concat(command.Subcommands.Count > 0 ? ["COMMAND"] : []);
        return string.Join(' ', parts.Append("[OPTIONS]"));
    }

    private static string Term(Symbol symbol) => symbol switch
    {
        Option option => string.Join(", ", option.Aliases.Where(a => a.Length <= 2).Append(option.Name)) + Value(option),
        Argument argument => (argument.HelpName ?? argument.Name.ToUpperInvariant())
            + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : ""),
        _ => symbol.Name,
    };

    private static string Value(Option option) => option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? ""
        : " " + (option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant());

    private static string About(Symbol symbol) => symbol switch
    {
        HelpOption => "Show this help",
        Option { Required: true } option => $"{option.Description} (required)",
        _ => symbol.Description ?? "",
    };

    private static void WriteSection(TextWriter to, string title, IEnumerable<(string Term, string About)> rows, int column, int width)
    {
        to.WriteLine();
        to.WriteLine($"{title}:");
        foreach (var (term, about) in rows)
        {
            if (term.Length > column)
            {
                to.WriteLine($"  {term}");
                WriteWrapped(to, new string(' ', column + 4) + about, column + 4, width);
            }
            else
            {
                WriteWrapped(to, $"  {term.PadRight(column)}  {about}", column + 4, width);
            }
        }
    }

    /// <summary>Breaks at spaces; lines after the first begin <paramref name="indent"/> characters in.</summary>
    private static void WriteWrapped(TextWriter to, string text, int indent, int width)
    {
        var rest = text.AsSpan();
        while (rest.Length > width && rest[..(width + 1)].LastIndexOf(' ') is var cut && cut > indent)
        {
            to.WriteLine(rest[..cut].TrimEnd());
            rest = (new string(' ', indent) + rest[cut..].TrimStart().ToString()).AsSpan();
        }

        to.WriteLine(rest.TrimEnd());
    }

    private static int Width()
    {
        try
        {
            return System.Console.IsOutputRedirected || System.Console.WindowWidth <= 40 ? MaxWidth : Math.Min(MaxWidth, System.Console.WindowWidth);
        }
        catch (IOException)
        {
            return MaxWidth;
        }
    }
}
