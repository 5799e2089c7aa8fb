using System.Globalization;
using Parley.Client.F3548;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>Intents and notices as people read them.</summary>
internal static class IntentPages
{
    public static void List(IReadOnlyList<IntentView> intents, Pages pages)
    {
        if (intents.Count == 0)
        {
            pages.Line("No intents.");
            return;
        }

        pages.Table(
            ["Id", "Owner", "State", "Start (UTC)", "End (UTC)", "Marks"],
            intents.Select(static i => (string[])[Pages.Short(i.Id), i.Mine ? $"{i.Owner} (own)" : i.Owner, State(i), Pages.Clock(i.Start), Pages.Clock(i.End), Marks(i)]));
    }

    /// <summary>What became of a filing or a change.</summary>
    public static void Told(string done, IntentView intent, Pages pages)
    {
        pages.Line($"{done} {intent.Id}, version {intent.Version}, {State(intent)}: {Pages.Clock(intent.Start)} to {Pages.Clock(intent.End)}");
        Effects(intent, pages);
    }

    /// <summary>What filing it would bring.</summary>
    public static void WouldBe(IntentView intent, Pages pages)
    {
        pages.Line(intent.Conflicts.Count == 0 ? "It would meet nobody that this post knows of." : $"It would meet {intent.Conflicts.Count} of those that this post knows of.");
        foreach (var notice in intent.Notices)
        {
            pages.Fact("notice", $"{notice.Party} would be told{Lead(notice)}");
        }

        Uncovered(intent, pages);
    }

    public static void Show(IntentView intent, Pages pages)
    {
        pages.Line($"{(intent.Kind == "site" ? "Protected site" : "Intent")} of {intent.Owner}{(intent.Mine ? " (own)" : intent.Civil ? " (civil)" : "")}");
        pages.Fact("id", intent.Id);
        pages.Fact("state", $"{State(intent)}, version {intent.Version}{(intent.Alive ? "" : ", over")}");
        pages.Fact("time", $"{Pages.Clock(intent.Start)} to {Pages.Clock(intent.End)}");
        foreach (var volume in intent.Volumes)
        {
            pages.Fact("volume", Volume(volume));
        }

        pages.Fact("activity", intent.Activity);
        pages.Fact("note", intent.Note);
        pages.Fact("place", intent.Place is { } place
            ? $"{place.Name}{(!place.Known ? ", not known" : place.DistanceKm is { } km ? $", {Pages.Number(km)} km away" : "")}{(place.Wrong ? ": WRONG PLACE until confirmed or corrected" : "")}"
            : null);
        pages.Fact("under way", intent.UnderWay);
        pages.Fact("reconfirm by", Pages.Clock(intent.ReconfirmBy) is { Length: > 0 } by ? by + (intent.Expired ? ", EXPIRED" : "") : null);
        pages.Fact("outcome", intent.Outcome);
        pages.Fact("reason", intent.Reason);
        Effects(intent, pages);
        foreach (var mark in intent.Marks)
        {
            pages.Fact("mark", $"{mark.What}: version {mark.Version} to {mark.Party}, {Pages.Span(mark.LeadTimeS)} before the start");
        }

        foreach (var r in intent.Recipients ?? [])
        {
            pages.Fact("recipient", Recipient(r));
        }
    }

    public static void Recipients(IntentView intent, Pages pages)
    {
        pages.Line($"Who must know of {intent.Id}:");
        foreach (var r in intent.Recipients ?? [])
        {
            pages.Fact(r.ConfirmedAt is not null ? "confirmed" : r.ToldAt is not null ? "told" : "NOT TOLD", Recipient(r));
        }
    }

    private static void Effects(IntentView intent, Pages pages)
    {
        foreach (var notice in intent.Notices)
        {
            var passed = notice.PassedOn is { } p ? $"; passed on: of {p.MustKnow}, {p.Told} told, {p.Confirmed} confirmed" : "";
            pages.Fact("notice", notice.At is null
                ? $"{notice.Party} NOT TOLD YET: the notice waits for the exchange"
                : $"{notice.Party} told at {Pages.Clock(notice.At)}{Lead(notice)}{(notice.SeenBy is null ? ", not seen yet" : $", version {notice.SeenVersion} seen{Pages.By(notice.SeenBy)}")}{passed}");
        }

        Uncovered(intent, pages);
        foreach (var conflict in intent.Conflicts)
        {
            pages.Fact("CONFLICT", $"{conflict}; see: parley conflict show {Pages.Short(conflict)}");
        }
    }

    private static void Uncovered(IntentView intent, Pages pages)
    {
        foreach (var part in intent.UncoveredParts ?? [])
        {
            pages.Fact("UNCOVERED", part.Text);
        }
    }

    private static string Lead(NoticeView n) =>
        (n.LeadTimeS is { } lead ? lead < 0 ? $", {Pages.Span(-lead)} AFTER the start" : $", {Pages.Span(lead)} before the start" : "")
        + (n.Late == true ? ", LATE" : "") + (n.Vague is { } vague ? $", VAGUE ({vague})" : "") + (n.Disclosure == "footprint" ? ", footprint only" : "");

    private static string State(IntentView i) => (i.Kind == "site" ? "site, " : "") + i.State + (i.UnderWay is null ? "" : $", {i.UnderWay}") + (i.Pending ? ", waiting" : "");

    private static string Marks(IntentView i)
    {
        var marks = i.Marks.Select(static m => m.What).Distinct().ToList();
        if (i.Uncovered)
        {
            marks.Add("uncovered");
        }

        if (i.Place is { Wrong: true })
        {
            marks.Add("wrong place");
        }

        if (i.Conflicts.Count > 0)
        {
            marks.Add($"conflicts: {string.Join(", ", i.Conflicts.Select(Pages.Short))}");
        }

        return string.Join("; ", marks);
    }

    private static string Recipient(RecipientView r) => $"{r.Name} ({r.Way})"
        + (r.ToldAt is null ? "" : $", told {Pages.Clock(r.ToldAt)}{Pages.By(r.ToldBy)}") + (r.ConfirmedAt is null ? "" : $", confirmed {Pages.Clock(r.ConfirmedAt)}{Pages.By(r.ConfirmedBy)}");

    private static string Volume(WireVolume4D volume)
    {
        var shape = volume.Volume;
        var outline = shape?.OutlineCircle is { } circle ? $"{Pages.Number(circle.Radius?.Value ?? 0)} m around {Place(circle.Center)}"
            : shape?.OutlinePolygon?.Vertices is { Count: > 0 } corners ? $"{corners.Count} corners from {Place(corners[0])}" : "no outline";
        var band = shape?.AltitudeLower is null && shape?.AltitudeUpper is null ? "altitudes not disclosed"
            : $"{(shape.AltitudeLower?.Value is { } low ? Pages.Number(low) : "−∞")} to {(shape.AltitudeUpper?.Value is { } high ? Pages.Number(high) : "∞")} m";
        return $"{outline}, {band}, {Pages.Clock(volume.TimeStart?.Value)} to {Pages.Clock(volume.TimeEnd?.Value)}";
    }

    private static string Place(LatLngPoint? at) => string.Create(CultureInfo.InvariantCulture, $"{at?.Lat:0.00000},{at?.Lng:0.00000}");
}
