using System.CommandLine;
using Parley.Core.Geometry;
using Parley.Plans;
using Spectre.Console;

namespace Parley.Commands;

/// <summary><c>parley check</c>: finds the conflicts in plan files, with no server.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Plans: GeoJSON or F3548-21 operational intents",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _horizontal = Minimum("--horizontal", "5NM", "Least distance over the ground: NM, km, m, ft. Default: 0");
    private readonly Option<string> _vertical = Minimum("--vertical", "1000ft", "Least distance in height: ft, m. Default: 0");
    private readonly Option<string> _time = Minimum("--time", "5min", "Least time between: s, min, h. Default: 0");
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document" };

    public static Command Create()
    {
        var it = new CheckCommand();
        var command = new DocumentedCommand("check", "Find every conflict between different parties' plans.")
        {
            Usage = "FILE [FILE...] [OPTIONS]",
            Details =
            [
                "A conflict is two volumes nearer than all three minima; a minimum of 0 asks only that they do not overlap, and touching is no overlap.",
                "GeoJSON features (Polygon, MultiPolygon, or Point with radius_m) have the properties party, id, time_start, time_end, altitude_lower, "
                + "altitude_upper and, unless M, altitude_units (FT). Altitudes are above the WGS84 ellipsoid.",
            ],
            Examples =
            [
                new("parley check examples/skerry-strait.geojson", "overlaps only"),
                new("parley check a.geojson b.json --horizontal 5NM --vertical 1000ft --time 5min", "with minima, across formats"),
            ],
        };
        command.SetAction(it.Run);
        return command
            .Group("Plans", it._files)
            .Group("Minima", it._horizontal, it._vertical, it._time)
            .Group("Output", it._json)
            .Exit(ExitCode.Fine, "no conflict")
            .Exit(ExitCode.No, "there are conflicts")
            .Exit(ExitCode.BadInput, "a file can't be used; its feature and field are named");
    }

    private static Option<string> Minimum(string name, string example, string description) =>
        new(name) { Description = description, HelpName = example, DefaultValueFactory = _ => "0" };

    private int Run(ParseResult parsed)
    {
        if (!Minima.Parse(parsed.GetValue(_horizontal), parsed.GetValue(_vertical), parsed.GetValue(_time)).Try(out var minima, out var problem))
        {
            return parsed.Refuse(problem with { Path = "--" + problem.Path });
        }

        var volumes = new List<PlannedVolume>();
        foreach (var file in parsed.GetValue(_files)!)
        {
            if (!PlanFile.Read(file).Try(out var read, out problem))
            {
                return parsed.Refuse(problem);
            }

            volumes.AddRange(read);
        }

        var conflicts = ConflictSearch.Run(volumes, minima);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            output.WriteLine(ConflictReport.ToJson(conflicts));
        }
        else
        {
            if (conflicts.Count > 0)
            {
                ConflictReport.WriteTable(conflicts, AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) }));
            }

            output.WriteLine(conflicts.Count == 0
                ? $"No conflict among {Many(volumes.Count, "volume")}."
                : $"{Many(conflicts.Count, "conflict")} among {Many(volumes.Count, "volume")}.");
        }

        return conflicts.Count == 0 ? ExitCode.Fine : ExitCode.No;
    }

    private static string Many(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
