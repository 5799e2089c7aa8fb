using System.Net;
using System.Text;
using System.Text.Json;
using Parley.Client.Post;

namespace Parley.Post.Api;

/// <summary>
/// An incident's document as one HTML page that needs nothing else and runs nothing: styles inside, no scripts, no references. Whatever came from
/// a party is escaped and stands in an isolate of its own, so that it can't turn the text around it. Thread-safe.
/// </summary>
internal static class IncidentPage
{
    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
        h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid #999}
        table{border-collapse:collapse;width:100%}td,th{text-align:start;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #ddd}
        td.t{font-variant-numeric:tabular-nums;white-space:nowrap}tr.no-answer td,tr.escalated td,tr.mark td{font-weight:600}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;background:#f4f4f4;padding:.6rem}@media print{details{display:block}}
        """;

    public static string Of(IncidentExport export)
    {
        var i = export.Incident;
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width\"><title>").Append(Escaped(i.Title)).Append("</title><style>").Append(Style).Append("</style></head><body>\n");
        page.Append("<h1>").Append(Text(i.Title)).Append("</h1>\n<table>");
        Row(page, "Incident", i.Id);
        Row(page, "Opened by", $"{i.By}, {i.OpenedAt}{(i.Officer is null ? "" : $" ({i.Officer})")}");
        Row(page, "Happened", $"{i.When}, {i.Place.Lat:0.#####}° {i.Place.Lng:0.#####}°, {i.RadiusM / 1000:0.#} km around");
        Row(page, "What is known", i.Known);
        Row(page, "Parties", string.Join(", ", i.Parties));
        Row(page, "Frozen", $"{i.Frozen.Intents} intents, {i.Frozen.Conflicts} conflicts, {i.Frozen.Messages} messages, {i.Frozen.Agreements} agreements, as they were at {i.Frozen.At}");
        Row(page, "State", i.ClosedAt is null ? "open" : $"closed at {i.ClosedAt}: {i.ClosedWhy}");
        Row(page, "Written", $"by {export.ExportedBy}'s post at {export.ExportedAt}; all times are UTC, those of letters are the exchange's");
        page.Append("</table>\n<h2>Inquiries</h2>\n<table><tr><th>Asked</th><th>Question</th><th>Deadline</th><th>Answer</th></tr>");
        foreach (var q in i.Inquiries)
        {
            Row(page, $"{q.Asked} by {q.By}", q.Question, q.Deadline, q.Answer is null ? q.State : $"{q.Answer}{(q.State == "answered-late" ? ", late" : "")}, {q.AnsweredAt}{(q.Officer is null ? "" : $" ({q.Officer})")}{(q.Text is null ? "" : $": {q.Text}")}");
        }

        page.Append("</table>\n<h2>Timeline</h2>\n<table>");
        foreach (var e in export.Timeline)
        {
            page.Append("<tr class=\"").Append(Escaped(e.What)).Append("\"><td class=\"t\">").Append(Escaped(e.At)).Append("</td><td>").Append(Text(e.Who)).Append("</td><td>").Append(Escaped(e.What))
                .Append("</td><td>").Append(Text(e.Text)).Append("</td></tr>\n");
        }

        page.Append("</table>\n<h2>All that was frozen, as data</h2>\n<details><summary>JSON</summary><pre dir=\"ltr\">")
            .Append(Escaped(JsonSerializer.Serialize(export, Indented.IncidentExport))).Append("</pre></details>\n</body></html>\n");
        return page.ToString();
    }

    private static readonly PostWireJson Indented = new(new JsonSerializerOptions(PostWireJson.Default.Options) { WriteIndented = true });

    private static void Row(StringBuilder page, params ReadOnlySpan<string> cells)
    {
        page.Append("<tr>");
        foreach (var cell in cells)
        {
            page.Append("<td>").Append(Text(cell)).Append("</td>");
        }

        page.Append("</tr>\n");
    }

    private static string Text(string text) => $"<bdi>{Escaped(text)}</bdi>";

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
