using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Parley.Plans;

/// <summary>Conflicts as a table for people and as one JSON document for programs.</summary>
internal static class ConflictReport
{
    public static void WriteTable(IReadOnlyList<PlanConflict> conflicts, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in new[] { "Intents", "When (UTC)", "Altitude", "Where", "Gap" })
        {
            table.AddColumn(new TableColumn(heading) { NoWrap = heading != "Intents" });
        }

        foreach (var c in conflicts)
        {
            table.AddRow(
                new Text($"{c.A.Id} ({c.A.Party})\n{c.B.Id} ({c.B.Party})"),
                new Text($"{Clock(c.When.Start)}\n{Clock(c.When.End)}"),
                new Text($"{c.Altitudes.Lower.Metres:0}–{c.Altitudes.Upper.Metres:0} m"),
                new Text($"{c.Center.Lat:0.00000}\n{c.Center.Lng:0.00000}"),
                new Text($"{c.Gap.HorizontalMetres:0} m across\n{c.Gap.VerticalMetres:0} m up\n{c.Gap.Time:c}"));
        }

        console.Write(table);
    }

    private static string Clock(Core.Instant time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss");

    /// <summary>The document that <c>parley check --json</c> prints, without a line end.</summary>
    public static string ToJson(IReadOnlyList<PlanConflict> conflicts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("conflicts");
            foreach (var c in conflicts)
            {
                json.WriteStartObject();
                json.WriteString("a", c.A.Id);
                json.WriteString("b", c.B.Id);
                json.WriteString("time_start", c.When.Start.ToString());
                json.WriteString("time_end", c.When.End.ToString());
                json.WriteNumber("altitude_lower_m", Math.Round(c.Altitudes.Lower.Metres, 3));
                json.WriteNumber("altitude_upper_m", Math.Round(c.Altitudes.Upper.Metres, 3));
                json.WriteNumber("lat", Math.Round(c.Center.Lat, 7));
                json.WriteNumber("lng", Math.Round(c.Center.Lng, 7));
                json.WriteNumber("horizontal_m", Math.Round(c.Gap.HorizontalMetres, 3));
                json.WriteNumber("vertical_m", Math.Round(c.Gap.VerticalMetres, 3));
                json.WriteNumber("time_s", Math.Round(c.Gap.Time.TotalSeconds, 3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
