using System.Globalization;
using Parley.Core;
using Spectre.Console;

namespace Parley.Commands.PostWork;

/// <summary>Tables and lists for people; in colour and to the terminal's width on one, plain and wide elsewhere. One thread.</summary>
internal sealed class Pages(TextWriter output)
{
    private const int WideEnough = 180;

    public void Line(string text) => output.WriteLine(text);

    /// <summary>One line a fact: <c>  state        in-force</c>. What is null is left out.</summary>
    public void Fact(string name, string? value)
    {
        if (value is not null)
        {
            output.WriteLine($"  {name,-14} {value}");
        }
    }

    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            // The last column is text that may wrap; ids and times must stay whole.
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = heading != headings[^1] });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell)));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!ReferenceEquals(output, System.Console.Out) || System.Console.IsOutputRedirected)
        {
            console.Profile.Width = WideEnough;
        }

        console.Write(table);
    }

    /// <summary>Enough of an id to tell it from others, and to give it to another command.</summary>
    public static string Short(string id) => id.Length > 8 ? id[..8] : id;

    /// <summary>An RFC 3339 time to the second, UTC: <c>2026-05-01 10:30:00Z</c>.</summary>
    public static string Clock(string? time) =>
        time is null ? "" : Instant.Parse(time).Try(out var instant, out _) ? instant.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : time;

    /// <summary>Seconds as people say them: <c>1 h 20 min</c>, <c>45 s</c>.</summary>
    public static string Span(double seconds)
    {
        var sign = seconds < 0 ? "−" : "";
        var span = TimeSpan.FromSeconds(Math.Round(Math.Min(Math.Abs(seconds), 1e9)));
        (int Count, string Unit)[] parts = [(span.Days, "d"), (span.Hours, "h"), (span.Minutes, "min"), (span.Seconds, "s")];
        var said = parts.Where(static p => p.Count > 0).Take(2).Select(static p => $"{p.Count} {p.Unit}").ToArray();
        return said.Length == 0 ? "0 s" : sign + string.Join(' ', said);
    }

    public static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    /// <summary><c> by Officer</c>, or nothing.</summary>
    public static string By(string? officer) => officer is null ? "" : $" by {officer}";
}
