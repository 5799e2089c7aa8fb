using System.Collections.Immutable;
using System.Globalization;
using Parley.Console.Parts;
using Parley.Console.Texts;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Console.Agreements;

/// <summary>An agreement's terms as a person reads a contract: each in a sentence, with its units, in the order of the groups. Pure, thread-safe.</summary>
/// <param name="zone">The reader's own.</param>
internal sealed class TermsInWords(Wording words, TimeZoneInfo zone)
{
    public IReadOnlyList<Term> Of(AgreementDocument d) =>
    [
        One("who", "parties", string.Join(", ", d.Parties.Select(static p => p.Value))),
        One("who", "mediator", d.Mediator is { } mediator ? Say("terms.mediator.says", mediator.Value) : words["terms.mediator.none"]),
        new("where", "area", [.. Area(d)]),
        One("where", "altitudes", Say("terms.altitudes.says", Amount.Band(d.AltitudeLowerM, d.AltitudeUpperM))),
        One("where", "valid", Say("terms.valid.says", Day(d.ValidFrom), Day(d.ValidTo))),
        One("telling", "notice", Say("terms.notice.says", Amount.ExactSpan(words, d.MinimumNoticeS))),
        One("telling", "disclosure", words[d.Disclosure == Disclosure.Full ? "terms.disclosure.full" : "terms.disclosure.footprint"]),
        new("telling", "vague", [.. Vague(d)]),
        One("telling", "place", Say("terms.place.says", Amount.Across(d.PlaceToleranceKm * 1000))),
        One("telling", "reconfirm", Say("terms.reconfirm.says", Amount.ExactSpan(words, d.ReconfirmEveryS))),
        One("apart", "separation", Say("terms.separation.says", Amount.Across(d.Separation.HorizontalM), Amount.Height(d.Separation.VerticalM), Amount.ExactSpan(words, d.Separation.TimeS))),
        One("apart", "coordinate", Say("terms.coordinate.says", Amount.ExactSpan(words, d.CoordinateByS))),
        One("apart", "give-way", d.GiveWay.By switch
        {
            GiveWayBy.FiledFirst => words["terms.give-way.filed-first"],
            GiveWayBy.Activity => Say("terms.give-way.activity", string.Join(" › ", d.GiveWay.Order)),
            _ => words["terms.give-way.declared"],
        }),
        new("line", "acknowledge", [.. Precedences(d.AcknowledgeWithinS).Select(p => Say("terms.acknowledge.says", p.Name, Amount.ExactSpan(words, p.Seconds)))]),
        One("line", "checks", Say("terms.checks.says", Amount.ExactSpan(words, d.LinkCheckEveryS))),
        .. d.Contacts.Select(c => new Term("line", $"contacts:{c.Key}", [.. c.Value.Select(static n => n.Email is null ? n.Name : $"{n.Name} · {n.Email}")])),
        new("who", "keys", [.. (d.Keys ?? ImmutableSortedDictionary<string, string>.Empty).Select(static k => $"{k.Key}: {k.Value}")]),
    ];

    /// <summary>The heading of a term; contacts name their party.</summary>
    public string Name(Term term) => term.Key.StartsWith("contacts:", StringComparison.Ordinal) ? Say("terms.contacts", term.Key[9..]) : words[$"terms.{term.Key}"];

    /// <summary>What differs, in the order of the terms.</summary>
    public IReadOnlyList<TermChange> Differences(AgreementDocument before, AgreementDocument after)
    {
        var (old, now) = (Titled(before), Titled(after));
        var keys = old.Concat(now).Select(static t => t.Key).Distinct();
        return
        [
            .. from key in keys
               let was = old.FirstOrDefault(t => t.Key == key)
               let becomes = now.FirstOrDefault(t => t.Key == key)
               where was is null || becomes is null || !was.Says.SequenceEqual(becomes.Says)
               select new TermChange(key, was, becomes),
        ];
    }

    private IReadOnlyList<Term> Titled(AgreementDocument d) => [One("who", "title", d.Title), .. Of(d).Where(static t => t.Key != "keys")];

    private static Term One(string group, string key, string says) => new(group, key, [says]);

    private string Say(string key, params object?[] values) => words.Say(key, values);

    // In full, with its year: an agreement lasts longer than a watch.
    private string Day(Core.Instant at)
    {
        var (utc, local) = (at.ToDateTimeOffset(), TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone));
        var z = utc.ToString(utc.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd HH:mm'Z'" : "yyyy-MM-dd HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
        return local.Offset == TimeSpan.Zero ? z : $"{z} ({local.ToString(local.Date == utc.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)})";
    }

    private IEnumerable<string> Area(AgreementDocument d)
    {
        if (AgreementReader.Area(d.Area).Value is not PolygonOutline polygon)
        {
            yield break;
        }

        yield return Say("terms.area.says", polygon.Vertices.Length, Amount.Number(Math.Round(polygon.AreaKm2)));
        foreach (var corner in polygon.Vertices)
        {
            yield return Amount.Place(corner.Lat, corner.Lng);
        }
    }

    private IEnumerable<string> Vague(AgreementDocument d)
    {
        if (d.MaxAreaKm2 is { } area)
        {
            yield return Say("terms.vague.area", Amount.Number(area));
        }

        if (d.MaxDurationS is { } duration)
        {
            yield return Say("terms.vague.duration", Amount.ExactSpan(words, duration));
        }

        if (d.MaxAltitudeSpanM is { } span)
        {
            yield return Say("terms.vague.span", Amount.Height(span));
        }

        if (d is { MaxAreaKm2: null, MaxDurationS: null, MaxAltitudeSpanM: null })
        {
            yield return words["terms.vague.none"];
        }
    }

    public static IReadOnlyList<(string Name, double Seconds)> Precedences(AcknowledgeTerms t) =>
        [("FLASH", t.Flash), ("IMMEDIATE", t.Immediate), ("PRIORITY", t.Priority), ("ROUTINE", t.Routine)];
}
