using System.CommandLine;
using System.CommandLine.Invocation;
using Parley.Core;

namespace Parley.Commands;

/// <summary>Runs one command line, and turns whatever goes wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Set to 1, an unexpected error is shown with where it came from.</summary>
    private const string DebugVariable = "PARLEY_DEBUG";

    // Ctrl-C and SIGTERM cancel the command; this is how long it may take to stop in order before the process is ended.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error) =>
        RunAsync(RootCommandFactory.Create(), args, output, error);

    internal static async Task<int> RunAsync(Command root, IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is null or ParseErrorAction)
        {
            return Refuse(parsed, error);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopWithin,
            });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last net: nobody above could do better than say so.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Explain(e, error);
        }
    }

    /// <summary>Says what is wrong with the input, in one sentence, and gives the exit code for it: the way out of a command.</summary>
    public static int Refuse(this ParseResult parsed, string sentence)
    {
        parsed.InvocationConfiguration.Error.WriteLine($"{PathOf(parsed.CommandResult.Command)}: {sentence}");
        return ExitCode.BadInput;
    }

    /// <summary>A command as it is called: <c>parley intent show</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "parley";

    /// <summary>The same for input that was checked elsewhere: a problem's path is a file or an option.</summary>
    public static int Refuse(this ParseResult parsed, Problem problem) => parsed.Refuse($"{problem}.");

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(command);
        if (command.Subcommands.Count > 0 && parsed.Tokens.Count == 0)
        {
            HelpPage.Write(command, error);
            return ExitCode.BadInput;
        }

        var unknown = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        var sentence = unknown is null ? parsed.Errors[0].Message.ReplaceLineEndings(" ")
            : unknown.StartsWith('-') ? $"There is no option {unknown}."
            : command.Subcommands.Count > 0 ? $"There is no command {unknown}."
            : $"{unknown} is one argument too many.";
        var known = command.Subcommands.Concat<Symbol>(command.Options).Where(s => !s.Hidden).Select(s => s.Name);
        var meant = unknown is null ? null : Spelling.Nearest(unknown, known);
        error.WriteLine($"{path}: {sentence}{(meant is null ? "" : $" Did you mean {meant}?")}");
        error.WriteLine($"Try {path} --help.");
        return ExitCode.BadInput;
    }

    private static int Explain(Exception e, TextWriter error)
    {
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.WriteLine(e);
            return ExitCode.Broken;
        }

        error.WriteLine($"parley: Something went wrong that should not have: {e.Message.ReplaceLineEndings(" ")} ({e.GetType().Name})");
        error.WriteLine($"Run it again with {DebugVariable}=1 to see where, and please report that.");
        return ExitCode.Broken;
    }
}
