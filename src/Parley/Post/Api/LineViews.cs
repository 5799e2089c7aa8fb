using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Post.Api;

/// <summary>The line, the watch and incidents as the API shows them. Thread-safe.</summary>
internal static class LineViews
{
    public static MessageView Of(Message m, PartyName me, Instant now, PhraseLanguage language) => new(
        m.Id.ToString(), m.What.Thread.ToString(), KindText(m.What.Kind), PrecedenceText(m.What.Precedence), m.From.Value, m.From == me, [.. m.To.Select(static p => p.Value)], m.At.ToString(),
        m.What.Text, Of(m.What.Phrase, language), Of(m.What.Attachments), m.What.Officer, m.What.Defused,
        [.. m.To.Concat(m.Times.Keys.Where(p => !m.To.Contains(p))).Select(p => Of(m, p, now))], m.MediatorTold?.ToString(), m.Missed is { } why ? WhyText(why) : null, Pending: false);

    /// <summary>With what only the state knows of it.</summary>
    public static MessageView Of(PostState state, Message m, PartyName me, Instant now, PhraseLanguage language) =>
        m.From == me || m.AcknowledgedBy(me) ? Of(m, me, now, language) : Of(m, me, now, language) with { AcknowledgementWaits = state.AcknowledgementWaits(m.Id) };

    /// <summary>One that waits for the exchange: nobody has it yet.</summary>
    public static MessageView Waiting(MessageSent what, IEnumerable<string> to, PartyName me, PhraseLanguage language) => new(
        what.Message.ToString(), what.Thread.ToString(), KindText(what.Kind), PrecedenceText(what.Precedence), me.Value, true, [.. to], null, what.Text, Of(what.Phrase, language), Of(what.Attachments),
        what.Officer, what.Defused, [], null, null, Pending: true);

    private static ReceiverView Of(Message message, PartyName party, Instant now)
    {
        var times = message.Times.GetValueOrDefault(party) ?? new MessageTimes();
        return new ReceiverView(
            party.Value, times.Delivered?.ToString(), times.Read?.ToString(), times.ReadBy, times.Acknowledged?.ToString(), times.AcknowledgedBy, message.Due(party)?.ToString(),
            [.. message.StepsTo(party, now).Select(Of)])
        { Next = message.NextStepTo(party, now) is { } next ? Of(next) : null };
    }

    private static EscalationView Of(EscalationStep s) => new(s.At.ToString(), s.To switch { EscalationTo.NextContact => "contact", EscalationTo.Everyone => "everyone", _ => "mediator" }, s.Name);

    private static PhraseView? Of(PhraseSaid? phrase, PhraseLanguage language)
    {
        if (phrase is null)
        {
            return null;
        }

        var fine = Phrasebook.Check(phrase.Code, phrase.Slots).Try(out var filled, out var problem);
        return new PhraseView(phrase.Code, phrase.Slots, fine ? filled!.In(language) : null, fine ? null : problem!.ToString());
    }

    private static IReadOnlyList<AttachmentView> Of(ImmutableArray<Attachment>? attachments) => attachments is not { IsDefaultOrEmpty: false } list
        ? []
        : [.. list.Select(static a => new AttachmentView(
            a.Kind switch { AttachmentKind.Point => "point", AttachmentKind.Track => "track", _ => "intent" },
            a.Points is { IsDefault: false } points ? [.. points.Select(Of)] : null, a.Intent?.ToString(), a.Label))];

    private static PointView Of(PointAt p) => new(p.Lat, p.Lng, p.AltitudeM, p.At?.ToString());

    public static LineView Of(PostState state, PartyName party, Instant now)
    {
        var test = state.TestOf(party) ?? default;
        var missed = state.Alarm($"link:{party}:out") is not null || state.Alarm($"link:{party}:in") is not null;
        var muted = state.MutedAt(party, now);
        return new LineView(
            party.Value, missed ? "missed" : test.Answered is null && test.Received is null ? "untested" : "up", test.Sent?.ToString(), test.Answered?.ToString(), test.Received?.ToString(),
            test.SentDue?.ToString(), state.WatchAt(party) is { } officers ? [.. officers] : null, state.UntakenOf(party), muted?.Until.ToString(), muted?.Officer);
    }

    public static MissView Of(LinkMiss m) => new(m.At.ToString(), m.Party.Value, m.Outgoing ? "out" : "in", WhyText(m.Why), m.Check?.ToString());

    public static WatchView Watch(PostState state) => new(
        [.. state.Watch.Select(static w => new OnWatchView(w.Officer, w.Role, w.Since.ToString()))],
        [.. state.WatchChanges.Reverse().Take(200).Select(static c => new WatchChangeView(c.At.ToString(), c.Left, c.Took, c.Role, c.Note))]);

    public static IncidentView Of(Incident i, Instant now) => new(
        i.Id.ToString(), i.What.Title, i.By.Value, [.. i.Parties.Select(static p => p.Value)], i.At.ToString(), i.What.Officer, Of(i.What.Place), i.What.When.ToString(), i.What.Known, i.What.RadiusM,
        new FrozenView(i.Frozen.At.ToString(), i.Frozen.Agreements.Length, i.Frozen.Declared.Length, i.Frozen.Conflicts.Length, i.Frozen.Messages.Length),
        [.. i.Inquiries.Select(q => Of(q, now))], i.ClosedAt?.ToString(), i.Closed?.Reason);

    private static InquiryView Of(Inquiry q, Instant now) => new(
        q.What.Inquiry.ToString(), q.By.Value, q.What.Asked.Value, q.What.Question, q.At.ToString(), q.What.Deadline.ToString(),
        q.Answer is { } given ? given.Late ? "answered-late" : "answered" : q.UnansweredAt(now) ? "no-answer" : "open",
        q.Answer is { } answer ? AnswerText(answer.What.Answer) : null, q.Answer?.What.Text, q.Answer?.What.Officer, q.Answer?.At.ToString());

    public static string AnswerText(InquiryAnswer answer) => answer switch
    {
        InquiryAnswer.Confirmed => "confirmed",
        InquiryAnswer.Denied => "denied",
        _ => "neither-confirmed-nor-denied",
    };

    public static string PrecedenceText(Precedence precedence) => precedence.ToString().ToUpperInvariant();

    public static string KindText(MessageKind kind) => kind switch { MessageKind.Stop => "stop", MessageKind.LinkCheck => "link-check", _ => "message" };

    private static string WhyText(MissedWhy why) => why switch
    {
        MissedWhy.LinkDown => "link-down",
        MissedWhy.PostDown => "post-down",
        MissedWhy.NobodyOnWatch => "nobody-on-watch",
        _ => "unanswered",
    };
}
