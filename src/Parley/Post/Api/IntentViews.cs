using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Api;

/// <summary>All that a view of one intent is made of: taken under the engine's lock, immutable, so that the view is made outside it.</summary>
internal readonly record struct IntentFacts(Declared Declared, bool WrongPlace, ImmutableArray<EntityId> Conflicts, ImmutableArray<OutLetter> Waiting)
{
    public static IntentFacts Of(PostState state, Declared d) => Of(state, d, Letters(state));

    /// <summary>Of a page of intents; letters on their way are looked through once.</summary>
    public static IntentFacts[] Of(PostState state, IEnumerable<Declared> page)
    {
        var letters = Letters(state);
        return [.. page.Select(d => Of(state, d, letters))];
    }

    private static ILookup<EntityId, OutLetter> Letters(PostState state) => state.Outbox.Where(static l => l.Body is Notice).ToLookup(static l => ((Notice)l.Body).Intent);

    private static IntentFacts Of(PostState state, Declared d, ILookup<EntityId, OutLetter> letters) => new(
        d, state.Alarm($"place:{d.Id}") is not null, [.. state.ConflictsOf(d.Id).Where(static c => c.Now.Near).Select(static c => c.Id)], [.. letters[d.Id]]);
}

/// <summary>Intents as the API shows them. Thread-safe.</summary>
internal static class IntentViews
{
    public static IntentView Of(IntentFacts facts, PartyName me, Instant now) => Of(facts, facts.Declared, me, now);

    private static IntentView Of(IntentFacts facts, Declared d, PartyName me, Instant now) => new(
        d.Id.ToString(), d.Owner.Value, d.Owner == me, d.Civil, d.Kind == DeclaredKind.Site ? "site" : "intent", d.Over || d.Ending ? "Ended" : d.State.ToString(), d.Version, d.Ovn, d.Live(now) && !d.Ending,
        d.Facts.Start.ToString(), d.Facts.End.ToString(), PostVolumes.Wire(d.Volumes), d.Note, d.Activity,
        d.Place is { } place ? new PlaceView(place, d.Facts.PlaceKm, !d.Facts.PlaceUnknown, facts.WrongPlace) : null,
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
        [.. d.Notices.Select(static n => Of(n.Key, n.Value)), .. Waiting(facts)],
        [.. d.Marks.Select(static m => new MarkView(m.What, m.Version, m.To.Value, m.At.ToString(), m.LeadS))],
        [.. facts.Conflicts.Select(static c => c.ToString())],
        d.Uncovered is not null,
        d.Uncovered is { } uncovered ? JsonSerializer.Deserialize(uncovered.Text, PostWireJson.Default.IReadOnlyListUncoveredView) : null,
        d.Owner == me ? null : [.. d.Recipients.Select(static r => new RecipientView(r.Name, r.Way, r.ToldAt?.ToString(), r.ToldBy, r.ConfirmedAt?.ToString(), r.ConfirmedBy))],
        d.Filing is not null || !facts.Waiting.IsEmpty);

    private static NoticeView Of(PartyName party, NoticeTo n) => new(
        party.Value, n.Late, n.LeadS, n.Vague, n.Version, n.At.ToString(), n.DeliveredAt?.ToString(), n.SeenBy, n.SeenAt?.ToString(), n.SeenBy is null ? null : n.SeenVersion,
        n.MustKnow > 0 ? new PassedOnView(n.MustKnow, n.Told, n.Confirmed) : null, n.Footprint ? "footprint" : "full");

    // Those whose first notice still waits for the exchange: shown, so that nobody takes them for told.
    private static IEnumerable<NoticeView> Waiting(IntentFacts facts) =>
        from letter in facts.Waiting
        from name in letter.To.Keys
        where !facts.Declared.Notices.ContainsKey(new PartyName(name))
        select new NoticeView(name, null, null, null, null, null, null, null, null, null, null, ((Notice)letter.Body).Footprint ? "footprint" : "full");
}
