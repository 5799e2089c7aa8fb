using Parley.Client.Post;
using Parley.Console.Telling.Edition;
using Parley.Console.Texts;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Post.Tightness;
using Parley.Tests.Post;
using static Parley.Tests.Console.Telling.Tellings;

namespace Parley.Tests.Console.Telling;

public sealed class EditionTests
{
    private static readonly Uri Console = new("https://post.example");

    private static Strait Usual() => new(static t => t with { AcknowledgeWithinS = new AcknowledgeTerms(60, 120, 600, 3600), LinkCheckEveryS = 86_400 });

    /// <summary>The 24 hours up to so many minutes after noon.</summary>
    private static EditionFigures Of(Strait s, double toMin, IReadOnlyList<NeedView>? waiting = null)
    {
        var history = new History(new PartyName("a"));
        s.Sea["a"].Journal.ForEach(e => history.Apply(PostCodec.Decode(e)));
        var (to, day) = (s.Noon.Plus(TimeSpan.FromMinutes(toMin)), TimeSpan.FromDays(1));
        return EditionFigures.Of(history, to.Plus(-day), to, to.Plus(day), to, waiting ?? []);
    }

    private static EditionPage Page(EditionFigures figures, string language = "en") => EditionWords.Of(figures, Person(language: language), Console, new Uri(Console, "/telling/stop?t=x&y=1"));

    [Fact]
    public void An_edition_says_what_was_late_how_each_conflict_ended_and_what_comes_next()
    {
        var s = Usual();
        var (mine, theirs) = (s.File("a", 100, 60), s.File("b", 104, 60, activity: "survey flight"));
        var agreed = Sea.ConflictOf(mine, theirs);
        s.Settle("b", agreed, ProposalKind.Move, mine);
        s.Change("a", mine, place: 300, settles: agreed);
        var (passing, other) = (s.File("a", 500, 90), s.File("b", 503, 90));
        s.File("b", 700, 5);
        s.Clock(150);
        var still = s.File("a", 900, 300);
        // Ids of conflicts are made of those of the two, and plainly so here: the next would give one that was.
        s.NewId();
        var open = s.File("b", 902, 300);
        var figures = Of(s, 151);

        Assert.Equal((2, 3), (figures.OursActive, figures.TheirsActive));
        Assert.Equal(("b", "a"), (Assert.Single(figures.Late).From, figures.Late[0].To));
        Assert.Equal(
            [(agreed.ToString(), "agreed"), (Sea.ConflictOf(passing, other).ToString(), "passed"), (Sea.ConflictOf(still, open).ToString(), "open")],
            figures.Conflicts.Select(static c => (c.Id, c.Ended)));
        Assert.Equal([still.ToString(), open.ToString()], figures.Next.Select(static n => n.Id).Order());
        Assert.Equal((figures.Period.Theirs.Notices.Late, figures.Week.Theirs.Notices.Late, figures.WeekBefore.Theirs.Notices.Late), (1, 1, 0));

        var text = EditionText.Plain(Page(figures));
        Assert.Contains("Under way in this time: 2 of ours, 3 of others.", text, StringComparison.Ordinal);
        Assert.Contains("its time passed, not settled !", text, StringComparison.Ordinal);
        Assert.Contains("OPEN, to be settled by", text, StringComparison.Ordinal);
        Assert.Contains("of them late (theirs); This week: 1 !; Last week: 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_happened_the_day_before_yesterday_is_not_in_the_day_but_in_the_weeks()
    {
        var s = Usual();
        s.File("b", 700, 5);
        var dayAfter = Of(s, 2 * 24 * 60);
        Assert.Empty(dayAfter.Late);
        Assert.Equal((0, 1, 0), (dayAfter.Period.Theirs.Notices.Told, dayAfter.Week.Theirs.Notices.Late, dayAfter.WeekBefore.Theirs.Notices.Late));
        var weekAfter = Of(s, 8 * 24 * 60);
        Assert.Equal((0, 1), (weekAfter.Week.Theirs.Notices.Late, weekAfter.WeekBefore.Theirs.Notices.Late));
    }

    [Fact]
    public void Open_inquiries_and_what_waits_stand_in_it_until_they_are_answered()
    {
        var s = Usual();
        var (incident, inquiry) = (s.NewId(), s.NewId());
        s.Say("b", new IncidentOpened(incident, "Convoy hit", new PointAt(1, 2), s.Sea.Now, "little", 1000, 3600, 60));
        s.Say("b", new InquiryPut(incident, inquiry, new PartyName("a"), "Was it you?", s.Noon.Plus(TimeSpan.FromHours(2))));
        var open = Assert.Single(Of(s, 30).Inquiries);
        Assert.Equal(("Convoy hit", "a", "b", "Was it you?"), (open.Title, open.Asked, open.By, open.Question));
        var text = EditionText.Plain(Page(Of(s, 180, [Flash()])));
        Assert.Contains("FLASH from quill", text, StringComparison.Ordinal);
        Assert.Contains("Hold all flights", text, StringComparison.Ordinal);
        // Past its deadline it is marked.
        Assert.Contains("14:00Z (15:00) !", text, StringComparison.Ordinal);
        s.Say("a", new InquiryAnswered(incident, inquiry, InquiryAnswer.Denied, "no"));
        Assert.Empty(Of(s, 30).Inquiries);
    }

    [Fact]
    public void Other_parties_words_are_text_in_html_and_turn_nothing_around_them_in_plain_text()
    {
        var figures = Of(Usual(), 30, [Need("message", 2, "PRIORITY", text: "<img src=x onerror=alert(1)> \u202Eevil\"'&")]) with
        {
            Inquiries = [new EditionInquiry("i", "<script>alert(1)</script>", "a", "<b>", "a\nb", Instant.Max)],
            Next = [new EditionIntent("x", "<i>quill", false, "</td><td onclick=x>", null, Instant.Min, Instant.Max)],
        };
        var html = EditionText.Html(Page(figures));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<td onclick", html, StringComparison.Ordinal);
        Assert.Contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://post.example/telling/stop?t=x&amp;y=1\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', html);
        var text = EditionText.Plain(Page(figures));
        Assert.Contains("\u2068<script>alert(1)</script>\u2069", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', text);
    }

    [Fact]
    public void A_page_is_in_the_persons_direction_and_loads_nothing()
    {
        var figures = Of(Usual(), 30);
        Assert.Contains("\u206623.11. 12:30Z (13:30)\u2069", Page(figures, "he").Lead, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2066', Page(figures).Lead);
        var html = EditionText.Html(Page(figures, "he"));
        Assert.StartsWith("<!doctype html>\n<html lang=\"he\" dir=\"rtl\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("edition.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_way_outcome_and_reason_has_its_words()
    {
        var words = Wording.In("en");
        string[] keys =
        [
            .. Parley.Console.Telling.Kinds.All.Select(static k => $"telling.kind.{k}"), .. Parley.Console.Telling.Ways.All.Append("all").SelectMany(static w => new[] { $"telling.way.{w}", $"telling.way.short.{w}" }),
            .. new[] { "delivered", "again", "dead", "not-open", "over" }.Select(static o => $"telling.outcome.{o}"), .. new[] { "agreed", "gone", "passed", "open" }.Select(static e => $"edition.ended.{e}"),
            .. new[] { "link-down", "post-down", "nobody-on-watch", "unanswered" }.Select(static w => $"edition.why.{w}"),
        ];
        Assert.All(keys, k => Assert.Contains(k, words.Keys));
    }
}
