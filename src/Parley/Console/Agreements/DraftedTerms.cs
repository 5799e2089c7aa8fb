using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Console.Agreements;

/// <summary>An agreement's terms while somebody writes them: every one in a form's field, none checked before <see cref="Read"/>. One thread.</summary>
internal sealed partial class DraftedTerms
{
    public string Title { get; set; } = "";

    public HashSet<string> Parties { get; } = new(StringComparer.Ordinal);

    public string Mediator { get; set; } = "";

    public IReadOnlyList<(double Lat, double Lng)> Corners { get; set; } = [];

    public double? Lower { get; set; } = 0;

    public double? Upper { get; set; } = 6000;

    public DateTimeOffset? ValidFrom { get; set; }

    public DateTimeOffset? ValidTo { get; set; }

    public double? MinimumNotice { get; set; } = 900;

    public double? Horizontal { get; set; } = 1852;

    public double? Vertical { get; set; } = 150;

    public double? Apart { get; set; } = 120;

    public double? CoordinateBy { get; set; } = 1200;

    public Dictionary<string, double?> Acknowledge { get; } = new(StringComparer.Ordinal) { ["FLASH"] = 60, ["IMMEDIATE"] = 120, ["PRIORITY"] = 600, ["ROUTINE"] = 3600 };

    public double? LinkCheckEvery { get; set; } = 3600;

    public Disclosure Disclosure { get; set; }

    public GiveWayBy GiveWay { get; set; }

    /// <summary>One kind of activity a line, first the one that never gives way.</summary>
    public string Order { get; set; } = "";

    /// <summary>km².</summary>
    public double? MaxArea { get; set; }

    public double? MaxDuration { get; set; }

    public double? MaxSpan { get; set; }

    /// <summary>m.</summary>
    public double? PlaceTolerance { get; set; } = 5000;

    public double? ReconfirmEvery { get; set; } = 86_400;

    /// <summary>By party, one a line, in the order of escalation: a name, and an e-mail address in angle brackets.</summary>
    public Dictionary<string, string> Contacts { get; } = new(StringComparer.Ordinal);

    public static DraftedTerms From(AgreementDocument d)
    {
        var it = new DraftedTerms
        {
            Title = d.Title,
            Mediator = d.Mediator?.Value ?? "",
            Lower = d.AltitudeLowerM,
            Upper = d.AltitudeUpperM,
            ValidFrom = d.ValidFrom.ToDateTimeOffset(),
            ValidTo = d.ValidTo.ToDateTimeOffset(),
            MinimumNotice = d.MinimumNoticeS,
            Horizontal = d.Separation.HorizontalM,
            Vertical = d.Separation.VerticalM,
            Apart = d.Separation.TimeS,
            CoordinateBy = d.CoordinateByS,
            LinkCheckEvery = d.LinkCheckEveryS,
            Disclosure = d.Disclosure,
            GiveWay = d.GiveWay.By,
            Order = string.Join('\n', d.GiveWay.Order),
            MaxArea = d.MaxAreaKm2,
            MaxDuration = d.MaxDurationS,
            MaxSpan = d.MaxAltitudeSpanM,
            PlaceTolerance = d.PlaceToleranceKm * 1000,
            ReconfirmEvery = d.ReconfirmEveryS,
            Corners = [.. (AreaText.Drawn(d)?.Points ?? []).Select(static p => (p.Lat!.Value, p.Lng!.Value))],
        };
        it.Parties.UnionWith(d.Parties.Select(static p => p.Value));
        foreach (var (name, seconds) in TermsInWords.Precedences(d.AcknowledgeWithinS))
        {
            it.Acknowledge[name] = seconds;
        }

        foreach (var (party, contacts) in d.Contacts)
        {
            it.Contacts[party] = string.Join('\n', contacts.Select(static c => c.Email is null ? c.Name : $"{c.Name} <{c.Email}>"));
        }

        return it;
    }

    /// <summary>The document, or what is missing or wrong: its path is the member of docs/formats.md.</summary>
    public Checked<AgreementDocument> Read()
    {
        (string Path, object? Value)[] needed =
        [
            ("altitude_lower_m", Lower), ("altitude_upper_m", Upper), ("valid_from", ValidFrom), ("valid_to", ValidTo), ("minimum_notice_s", MinimumNotice), ("separation.horizontal_m", Horizontal),
            ("separation.vertical_m", Vertical), ("separation.time_s", Apart), ("coordinate_by_s", CoordinateBy), ("acknowledge_within_s.FLASH", Acknowledge["FLASH"]),
            ("acknowledge_within_s.IMMEDIATE", Acknowledge["IMMEDIATE"]), ("acknowledge_within_s.PRIORITY", Acknowledge["PRIORITY"]), ("acknowledge_within_s.ROUTINE", Acknowledge["ROUTINE"]),
            ("link_check_every_s", LinkCheckEvery), ("place_tolerance_km", PlaceTolerance), ("reconfirm_every_s", ReconfirmEvery),
        ];
        if (needed.FirstOrDefault(static n => n.Value is null) is { Path: { } missing })
        {
            return new Problem(missing, "is missing; an agreement must say it");
        }

        if (Corners.Count < 3)
        {
            return new Problem("area", "is missing; draw it or paste its corners");
        }

        var parties = Parties.Order(StringComparer.Ordinal).Select(static p => new PartyName(p)).ToImmutableArray();
        var document = new AgreementDocument(
            Title.Trim(), parties, AreaText.GeoJson(Corners), Lower!.Value, Upper!.Value, Instant.From(ValidFrom!.Value), Instant.From(ValidTo!.Value), MinimumNotice!.Value,
            new SeparationTerms(Horizontal!.Value, Vertical!.Value, Apart!.Value),
            new AcknowledgeTerms(Acknowledge["FLASH"]!.Value, Acknowledge["IMMEDIATE"]!.Value, Acknowledge["PRIORITY"]!.Value, Acknowledge["ROUTINE"]!.Value), Disclosure, LinkCheckEvery!.Value,
            CoordinateBy!.Value, parties.ToImmutableSortedDictionary(static p => p.Value, p => ContactsOf(p.Value), StringComparer.Ordinal))
        {
            Mediator = Mediator.Length > 0 ? new PartyName(Mediator) : null,
            MaxAreaKm2 = MaxArea,
            MaxDurationS = MaxDuration,
            MaxAltitudeSpanM = MaxSpan,
            PlaceToleranceKm = PlaceTolerance!.Value / 1000,
            ReconfirmEveryS = ReconfirmEvery!.Value,
            GiveWay = new GiveWay(GiveWay, GiveWay == GiveWayBy.Activity ? [.. Lines(Order)] : []),
        };

        // What a file or another party's document must stand, this one must too.
        return AgreementReader.Read(JsonSerializer.SerializeToUtf8Bytes(document, PostJson.Default.AgreementDocument));
    }

    private ImmutableArray<Contact> ContactsOf(string party) =>
    [
        .. Lines(Contacts.GetValueOrDefault(party, "")).Select(static line => WithAddress().Match(line) is { Success: true } m
            ? new Contact(m.Groups["name"].Value.Trim(), m.Groups["email"].Value.Trim())
            : new Contact(line)),
    ];

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("^(?<name>.+?)<(?<email>[^<>]+)>$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WithAddress();
}
