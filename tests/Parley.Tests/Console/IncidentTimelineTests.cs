using System.Text.RegularExpressions;
using CsCheck;
using Parley.Console.Texts;
using Parley.Core.Post;
using Parley.Post.Api;
using Parley.Tests.Post;

namespace Parley.Tests.Console;

/// <summary>The timeline of an incident is read in each officer's own language, whatever was done.</summary>
public sealed partial class IncidentTimelineTests
{
    private static readonly Gen<(int What, int Who, int X, int Y)[]> Steps =
        Gen.Select(Gen.Int[0, 99 + LinePlay.Kinds], Gen.Int[0, 2], Gen.Int[0, 30], Gen.Int[0, 60]).Array[60, 240];

    [Fact]
    public void Each_line_of_a_timeline_is_known_in_every_language()
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        Steps.Sample(
            steps =>
            {
                var sea = AgreementPropertyTests.Played(steps, restores: false);
                sea.Settle();
                foreach (var boat in sea.Boats.Values)
                {
                    foreach (var incident in boat.State.Incidents.Select(i => i with { Frozen = All(boat.State, sea.Now) }))
                    {
                        var comments = boat.State.Declared.SelectMany(d => boat.State.Comments(CommentAbout.Intent, d.Id)).Where(static c => c.Across);
                        foreach (var line in IncidentTimeline.Of(incident, comments, sea.Now))
                        {
                            seen.Add(line.What);
                            // What the party itself wrote about it stands alone.
                            if (!line.Text.StartsWith('“'))
                            {
                                Known(line.Text);
                            }
                        }
                    }
                }
            },
            iter: 20, threads: 1);
        string[] kinds = ["acknowledged", "agreement", "alarm", "conflict", "delivered", "incident", "intent", "message", "notice", "read"];
        Assert.Empty(kinds.Except(seen));
    }

    [Theory]
    [InlineData("suspends “The Strait” from 2026-11-27T10:36:00Z on: storm")]
    [InlineData("tells quill of version 2, 4.5 min before its start: late: vague.")]
    [InlineData("version 2 is marked late towards quill.")]
    [InlineData("proposes to change the altitude (Ash).")]
    [InlineData("proposes that the other side holds.")]
    [InlineData("declines it (Ash).")]
    [InlineData("says: I hold.")]
    [InlineData("sends a link check to quill, marsh")]
    [InlineData("sends FLASH to quill: C3 “Clear”")]
    [InlineData("has not acknowledged it: Ash is called.")]
    [InlineData("asks quill: “Where?” by 2026-11-27T10:36:00Z (Ash).")]
    [InlineData("has not answered by the deadline.")]
    [InlineData("answers late: neither confirmed nor denied, “storm” (Ash).")]
    [InlineData("answers: denied.")]
    [InlineData("closes the incident: storm")]
    [InlineData("comments on the conflict for quill to read (Ash): “storm”")]
    public void A_line_of_the_timeline_leaves_no_word_of_english_but_names_and_quotations(string line)
    {
        Known(line);
        foreach (var (code, _) in Wording.Languages.Where(static l => l.Code is not ("en" or "fr")))
        {
            var said = Wording.In(code).Piece(line);
            string[] kept = ["The", "Strait", "quill", "marsh", "Ash", "Clear", "Where", "storm", "FLASH"];
            Assert.Empty(EnglishWord().Matches(said).Select(static m => m.Value).Except(kept, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_another_party_wrote_in_a_line_stays_as_it_was_written()
    {
        foreach (var (code, _) in Wording.Languages.Where(static l => l.Code != "en"))
        {
            Assert.Contains("accepts it. “has not answered by the deadline.”", Wording.In(code).Piece("closes the incident: accepts it. “has not answered by the deadline.”"), StringComparison.Ordinal);
        }
    }

    private static void Known(string line)
    {
        foreach (var (code, _) in Wording.Languages.Where(static l => l.Code != "en"))
        {
            Assert.True(Wording.In(code).Piece(line) != line, $"{code} does not know: {line}");
        }
    }

    private static Frozen All(PostState state, Parley.Core.Instant now) => new(now, [.. state.Agreements], [.. state.Declared], [.. state.Conflicts], [.. state.Messages()], [.. state.Alarms]);

    [GeneratedRegex(@"(?<![\p{L}\d_.\[\]'-])[A-Za-z]{2,}(?![\p{L}\d_.\[\]-])")]
    private static partial Regex EnglishWord();
}
