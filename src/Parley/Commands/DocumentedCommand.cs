using System.CommandLine;

namespace Parley.Commands;

/// <summary>A command line worth copying, and what it does.</summary>
internal sealed record Example(string Line, string Does);

/// <summary>
/// A command with what its help page shows beyond System.CommandLine's own: a usage line, options and subcommands in groups, examples,
/// and what its exit codes mean. Built once at the start, on one thread.
/// </summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    private readonly List<(string Title, IReadOnlyList<Symbol> Members)> _groups = [];
    private readonly List<(int Code, string Means)> _exits = [(ExitCode.Fine, "done")];

    /// <summary>What follows the command's name in the usage line; worked out from options and arguments when empty.</summary>
    public string Usage { get; init; } = "";

    /// <summary>Paragraphs below the usage line, wrapped to the terminal.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    public IReadOnlyList<Example> Examples { get; init; } = [];

    public IReadOnlyList<(string Title, IReadOnlyList<Symbol> Members)> Groups => _groups;

    public IReadOnlyList<(int Code, string Means)> Exits => _exits;

    /// <summary>Adds options, arguments or subcommands under a heading of the help page, in this order.</summary>
    public DocumentedCommand Group(string title, params IReadOnlyList<Symbol> members)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case Option option:
                    Options.Add(option);
                    break;
                case Argument argument:
                    Arguments.Add(argument);
                    break;
                case Command command:
                    Subcommands.Add(command);
                    break;
                default:
                    throw new ArgumentException($"A {member.GetType().Name} has no place on a help page.", nameof(members));
            }
        }

        _groups.Add((title, members));
        return this;
    }

    /// <summary>Says what an exit code means here; the later word on a code counts.</summary>
    public DocumentedCommand Exit(int code, string means)
    {
        _exits.RemoveAll(e => e.Code == code);
        _exits.Add((code, means));
        _exits.Sort((a, b) => a.Code.CompareTo(b.Code));
        return this;
    }
}
