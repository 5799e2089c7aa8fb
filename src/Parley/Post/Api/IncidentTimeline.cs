using System.Globalization;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Post.Api;

/// <summary>
/// What was declared, said and done around an incident, one sentence each, in order. Each goes on from the party's name, and is found by its English text when it is shown
/// in another language: whatever is changed here is changed in Console/Texts/Sentences, too. Thread-safe.
/// </summary>
internal static class IncidentTimeline
{
    private readonly record struct Event(Instant At, string Who, string What, string Text, string? About);

    /// <param name="comments">Those for the other side.</param>
    public static IReadOnlyList<EventView> Of(Incident incident, IEnumerable<Comment> comments, Instant now) =>
        [.. All(incident, now).Concat(comments.Select(Of)).OrderBy(static e => e.At).Select(static e => new EventView(e.At.ToString(), e.Who, e.What, e.Text, e.About))];

    private static IEnumerable<Event> All(Incident incident, Instant now) =>
    [
        .. incident.Frozen.Agreements.SelectMany(Of), .. incident.Frozen.Declared.SelectMany(Of), .. incident.Frozen.Conflicts.SelectMany(Of),
        .. incident.Frozen.Messages.SelectMany(m => Of(m, incident.Frozen.At)), .. incident.Frozen.Alarms.Select(static a => new Event(a.Since, "here", "alarm", a.Says, a.About)), .. OfItself(incident, now),
    ];

    private static IEnumerable<Event> Of(Agreement a)
    {
        yield return new Event(a.DraftedAt, a.DraftedBy.Value, "agreement", $"drafts the agreement “{a.Terms.Title}”.", a.Id.ToString());
        foreach (var (party, signature) in a.Signatures)
        {
            yield return new Event(signature.At, party.Value, "agreement", $"signs “{a.Terms.Title}”{By(signature.Officer)}.", a.Id.ToString());
        }

        foreach (var (party, suspension) in a.Suspensions)
        {
            yield return new Event(suspension.At, party.Value, "agreement", $"suspends “{a.Terms.Title}” from {suspension.Effective} on: {suspension.Reason}", a.Id.ToString());
        }

        if (a.End is { } end)
        {
            yield return new Event(end.At, end.By.Value, "agreement", $"ends “{a.Terms.Title}”: {end.Reason}", a.Id.ToString());
        }
    }

    private static IEnumerable<Event> Of(Declared d)
    {
        foreach (var (party, notice) in d.Notices)
        {
            yield return new Event(
                notice.At, d.Owner.Value, "notice",
                string.Create(CultureInfo.InvariantCulture, $"tells {party} of version {notice.Version}, {notice.LeadS / 60:0.#} min before its start{(notice.Late ? ": late" : "")}{(notice.Vague is null ? "" : ": vague")}."), d.Id.ToString());
            if (notice.SeenAt is { } seen)
            {
                yield return new Event(seen, party.Value, "acknowledged", $"acknowledges version {notice.SeenVersion}{By(notice.SeenBy)}.", d.Id.ToString());
            }
        }

        foreach (var mark in d.Marks)
        {
            yield return new Event(mark.At, d.Owner.Value, "mark", $"version {mark.Version} is marked {mark.What} towards {mark.To}.", d.Id.ToString());
        }

        yield return new Event(d.Facts.Start, d.Owner.Value, "intent", "begins, as declared.", d.Id.ToString());
        yield return new Event(d.Facts.End, d.Owner.Value, "intent", "ends, as declared.", d.Id.ToString());
    }

    private static IEnumerable<Event> Of(Conflict c)
    {
        foreach (var step in c.Series)
        {
            yield return new Event(
                step.At, "both", "conflict",
                string.Create(CultureInfo.InvariantCulture, $"{c.OwnerA} and {c.OwnerB} are {step.After.HorizontalM:0} m, {step.After.VerticalM:0} m and {step.After.TimeS:0} s apart{(step.After.Near ? ": a conflict" : ": no conflict")}."), c.Id.ToString());
        }

        foreach (var proposal in c.Proposals)
        {
            yield return new Event(proposal.At, proposal.By.Value, "proposal", $"proposes {KindText(proposal.What.Kind)}{By(proposal.What.Officer)}.", c.Id.ToString());
            foreach (var (party, answer) in proposal.Answers)
            {
                yield return new Event(answer.At, party.Value, "proposal", $"{(answer.Accepted ? "accepts" : "declines")} it{By(answer.Officer)}.", c.Id.ToString());
            }
        }

        foreach (var (party, stand) in c.Stands)
        {
            yield return new Event(stand.At, party.Value, "stand", stand.Stand == Stand.Move ? "says: I move." : "says: I hold.", c.Id.ToString());
        }
    }

    private static IEnumerable<Event> Of(Message m, Instant until)
    {
        var what = m.What.Kind switch { MessageKind.Stop => "STOP", MessageKind.LinkCheck => "a link check", _ => LineViews.PrecedenceText(m.What.Precedence) };
        var said = m.What.Text is { } text ? $": “{text}”" : m.What.Phrase is { } phrase ? Phrasebook.Check(phrase.Code, phrase.Slots).Try(out var filled, out _) ? $": {phrase.Code} “{filled.In(PhraseLanguage.English)}”" : $": {phrase.Code}" : "";
        yield return new Event(m.At, m.From.Value, "message", $"sends {what} to {string.Join(", ", m.To)}{said}", m.Id.ToString());
        foreach (var (party, times) in m.Times)
        {
            if (times.Delivered is { } delivered)
            {
                yield return new Event(delivered, party.Value, "delivered", $"has it at its post.", m.Id.ToString());
            }

            if (times.Read is { } read)
            {
                yield return new Event(read, party.Value, "read", $"reads it{By(times.ReadBy)}.", m.Id.ToString());
            }

            if (times.Acknowledged is { } acknowledged)
            {
                yield return new Event(acknowledged, party.Value, "acknowledged", $"acknowledges it{By(times.AcknowledgedBy)}.", m.Id.ToString());
            }
        }

        foreach (var party in m.To)
        {
            foreach (var step in m.StepsTo(party, until))
            {
                yield return new Event(step.At, party.Value, "escalated", $"has not acknowledged it: {step.Name} is called.", m.Id.ToString());
            }
        }
    }

    private static IEnumerable<Event> OfItself(Incident i, Instant now)
    {
        yield return new Event(i.What.When, i.By.Value, "incident", $"“{i.What.Title}”: {i.What.Known}", i.Id.ToString());
        yield return new Event(i.At, i.By.Value, "incident", $"opens the incident{By(i.What.Officer)}; what was declared and said around it is frozen.", i.Id.ToString());
        foreach (var inquiry in i.Inquiries)
        {
            yield return new Event(inquiry.At, inquiry.By.Value, "inquiry", $"asks {inquiry.What.Asked}: “{inquiry.What.Question}” by {inquiry.What.Deadline}{By(inquiry.What.Officer)}.", inquiry.What.Inquiry.ToString());
            if (inquiry.UnansweredAt(now))
            {
                yield return new Event(inquiry.What.Deadline, inquiry.What.Asked.Value, "no-answer", "has not answered by the deadline.", inquiry.What.Inquiry.ToString());
            }

            if (inquiry.Answer is { } given)
            {
                yield return new Event(
                    given.At, inquiry.What.Asked.Value, "answer",
                    $"answers{(given.Late ? " late" : "")}: {AnswerText(given.What.Answer)}{(given.What.Text is { } text ? $", “{text}”" : "")}{By(given.What.Officer)}.", inquiry.What.Inquiry.ToString());
            }
        }

        if (i.ClosedAt is { } closed)
        {
            yield return new Event(closed, i.By.Value, "closed", $"closes the incident: {i.Closed!.Reason}", i.Id.ToString());
        }
    }

    private static Event Of(Comment c) => new(
        c.At, c.By.Value, "comment",
        $"comments on the {c.About.ToString().ToLowerInvariant()} for {string.Join(", ", c.Readers.Where(r => r != c.By))} to read{By(c.Officer)}: “{c.Text}”", c.Subject.ToString());

    private static string KindText(ProposalKind kind) => kind switch
    {
        ProposalKind.ShiftTime => "to shift the time",
        ProposalKind.ChangeAltitude => "to change the altitude",
        ProposalKind.Move => "to move",
        ProposalKind.Shrink => "to shrink",
        ProposalKind.Hold => "to hold",
        ProposalKind.PleaseHold => "that the other side holds",
        _ => "to accept the risk",
    };

    private static string AnswerText(InquiryAnswer answer) => answer switch
    {
        InquiryAnswer.Confirmed => "confirmed",
        InquiryAnswer.Denied => "denied",
        _ => "neither confirmed nor denied",
    };

    private static string By(string? officer) => officer is null ? "" : $" ({officer})";
}
