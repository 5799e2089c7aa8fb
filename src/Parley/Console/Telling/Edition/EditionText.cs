using System.Net;
using System.Text;

namespace Parley.Console.Telling.Edition;

/// <summary>Writes an edition as plain text and as HTML that mail programs show alike: styles on the elements, nothing that is loaded or run. Pure.</summary>
internal static class EditionText
{
    private const int Wide = 76;
    private const string Line = "border-bottom:1px solid #c3cad1;padding:4px 10px 4px 0;vertical-align:top;text-align:start";

    public static string Plain(EditionPage page)
    {
        var text = new StringBuilder().Append(page.Title).Append('\n').Append(page.Lead).Append('\n');
        foreach (var part in page.Parts)
        {
            text.Append('\n').Append(part.Heading).Append('\n').Append('-', Math.Min(part.Heading.Length, Wide)).Append('\n');
            foreach (var sentence in part.Says)
            {
                text.Append(sentence).Append('\n');
            }

            if (part.Table is { } table)
            {
                foreach (var row in table.Rows)
                {
                    text.Append("- ");
                    text.AppendJoin("; ", row.Select((cell, i) => (Cell: cell, Head: i == 0 ? "" : $"{table.Head[i]}: ")).Where(static c => c.Cell.Text.Length > 0)
                        .Select(static c => $"{c.Head}{Isolated(c.Cell)}{(c.Cell.Mark ? " !" : "")}")).Append('\n');
                }

                text.Append(table.More is null ? "" : $"{table.More}\n");
            }
        }

        text.Append('\n');
        foreach (var (name, to) in page.Links)
        {
            text.Append(name).Append(": ").Append(to).Append('\n');
        }

        return text.ToString();
    }

    public static string Html(EditionPage page)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"").Append(page.Language).Append("\" dir=\"").Append(page.Direction).Append("\"><head><meta charset=\"utf-8\"><title>")
            .Append(Escaped(page.Subject)).Append("</title></head>\n<body dir=\"").Append(page.Direction)
            .Append("\" style=\"font:15px/1.45 system-ui,sans-serif;color:#14181c;background:#ffffff;max-width:44rem;margin:0 auto;padding:12px\">\n<h1 style=\"font-size:20px;margin:0 0 6px\">")
            .Append(Escaped(page.Title)).Append("</h1>\n<p style=\"margin:0 0 12px\">").Append(Escaped(page.Lead)).Append("</p>\n");
        foreach (var part in page.Parts)
        {
            html.Append("<h2 style=\"font-size:16px;margin:18px 0 4px\">").Append(Escaped(part.Heading)).Append("</h2>\n");
            foreach (var sentence in part.Says)
            {
                html.Append("<p style=\"margin:2px 0\">").Append(Escaped(sentence)).Append("</p>\n");
            }

            if (part.Table is { Rows.Count: > 0 } table)
            {
                html.Append("<table style=\"border-collapse:collapse;width:100%\"><thead><tr>");
                foreach (var head in table.Head)
                {
                    html.Append("<th scope=\"col\" style=\"").Append(Line).Append("\">").Append(Escaped(head)).Append("</th>");
                }

                html.Append("</tr></thead><tbody>\n");
                foreach (var row in table.Rows)
                {
                    html.Append("<tr>");
                    foreach (var cell in row)
                    {
                        var text = cell.Theirs ? $"<bdi>{Escaped(cell.Text)}</bdi>" : Escaped(cell.Text);
                        html.Append("<td style=\"").Append(Line).Append("\">").Append(cell.Mark ? $"<strong style=\"color:#b00018\">{text}</strong>" : text).Append("</td>");
                    }

                    html.Append("</tr>\n");
                }

                html.Append("</tbody></table>\n").Append(table.More is null ? "" : $"<p style=\"margin:2px 0\">{Escaped(table.More)}</p>\n");
            }
        }

        html.Append("<p style=\"margin:20px 0 0;border-top:1px solid #c3cad1;padding-top:8px\">");
        html.AppendJoin(" · ", page.Links.Select(static l => $"<a style=\"color:#0b5cad\" href=\"{Escaped(l.To.AbsoluteUri)}\">{Escaped(l.Text)}</a>"));
        return html.Append("</p>\n</body></html>\n").ToString();
    }

    private static string Isolated(Piece piece) => piece.Theirs && piece.Text.Length > 0 ? $"\u2068{piece.Text}\u2069" : piece.Text;

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
