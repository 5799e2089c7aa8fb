using Parley.Core.Geometry;

namespace Parley.Plans;

/// <summary>
/// GeoJSON (RFC 7946): a Feature or a FeatureCollection whose properties say who and when. A Polygon is one volume, a MultiPolygon
/// several, a Point with <c>radius_m</c> a circle.
/// </summary>
internal static class GeoJsonPlan
{
    /// <exception cref="PlanException">With the feature and the field.</exception>
    public static void Read(JsonField root, List<PlannedVolume> volumes)
    {
        switch (root["type"].Text())
        {
            case "Feature":
                ReadFeature(root, volumes);
                break;
            case "FeatureCollection":
                foreach (var feature in root["features"].Array())
                {
                    if (feature.Object()["type"].Text() != "Feature")
                    {
                        throw feature["type"].Fault("is not Feature");
                    }

                    ReadFeature(feature, volumes);
                }

                break;
            default:
                throw root["type"].Fault("is neither Feature nor FeatureCollection");
        }
    }

    private static void ReadFeature(JsonField feature, List<PlannedVolume> volumes)
    {
        var properties = feature["properties"].Object();
        var party = properties["party"].Text();
        var id = (properties["id"].IsMissing && !feature["id"].IsMissing ? feature["id"] : properties["id"]).Name();
        var time = properties.Take(TimeInterval.Create(properties["time_start"].Time(), properties["time_end"].Time()));
        var units = properties["altitude_units"].IsMissing ? "M" : properties["altitude_units"].Text();
        var band = properties.Take(AltitudeBand.Create(Altitude(properties, "altitude_lower", units), Altitude(properties, "altitude_upper", units)));
        foreach (var outline in Outlines(feature["geometry"].Object(), properties))
        {
            volumes.Add(new PlannedVolume(party, id, new Volume4D(outline, band, time)));
        }
    }

    private static Altitude Altitude(JsonField properties, string name, string units)
    {
        var metres = LengthUnit.ToMetres(properties[name].Number(), units);
        return new(metres.Problem is { Path: "units" } wrong ? throw properties["altitude_units"].Fault(wrong.Sentence) : properties[name].Take(WithoutPath(metres)));
    }

    private static IEnumerable<Outline> Outlines(JsonField geometry, JsonField properties)
    {
        var coordinates = geometry["coordinates"];
        switch (geometry["type"].Text())
        {
            case "Polygon":
                return [Polygon(coordinates)];
            case "MultiPolygon":
                var polygons = coordinates.Array();
                return polygons.Count > 0 ? polygons.Select(Polygon) : throw coordinates.Fault("is empty");
            case "Point":
                var radius = properties["radius_m"];
                var center = Position(coordinates);
                return [radius.Take(WithoutPath(CircleOutline.Create(center, radius.Number(), OutlineLimits.Default)))];
            case var other:
                throw geometry["type"].Fault($"'{Shorten(other)}' has no area; use Polygon, MultiPolygon, or Point with radius_m");
        }
    }

    private static PolygonOutline Polygon(JsonField rings)
    {
        var all = rings.Array();
        if (all.Count != 1)
        {
            throw rings.Fault(all.Count == 0 ? "is empty" : "has a hole; divide the polygon into several without one");
        }

        return all[0].Take(PolygonOutline.Create([.. all[0].Array().Select(Position)], OutlineLimits.Default, dropClosingVertex: true));
    }

    private static LatLng Position(JsonField position)
    {
        var numbers = position.Array();
        if (numbers.Count is < 2 or > 4)
        {
            throw position.Fault("is not a position; give [longitude, latitude]");
        }

        return position.Take(LatLng.Create(numbers[1].Number(), numbers[0].Number()));
    }

    private static Core.Checked<T> WithoutPath<T>(Core.Checked<T> result) => result.Problem is { } problem ? problem with { Path = "" } : result;

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
