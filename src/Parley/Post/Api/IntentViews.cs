using System.Text.Json;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Api;

/// <summary>Intents as the API shows them. Under the engine's lock.</summary>
internal static class IntentViews
{
    public static IntentView Of(PostState state, Declared d, PartyName me, Instant now) => new(
        d.Id.ToString(), d.Owner.Value, d.Owner == me, d.Civil, d.Kind == DeclaredKind.Site ? "site" : "intent", d.Over || d.Ending ? "Ended" : d.State.ToString(), d.Version, d.Ovn, d.Live(now) && !d.Ending,
        d.Facts.Start.ToString(), d.Facts.End.ToString(), PostVolumes.Wire(d.Volumes), d.Note, d.Activity,
        d.Place is { } place ? new PlaceView(place, d.Facts.PlaceKm, !d.Facts.PlaceUnknown, state.Alarms.Any(a => a.Id == $"place:{d.Id}")) : null,
        d.UnderWay switch { UnderWayChange.Delayed => "delayed", UnderWayChange.TurnedBack => "turned-back", UnderWayChange.Aborted => "aborted", _ => null },
        d.Standing, d.ReconfirmBy?.ToString(), d.Expired,
        d.Outcome switch
        {
            IntentOutcome.DoneAsDeclared => "done-as-declared",
            IntentOutcome.Changed => "changed",
            IntentOutcome.Impeded => "impeded",
            IntentOutcome.Denied => "denied",
            IntentOutcome.Cancelled => "cancelled",
            _ => null,
        },
        d.OverWhy, [.. d.Agreements.Select(static a => a.ToString())],
        [.. d.Notices.Select(static n => Of(n.Key, n.Value)), .. Waiting(state, d)],
        [.. d.Marks.Select(static m => new MarkView(m.What, m.Version, m.To.Value, m.At.ToString(), m.LeadS))],
        [.. state.ConflictsOf(d.Id).Where(static c => c.Now.Near).Select(static c => c.Id.ToString())],
        d.Uncovered is not null,
        d.Uncovered is { } uncovered ? JsonSerializer.Deserialize(uncovered.Text, PostWireJson.Default.IReadOnlyListUncoveredView) : null,
        d.Owner == me ? null : [.. d.Recipients.Select(static r => new RecipientView(r.Name, r.Way, r.ToldAt?.ToString(), r.ToldBy, r.ConfirmedAt?.ToString(), r.ConfirmedBy))],
        d.Filing is not null || state.Outbox.Any(l => l.Body is Notice notice && notice.Intent == d.Id));

    private static NoticeView Of(PartyName party, NoticeTo n) => new(
        party.Value, n.Late, n.LeadS, n.Vague, n.Version, n.At.ToString(), n.DeliveredAt?.ToString(), n.SeenBy, n.SeenAt?.ToString(), n.SeenBy is null ? null : n.SeenVersion,
        n.MustKnow > 0 ? new PassedOnView(n.MustKnow, n.Told, n.Confirmed) : null, n.Footprint ? "footprint" : "full");

    // Those whose first notice still waits for the exchange: shown, so that nobody takes them for told.
    private static IEnumerable<NoticeView> Waiting(PostState state, Declared d) =>
        from letter in state.Outbox
        where letter.Body is Notice notice && notice.Intent == d.Id
        from name in letter.To.Keys
        where !d.Notices.ContainsKey(new PartyName(name))
        select new NoticeView(name, null, null, null, null, null, null, null, null, null, null, ((Notice)letter.Body).Footprint ? "footprint" : "full");
}
