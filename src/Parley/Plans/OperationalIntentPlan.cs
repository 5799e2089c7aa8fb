using System.Text.Json;
using Parley.Core.Geometry;

namespace Parley.Plans;

/// <summary>
/// F3548-21 operational intents (<c>utm.yaml</c>: OperationalIntent or GetOperationalIntentDetailsResponse), one or an array. Nominal
/// and off-nominal volumes count alike.
/// </summary>
internal static class OperationalIntentPlan
{
    /// <exception cref="PlanException">With the intent and the field.</exception>
    public static void Read(JsonField root, List<PlannedVolume> volumes)
    {
        if (root.Value.ValueKind == JsonValueKind.Array)
        {
            foreach (var intent in root.Array())
            {
                ReadIntent(intent, volumes);
            }
        }
        else
        {
            ReadIntent(root, volumes);
        }
    }

    private static void ReadIntent(JsonField field, List<PlannedVolume> volumes)
    {
        var intent = field["operational_intent"].IsMissing ? field : field["operational_intent"];
        if (intent.Value.ValueKind != JsonValueKind.Object || (intent["reference"].IsMissing && intent["details"].IsMissing))
        {
            throw intent.Fault("is neither GeoJSON (it has no type) nor an F3548 operational intent (it has no reference and details)");
        }

        var party = intent["reference"].Object()["manager"].Text();
        var id = intent["reference"]["id"].Text();
        var details = intent["details"].Object();
        foreach (var part in new[] { details["volumes"], details["off_nominal_volumes"] })
        {
            if (!part.IsMissing)
            {
                volumes.AddRange(part.Array().Select(volume => new PlannedVolume(party, id, Volume(volume))));
            }
        }
    }

    private static Volume4D Volume(JsonField field)
    {
        var volume = field.Object()["volume"].Object();
        var band = volume.Take(AltitudeBand.Create(Altitude(volume["altitude_lower"]), Altitude(volume["altitude_upper"])));
        var time = field.Take(TimeInterval.Create(Time(field["time_start"]), Time(field["time_end"])));
        return new Volume4D(Outline(volume), band, time);
    }

    private static Outline Outline(JsonField volume)
    {
        var (polygon, circle) = (volume["outline_polygon"], volume["outline_circle"]);
        if (polygon.IsMissing == circle.IsMissing)
        {
            throw volume.Fault("needs exactly one of outline_polygon and outline_circle");
        }

        if (!polygon.IsMissing)
        {
            var vertices = polygon.Object()["vertices"];
            return vertices.Take(PolygonOutline.Create([.. vertices.Array().Select(Place)], OutlineLimits.Default));
        }

        var radius = circle.Object()["radius"].Object();
        var metres = radius.Take(LengthUnit.ToMetres(radius["value"].Number(), radius["units"].Text()));
        return circle.Take(CircleOutline.Create(Place(circle["center"]), metres, OutlineLimits.Default));
    }

    private static LatLng Place(JsonField place) => place.Take(LatLng.Create(place.Object()["lat"].Number(), place["lng"].Number()));

    private static Altitude Altitude(JsonField altitude) => altitude.Take(Core.Geometry.Altitude.Create(
        altitude.Object()["value"].Number(), altitude["units"].Text(), altitude["reference"].Text()));

    private static Core.Instant Time(JsonField time)
    {
        var format = time.Object()["format"];
        return format.IsMissing || format.Text() == "RFC3339" ? time["value"].Time() : throw format.Fault("is not known; use RFC3339");
    }
}
