using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley telling</c>: what a person is told of, what was sent, what the daily edition says. Changing it is each person's own, in the console.</summary>
internal static class TellingCommand
{
    public static DocumentedCommand Create()
    {
        var commands = new PostCommands();
        var person = Person();
        var command = commands.Top(
            new DocumentedCommand("telling", "Show what a person is told of, and by which ways.")
            {
                Usage = "[COMMAND] --person NAME [OPTIONS]",
                Details = ["Each person sets this in the console, under \"Telling me\"; nobody else can."],
                Examples =
                [
                    new("parley telling --person \"A. Okafor\" --post alpha", "what reaches that officer, and how"),
                    new("parley telling deliveries --person \"A. Okafor\"", "what was sent, what failed, what is tried again"),
                    new("parley telling edition --person \"A. Okafor\"", "what the daily edition would say now"),
                ],
            },
            Deliveries(commands), Edition(commands));
        command.Group("Whose", person);
        return commands.Does(command, async talk => talk.End(await talk.Client.TellingAsync(talk.Get(person), talk.Cancel), Print));
    }

    private static Option<string> Person() => new("--person") { Description = "Name, e-mail address or id of the person", HelpName = "NAME", Required = true };

    private static DocumentedCommand Deliveries(PostCommands commands)
    {
        var person = Person();
        return commands.Does(
            new DocumentedCommand("deliveries", "Show what was sent to a person lately, the newest first.").Group("Whose", person),
            async talk => talk.End(await talk.Client.DeliveriesAsync(talk.Get(person), talk.Cancel), Print));
    }

    private static DocumentedCommand Edition(PostCommands commands)
    {
        var person = Person();
        return commands.Does(
            new DocumentedCommand("edition", "Print what a person's daily edition would say now, in that person's language.").Group("Whose", person),
            async talk => talk.End(await talk.Client.EditionAsync(talk.Get(person), talk.Cancel), static (e, pages) => pages.Line(e.Text.TrimEnd())),
            ReportCommand.Patience);
    }

    private static void Print(TellingView view, Pages pages)
    {
        var p = view.Preferences;
        pages.Line($"{view.Person}, {view.Email}");
        pages.Fact("of", p.Kinds is { Count: > 0 } ? string.Join(", ", p.Kinds) : "nothing");
        pages.Fact("from severity", $"{p.LeastSeverity}");
        pages.Fact("agreements", p.Agreements.Count == 0 ? "all" : string.Join(", ", p.Agreements.Select(Pages.Short)));
        pages.Fact("area", p.Area is { } area ? FormattableString.Invariant($"{area.RadiusKm} km around {area.Lat}, {area.Lng}") : "everywhere");
        pages.Fact("ways", p.Ways is { Count: > 0 } ? string.Join(", then ", p.Ways) : "none");
        pages.Fact("quiet", p.QuietFrom is null ? "never" : $"{p.QuietFrom} to {p.QuietTo} ({view.Zone}), but for FLASH and STOP");
        pages.Fact("edition", p.Edition ? $"at {p.EditionHour:00}:00 ({view.Zone})" : "off");
        foreach (var browser in view.Push)
        {
            pages.Fact("browser", $"{browser.Browser ?? browser.Service}, since {Pages.Clock(browser.Since)}");
        }
    }

    private static void Print(IReadOnlyList<DeliveryView> deliveries, Pages pages)
    {
        if (deliveries.Count == 0)
        {
            pages.Line("Nothing was sent yet.");
            return;
        }

        pages.Table(
            ["Time (UTC)", "Way", "To", "Outcome", "Try", "What", "Why"],
            deliveries.Select(static d => (string[])[Pages.Clock(d.At), d.Way, d.To ?? "", d.Outcome, $"{d.Try}", d.Title, d.Why ?? ""]));
    }
}
