using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Geometry;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>Reads an agreement's document, from its own people or from another party. Whatever is wrong is one sentence. Thread-safe.</summary>
internal static class AgreementReader
{
    /// <summary>As much as fits a letter, with room for its signature and seal.</summary>
    public const int MaxBytes = 24_000;

    private const double MostSeconds = 366 * 86_400;

    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "title", "parties", "mediator", "area", "altitude_lower_m", "altitude_upper_m", "valid_from", "valid_to", "minimum_notice_s", "separation",
        "acknowledge_within_s", "disclosure", "link_check_every_s", "coordinate_by_s", "contacts", "max_area_km2", "max_duration_s", "max_altitude_span_m",
        "place_tolerance_km", "reconfirm_every_s", "give_way", "keys",
    };

    private static readonly string[] Required =
    [
        "title", "parties", "area", "altitude_lower_m", "altitude_upper_m", "valid_from", "valid_to", "minimum_notice_s", "separation",
        "acknowledge_within_s", "disclosure", "link_check_every_s", "coordinate_by_s", "contacts",
    ];

    public static Checked<AgreementDocument> Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            return new Problem("", $"The document is larger than {MaxBytes} bytes, more than a letter carries; simplify the area");
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 32 });
            using var whole = JsonDocument.ParseValue(ref reader);
            if (Fault(whole.RootElement) is { } fault)
            {
                return fault;
            }

            var terms = JsonSerializer.Deserialize(json, PostJson.Default.AgreementDocument)!;
            return Fault(terms) ?? (Checked<AgreementDocument>)terms;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            var path = e is JsonException { Path: { Length: > 2 } p } ? p[2..] : "";
            return path.Length is > 0 and < 100 && PlainText.IsSafe(path)
                ? new Problem(path, "can't be read as what belongs there; see docs/formats.md for an agreement's document")
                : new Problem("", "The document is not JSON that can be read; see docs/formats.md for an agreement's document");
        }
    }

    /// <summary>The text that is signed: one writing for one document.</summary>
    public static string Write(AgreementDocument terms) => JsonSerializer.Serialize(terms, PostJson.Default.AgreementDocument);

    public static string HashOf(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    public static CoveredSpace Space(Agreement agreement) => new(
        agreement.Id,
        Area(agreement.Terms.Area).Value,
        new AltitudeBand(new Altitude(agreement.Terms.AltitudeLowerM), new Altitude(agreement.Terms.AltitudeUpperM)),
        new TimeInterval(agreement.Terms.ValidFrom, agreement.Terms.ValidTo));

    private static Problem? Fault(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new Problem("", "The document is no JSON object");
        }

        foreach (var member in root.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
            {
                var name = PlainText.IsSafe(member.Name) && member.Name.Length < 60 ? $"“{member.Name}”" : "one of its members";
                return new Problem("", $"{name} is nothing that an agreement says here; take it out, so that nobody signs what has no effect");
            }
        }

        foreach (var name in Required)
        {
            if (!root.TryGetProperty(name, out _))
            {
                return new Problem(name, "is missing; an agreement must say it");
            }
        }

        return Texts.Fault(root) is { } unsafeText ? unsafeText : null;
    }

    private static Problem? Fault(AgreementDocument d)
    {
        if (d.Title is not { Length: >= 1 and <= 200 })
        {
            return new Problem("title", "must have 1 to 200 characters");
        }

        if (d.Parties.IsDefault || d.Parties.Length is < 2 or > 16 || d.Parties.Distinct().Count() != d.Parties.Length || !d.Parties.All(static p => PlainText.IsPartyName(p.Value)))
        {
            return new Problem("parties", "must name 2 to 16 different parties");
        }

        if (d.Mediator is { } mediator && (d.Parties.Contains(mediator) || !PlainText.IsPartyName(mediator.Value)))
        {
            return new Problem("mediator", "must be a party that is not one of those that sign");
        }

        if (d.ValidTo <= d.ValidFrom)
        {
            return new Problem("valid_to", "must be after valid_from");
        }

        if (d.Separation is null || d.AcknowledgeWithinS is null || d.GiveWay is null || d.Contacts is null)
        {
            return new Problem("", "separation, acknowledge_within_s, give_way and contacts must not be null");
        }

        (string Path, double Value, double Least, double Most)[] numbers =
        [
            ("altitude_lower_m", d.AltitudeLowerM, Altitude.Lowest, Altitude.Highest), ("altitude_upper_m", d.AltitudeUpperM, d.AltitudeLowerM, Altitude.Highest),
            ("minimum_notice_s", d.MinimumNoticeS, 0, MostSeconds), ("separation.horizontal_m", d.Separation.HorizontalM, 0, 500_000),
            ("separation.vertical_m", d.Separation.VerticalM, 0, 20_000), ("separation.time_s", d.Separation.TimeS, 0, 86_400),
            ("acknowledge_within_s.FLASH", d.AcknowledgeWithinS.Flash, 1, MostSeconds), ("acknowledge_within_s.IMMEDIATE", d.AcknowledgeWithinS.Immediate, 1, MostSeconds),
            ("acknowledge_within_s.PRIORITY", d.AcknowledgeWithinS.Priority, 1, MostSeconds), ("acknowledge_within_s.ROUTINE", d.AcknowledgeWithinS.Routine, 1, MostSeconds),
            ("link_check_every_s", d.LinkCheckEveryS, 1, MostSeconds), ("coordinate_by_s", d.CoordinateByS, 0, MostSeconds),
            ("max_area_km2", d.MaxAreaKm2 ?? 1, 0, 1e9), ("max_duration_s", d.MaxDurationS ?? 1, 0, MostSeconds), ("max_altitude_span_m", d.MaxAltitudeSpanM ?? 1, 0, 200_000),
            ("place_tolerance_km", d.PlaceToleranceKm, 0, 20_000), ("reconfirm_every_s", d.ReconfirmEveryS, 1, MostSeconds),
        ];
        foreach (var (path, value, least, most) in numbers)
        {
            if (!(value >= least && value <= most))
            {
                return new Problem(path, $"must be a number from {least} to {most}");
            }
        }

        if (!Enum.IsDefined(d.Disclosure) || !Enum.IsDefined(d.GiveWay.By) || d.GiveWay.Order.IsDefault || d.GiveWay.Order.Length > 64 || d.GiveWay.Order.Any(static o => o is null))
        {
            return new Problem("give_way", "is not known: use filed-first, activity with an order, or declared");
        }

        foreach (var party in d.Parties)
        {
            if (!d.Contacts.TryGetValue(party.Value, out var contacts) || contacts.IsDefaultOrEmpty || contacts.Length > 32 || contacts.Any(static c => c is not { Name: { Length: > 0 } }))
            {
                return new Problem("contacts", $"names nobody to call at {party}; give 1 to 32, in the order of escalation");
            }
        }

        return Area(d.Area) is { Ok: false } area ? area.Problem!.Under("area") : null;
    }

    /// <summary>A GeoJSON Polygon without holes (RFC 7946 §3.1.6).</summary>
    internal static Checked<Outline> Area(RawJson text)
    {
        using var json = JsonDocument.Parse(text.Text);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "Polygon"
            || !root.TryGetProperty("coordinates", out var rings) || rings.ValueKind != JsonValueKind.Array || rings.GetArrayLength() != 1
            || rings[0].ValueKind != JsonValueKind.Array)
        {
            return new Problem("", "must be a GeoJSON Polygon of one ring");
        }

        var vertices = new List<LatLng>(rings[0].GetArrayLength());
        foreach (var place in rings[0].EnumerateArray())
        {
            if (place.ValueKind != JsonValueKind.Array || place.GetArrayLength() < 2 || place[0].ValueKind != JsonValueKind.Number || place[1].ValueKind != JsonValueKind.Number)
            {
                return new Problem("coordinates", "must hold places as [longitude, latitude]");
            }

            vertices.Add(new LatLng(place[1].GetDouble(), place[0].GetDouble()));
        }

        return PolygonOutline.Create(vertices, new OutlineLimits(2000, 100_000_000), dropClosingVertex: true).Try(out var outline, out var problem) ? outline : problem;
    }
}
