using System.Globalization;
using Parley.Client.Letters;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Parts;
using Parley.Console.Texts;

namespace Parley.Console.Telling.Edition;

/// <summary>Puts an edition's figures into one person's language and time zone. Pure.</summary>
internal sealed class EditionWords(Wording words, TimeZoneInfo zone)
{
    private const int MostRows = 15;
    private const int MostText = 160;

    public static EditionPage Of(EditionFigures f, Person person, Uri console, Uri stop) => new EditionWords(Wording.In(person.Language), PreferenceReader.Zone(person)).Page(f, console, stop);

    private EditionPage Page(EditionFigures f, Uri console, Uri stop)
    {
        var late = f.Late.Count(l => l.To == f.Party);
        var open = f.Conflicts.Count(static c => c.Ended == "open");
        return new EditionPage(
            words.Code, words.Direction, words.Say("edition.subject", f.Party, f.Waiting.Count, open, late), words.Say("edition.title", f.Party),
            words.Say("edition.lead", Time(f.From), Time(f.To), Time(f.Until)),
            [Waiting(f), Intents(f), Late(f), Conflicts(f), Links(f), Inquiries(f), Next(f), Tightness(f)],
            [(words["edition.open"], console), (words["edition.change"], new Uri(console, "/telling")), (words["edition.stop"], stop)]);
    }

    private EditionPart Waiting(EditionFigures f) => Part("waiting", f.Waiting, ["what", "says", "since", "due"], n =>
        [
            new Piece(TellingWords.Flat(TellingWords.Title(n, words)), Theirs: true, Mark: n.Severity >= 3), new Piece(TellingWords.Flat(TellingWords.Text(n, words)), Theirs: true), new Piece(ZoneTime.Text(n.Since, zone, words)), new Piece(n.Due is { } due ? ZoneTime.Text(due, zone, words) : ""),
        ]);

    private EditionPart Intents(EditionFigures f) => new(
        words["edition.intents"],
        [
            words.Say("edition.intents.active", f.OursActive, f.TheirsActive),
            words.Say("edition.intents.ours", f.Period.Ours.Notices.Told, f.Period.Ours.Notices.Late, f.Period.Ours.Notices.Vague),
            words.Say("edition.intents.theirs", f.Period.Theirs.Notices.Told, f.Period.Theirs.Notices.Late, f.Period.Theirs.Notices.Vague),
        ]);

    private EditionPart Late(EditionFigures f) => Part("late", f.Late, ["from", "to", "at", "lead"], l =>
        [new Piece(l.From, true), new Piece(l.To, true), new Piece(Time(l.At)), new Piece(l.LeadS < 0 ? words.Say("edition.lead.after", Span(-l.LeadS)) : Span(l.LeadS), Mark: l.LeadS < 0)]);

    private EditionPart Conflicts(EditionFigures f) => Part("conflicts", f.Conflicts, ["between", "found", "begins", "ended"], c =>
        [
            new Piece(string.Join(" – ", c.Parties), true), new Piece(Time(c.Found)), new Piece(Time(c.Start)),
            c.Ended == "open" ? new Piece(words.Say("edition.ended.open", Time(c.Deadline)), Mark: true)
                : c.GivesWay is { } party ? new Piece(words.Say("edition.ended.gives-way", party), true)
                : new Piece(words[$"edition.ended.{c.Ended}"], Mark: c.Ended == "passed"),
        ]);

    private EditionPart Links(EditionFigures f) => Part("links", f.Links, ["party", "kept", "missed", "why"], l =>
        [new Piece(l.Party, true), new Piece(Number(l.Kept)), new Piece(Number(l.Missed), Mark: l.Missed > 0), new Piece(string.Join(", ", l.Why.Select(w => words[$"edition.why.{w}"])))]);

    private EditionPart Inquiries(EditionFigures f) => Part("inquiries", f.Inquiries, ["incident", "asked", "question", "deadline"], q =>
        [
            new Piece(Cut(q.Title), true), new Piece(words.Say("edition.asked", q.By, q.Asked), true), new Piece(Cut(q.Question), true),
            new Piece(Time(q.Deadline), Mark: q.Deadline < f.To),
        ]);

    private EditionPart Next(EditionFigures f) => Part("next", f.Next, ["from", "to", "whose", "what"], i =>
        [new Piece(Time(i.Start)), new Piece(Time(i.End)), i.Mine ? new Piece(words["edition.ours"]) : new Piece(i.Owner, true), new Piece(Cut(string.Join(", ", new[] { i.Activity, i.Place }.Where(static t => t is not null))), true)]);

    private EditionPart Tightness(EditionFigures f)
    {
        var rows = new List<IReadOnlyList<Piece>>();
        foreach (var (side, key) in ((Func<FiguresView, SideView>, string)[])[(static v => v.Ours, "ours"), (static v => v.Theirs, "theirs")])
        {
            var (now, before) = (side(f.Week), side(f.WeekBefore));
            Row($"notices.{key}", Number(now.Notices.Told), Number(before.Notices.Told));
            Row($"late.{key}", Number(now.Notices.Late), Number(before.Notices.Late), now.Notices.Late > before.Notices.Late);
            Row($"lead.{key}", Span(now.Notices.LeadTimeS?.P50), Span(before.Notices.LeadTimeS?.P50));
            Row($"silent.{key}", Number(Silent(now)), Number(Silent(before)), Silent(now) > Silent(before));
            Row($"missed.{key}", Number(now.LinkChecks.Missed), Number(before.LinkChecks.Missed), now.LinkChecks.Missed > before.LinkChecks.Missed);
        }

        var (c, b) = (f.Week.Conflicts, f.WeekBefore.Conflicts);
        Row("found", Number(c.Found), Number(b.Found));
        Row("settled", Number(c.ResolvedInTime), Number(b.ResolvedInTime));
        Row("unsettled", Number(c.Unresolved + c.ResolvedLate), Number(b.Unresolved + b.ResolvedLate), c.Unresolved + c.ResolvedLate > b.Unresolved + b.ResolvedLate);
        Row("minutes", Number(c.UnresolvedMinutes), Number(b.UnresolvedMinutes), c.UnresolvedMinutes > b.UnresolvedMinutes);
        return rows.Count == 0 ? new EditionPart(words["edition.tightness"], [words["edition.tightness.none"]]) : new EditionPart(words["edition.tightness"], [], new EditionTable([words["edition.head.figure"], words["edition.head.week"], words["edition.head.week-before"]], rows));

        // Marked where it became worse; left out where there is nothing to say.
        void Row(string key, string now, string before, bool worse = false)
        {
            if (now != before || (now != "0" && now != words["edition.no-figure"]))
            {
                rows.Add([new Piece(words[$"edition.figure.{key}"]), new Piece(now, Mark: worse), new Piece(before)]);
            }
        }

        static int Silent(SideView side) => side.Messages.Values.Sum(static m => m.Late + m.Unacknowledged);
    }

    private EditionPart Part<T>(string key, IReadOnlyList<T> all, IReadOnlyList<string> heads, Func<T, IReadOnlyList<Piece>> row) => all.Count == 0
        ? new EditionPart(words[$"edition.{key}"], [words[$"edition.{key}.none"]])
        : new EditionPart(
            words[$"edition.{key}"], [],
            new EditionTable([.. heads.Select(h => words[$"edition.head.{h}"])], [.. all.Take(MostRows).Select(row)], all.Count > MostRows ? words.Say("edition.more", all.Count - MostRows) : null));

    private string Time(Core.Instant at) => ZoneTime.Text(at, zone, words);

    private string Span(double? seconds) => seconds is not { } s ? words["edition.no-figure"]
        : s < 0 ? words.Say("edition.lead.after", Span(-s))
        : Amount.Span(words, s < 60 ? s : Math.Round(s / 60) * 60);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Cut(string text) => PlainText.Defuse(text.ReplaceLineEndings(" "), MostText);
}
