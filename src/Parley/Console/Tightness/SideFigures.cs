using System.Globalization;
using Parley.Client.Post;
using Parley.Console.Parts;
using Parley.Console.Texts;

namespace Parley.Console.Tightness;

/// <summary>One figure of one direction, as a row of the table shows it.</summary>
/// <param name="Key">The end of its text's key; of a precedence's figures, with its name.</param>
internal sealed record SideFigure(string Key, string Name, Func<SideView, string> Say);

/// <summary>The figures of one direction, in the order of the table. Thread-safe.</summary>
internal static class SideFigures
{
    private static readonly string[] Precedences = ["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"];

    public static IEnumerable<SideFigure> Of(Wording words)
    {
        SideFigure One(string key, Func<SideView, string> say) => new(key, words[$"figure.{key}"], say);
        yield return One("notices", static s => Count(s.Notices.Told));
        yield return One("late", static s => Count(s.Notices.Late));
        yield return One("vague", static s => Count(s.Notices.Vague));
        yield return One("lead", s => Span(words, s.Notices.LeadTimeS?.P50));
        yield return One("lead-least", s => Span(words, s.Notices.LeadTimeS?.Min));
        yield return One("seen", static s => Count(s.Notices.Seen));
        yield return One("seen-after", s => Span(words, s.Notices.SeenAfterS?.P50));
        foreach (var precedence in Precedences)
        {
            yield return new SideFigure($"messages.{precedence}", words.Say("figure.messages", precedence), s => s.Messages.GetValueOrDefault(precedence) is { } m ? $"{Count(m.InTime)} / {Count(m.Sent)}" : "–");
            yield return new SideFigure($"acknowledged.{precedence}", words.Say("figure.acknowledged", precedence), s => Span(words, s.Messages.GetValueOrDefault(precedence)?.AcknowledgedAfterS?.P50));
        }

        yield return One("escalations", static s => Count(s.Messages.Values.Sum(static m => m.Escalations)));
        yield return One("checks-kept", static s => Count(s.LinkChecks.Kept));
        yield return One("checks-missed", static s => Count(s.LinkChecks.Missed));
        yield return One("incidents", static s => Count(s.Incidents));
        yield return One("inquiries", static s => Count(s.Inquiries.Put));
        yield return One("inquiries.in-time", static s => Count(s.Inquiries.InTime));
        yield return One("inquiries.late", static s => Count(s.Inquiries.Late));
        yield return One("inquiries.unanswered", static s => Count(s.Inquiries.Unanswered));
        yield return One("inquiries.open", static s => Count(s.Inquiries.Open));
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Span(Wording words, double? seconds) => seconds is { } s ? Amount.Span(words, s) : "–";
}
