using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>Random steps of the line, the watch, incidents and what comes from outside: beside those of agreements and notices.</summary>
internal static class LinePlay
{
    /// <summary>How many kinds of steps there are.</summary>
    public const int Kinds = 34;

    /// <param name="id">Of what the step makes, where it makes something.</param>
    public static void Step(Sea sea, Sea.Boat boat, int what, int x, int y, PartyName[] others, EntityId id)
    {
        var state = boat.State;
        var officer = $"O{x % 3}";
        switch (what)
        {
            case < 8:
                sea.Write(boat, new MessageSent(
                    id, id, x % 6 == 0 ? MessageKind.Stop : x % 6 == 1 ? MessageKind.LinkCheck : MessageKind.Message, (Precedence)(y % 4), "Out of the dark: “é”\n",
                    x % 4 == 0 ? new PhraseSaid("P1", ImmutableSortedDictionary<string, string>.Empty.Add("a", "b")) : null,
                    x % 5 == 0 ? [new Attachment(AttachmentKind.Point, [new PointAt(1.25, 2, y, sea.Now)])] : null, officer), x % 2 == 0 ? others : [others[0]]);
                break;
            case < 13 when state.Untaken.ElementAtOrDefault(y % 4) is { } message:
                sea.Write(boat, new MessageAcknowledged(message.Id, officer), message.From);
                break;
            case < 15 when state.Untaken.ElementAtOrDefault(y % 4) is { } message:
                sea.Write(boat, new MessageRead(message.Id, officer), message.From);
                break;
            case < 17:
                boat.Do(new TakeWatch(sea.Now, officer, "duty", y % 3 == 0 ? $"O{y % 2}" : null, "note"));
                break;
            case 17:
                boat.Do(new LeaveWatch(sea.Now, officer));
                break;
            case 18 when state.ToTellMediators().ToImmutableArray() is { IsEmpty: false } drafts:
                boat.Do(new WriteLetters(sea.Now, drafts));
                break;
            case 19:
                boat.Do(new MuteParty(sea.Now, others[x % 2], officer, y % 3 == 0 ? null : sea.Now.Plus(TimeSpan.FromMinutes(y))));
                break;
            case < 22:
                sea.Write(boat, new IncidentOpened(id, "Hit", new PointAt(1, 2), sea.Now, "little", 1000, 3600, 60), x % 2 == 0 ? others : [others[1]]);
                break;
            case 22 or 23 when state.Incidents.ElementAtOrDefault(y % 2) is { } incident:
                sea.Write(boat, new InquiryPut(incident.Id, id, others[x % 2], "Was it you?", sea.Now.Plus(TimeSpan.FromMinutes(1 + y))), [.. incident.Parties.Where(p => p != boat.Name)]);
                break;
            case 24 when state.Incidents.SelectMany(static i => i.Inquiries).LastOrDefault() is { } inquiry:
                sea.Write(boat, new InquiryAnswered(inquiry.What.Incident, inquiry.What.Inquiry, (InquiryAnswer)(x % 3), "text"), others);
                break;
            case 25 when y % 3 == 0 && state.Incidents.FirstOrDefault() is { } incident:
                sea.Write(boat, new IncidentClosed(incident.Id, "known"), others);
                break;
            case 26 when y % 3 == 0:
                // From nobody in this sea, with one before it missing.
                var stranger = new PartyName("x");
                boat.Do(new ReceiveLetter(
                    sea.Now, state.LastSeq, 1_000_000 + y, sea.Now,
                    new Letter(stranger, ImmutableSortedDictionary<string, long>.Empty.Add(boat.Name.Value, state.RowWith(stranger).LastFromThem + 2 + (x % 2)), sea.Now, new Blank()), "jws"));
                break;
            case 26:
                boat.Do(y % 2 == 0 ? new ChangeLink(sea.Now, x % 2 == 0) : new KeepReport(sea.Now, id, others[0], new RawJson("{}")));
                break;
            case 27 when state.Declared.FirstOrDefault(d => d.Owner != boat.Name) is { } foreign:
                boat.Do(x % 2 == 0 || foreign.Recipients.IsEmpty
                    ? new PutRecipients(sea.Now, foreign.Id, [new RecipientName("unit 1", "radio"), new RecipientName("unit 2", "runner")])
                    : new MarkRecipient(sea.Now, foreign.Id, "unit 1", y % 2 == 0, officer));
                break;
            case 28:
                TakeCivil(sea, boat, id, x, y);
                break;
            case 29 when state.Alarms.ElementAtOrDefault(y % 5) is { } alarm:
                boat.Do(y % 2 == 0 ? new TakeAlarm(sea.Now, alarm.Id, officer) : new PinParty(sea.Now, others[0], new RawJson("{\n \"a\": 1}"), $"f{x}"));
                break;
            case 29 when state.NextKeys is { } next:
                boat.Do(x % 2 == 0 ? new ChangeKeys(sea.Now, next.Fingerprint) : new DropKeys(sea.Now, next.Fingerprint, officer));
                break;
            case 29:
                boat.Do(new MakeKeys(sea.Now, new RawJson("{}"), $"f{x}", officer, $"{officer} two"));
                break;
            case 30 or 31 or 32 or 33 when Subject(state, x, y) is { } subject:
                if (what == 30)
                {
                    boat.Do(new KeepComment(sea.Now, id, subject.About, subject.Id, "Among ourselves.", officer));
                }
                else if (state.Readers(subject.About, subject.Id) is [var readers, ..])
                {
                    sea.Write(boat, new CommentMade(id, subject.About, subject.Id, "For you too.", officer), [.. readers]);
                }

                break;
        }
    }

    private static (CommentAbout About, EntityId Id)? Subject(PostState state, int x, int y) => (x % 3) switch
    {
        0 => state.Declared.ElementAtOrDefault(y % 5) is { } declared ? (CommentAbout.Intent, declared.Id) : null,
        1 => state.Conflicts.ElementAtOrDefault(y % 3) is { } conflict ? (CommentAbout.Conflict, conflict.Id) : null,
        _ => state.Incidents.ElementAtOrDefault(y % 2) is { } incident ? (CommentAbout.Incident, incident.Id) : null,
    };

    // Gone from over each other, where no minimum is agreed: infinitely far apart.
    private static void TakeCivil(Sea sea, Sea.Boat boat, EntityId id, int x, int y)
    {
        var known = boat.State.Declared.FirstOrDefault(static d => d.Civil)?.Id ?? id;
        Closeness[] pairs = boat.State.Declared.FirstOrDefault(d => d.Owner == boat.Name && !d.Over) is { } own
            ? [new Closeness(
                Sea.ConflictOf(known, own.Id), own.Id, x % 2 == 0, [], x % 2 == 0 ? 0 : 12.5, 0, 0, new SeparationTerms(0, 0, 0), 1, 2, own.Facts.Start, own.Facts.End)]
            : [];
        boat.Do(new TakeCivil(
            sea.Now, known, y % 2 == 0, new PartyName("uss1"), x + 1, IntentState.Accepted, Sea.At(x), new NoticeFacts(sea.Now, sea.Now.Plus(TimeSpan.FromMinutes(y)), 1, 1), [.. pairs], "ovn"));
    }
}
