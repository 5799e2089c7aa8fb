using Spectre.Console;

namespace Parley.Demo;

/// <summary>Prints who did or learned what, when; in colour on a terminal, plain elsewhere. One thread.</summary>
internal sealed class Timeline(TextWriter output)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public void Title(string text)
    {
        _console.WriteLine();
        _console.Write(new Rule($"[bold]{Markup.Escape(text)}[/]") { Justification = Justify.Left });
    }

    public void Says(string who, string what) => Line(who, what, "default");

    public void Warned(string who, string what) => Line(who, what, "yellow");

    public void Settled(string who, string what) => Line(who, what, "green");

    public void Failed(string who, string what) => Line(who, what, "red");

    private void Line(string who, string what, string colour)
    {
        var grid = new Grid().AddColumn(new GridColumn { Width = 12, NoWrap = true }).AddColumn(new GridColumn { Width = 11, NoWrap = true }).AddColumn();
        grid.AddRow($"[grey]{DateTime.UtcNow:HH:mm:ss.fff}[/]", $"[bold]{Markup.Escape(who)}[/]", $"[{colour}]{Markup.Escape(what)}[/]");
        _console.Write(grid);
    }
}
