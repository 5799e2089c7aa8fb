using System.Collections.Immutable;
using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Union;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>What some areas leave uncovered of one outline. Immutable; any thread.</summary>
/// <param name="AreaKm2">On the ground.</param>
/// <param name="FurthestMetres">How far a place of it is from the nearest area, at most; infinite without an area.</param>
/// <param name="Rings">Simple rings: what goes around a hole is cut in two.</param>
internal sealed record GroundLeft(double AreaKm2, double FurthestMetres, ImmutableArray<ImmutableArray<LatLng>> Rings)
{
    /// <summary>Thinner than this, in metres, is a difference of drawing.</summary>
    public const double SliverMetres = 1;

    /// <summary>Less than this is none: 1 m².</summary>
    public const double LeastKm2 = 1e-6;

    private static readonly GroundLeft Nothing = new(0, 0, []);

    public bool Any => AreaKm2 > 0;

    /// <summary>
    /// The outline less the areas. Exact where one area holds it all; else in a plane about the outline's centre, with circles as
    /// polygons whose edges are hardly 0.25 m inside. An area that this plane cannot show (beyond 85° of arc) covers nothing.
    /// </summary>
    public static GroundLeft Of(Outline outline, ImmutableArray<Outline> areas)
    {
        if (areas.Any(a => Containment.Holds(a, outline)))
        {
            return Nothing;
        }

        var plane = new MetricPlane(outline.Bound.Center);
        if (areas.IsEmpty || !plane.TryProject(outline, out var whole))
        {
            return new(outline.AreaKm2, double.PositiveInfinity, []);
        }

        var shown = areas.Select(a => plane.TryProject(a, out var p) ? p : null).OfType<Polygon>().ToList();
        if (shown.Count == 0)
        {
            return new(outline.AreaKm2, double.PositiveInfinity, []);
        }

        var covered = UnaryUnionOp.Union([.. shown.Select(p => p.IsValid ? p : p.Buffer(0))]);
        var left = OverlayNGRobust.Overlay(whole, covered, SpatialFunction.Difference);
        var pieces = Simple(left).Where(p => 2 * p.Area / p.Length > SliverMetres).ToList();
        if (pieces.Count == 0)
        {
            return Nothing;
        }

        // By share of the plane's area, as that is a little off far from the centre.
        var area = outline.AreaKm2 * pieces.Sum(p => p.Area) / whole.Area;
        var furthest = pieces.SelectMany(p => p.Shell.Coordinates).Max(c => covered.Distance(covered.Factory.CreatePoint(c)));
        return new(area, furthest, [.. pieces.Select(p => plane.PlacesOf(p.Shell).ToImmutableArray())]);
    }

    /// <summary><c>3.2 km² (12 %) lie</c></summary>
    public string Says(Volume4D volume)
    {
        var percent = 100 * AreaKm2 / volume.Outline.AreaKm2;
        var area = (AreaKm2 < 0.01 ? AreaKm2 * 1e6 : AreaKm2).ToString(AreaKm2 is >= 0.01 and < 10 ? "0.##" : AreaKm2 < 100 ? "#,0.#" : "#,0", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{area} {(AreaKm2 < 0.01 ? "m²" : "km²")} ({percent:0.#} %) lie");
    }

    private static IEnumerable<Polygon> Simple(NetTopologySuite.Geometries.Geometry geometry)
    {
        var open = new Stack<NetTopologySuite.Geometries.Geometry>([geometry]);
        while (open.TryPop(out var next))
        {
            if (next is Polygon { IsEmpty: false, NumInteriorRings: 0 } polygon)
            {
                yield return polygon;
            }
            else if (next is Polygon { IsEmpty: false } holed)
            {
                // A cut through the middle of a hole opens it on both sides.
                var (all, at) = (holed.EnvelopeInternal, holed.GetInteriorRingN(0).EnvelopeInternal.Centre.X);
                open.Push(OverlayNGRobust.Overlay(holed, Box(holed.Factory, all.MinX, at, all), SpatialFunction.Intersection));
                open.Push(OverlayNGRobust.Overlay(holed, Box(holed.Factory, at, all.MaxX, all), SpatialFunction.Intersection));
            }
            else if (next is GeometryCollection { IsEmpty: false } several)
            {
                foreach (var one in several.Geometries)
                {
                    open.Push(one);
                }
            }
        }
    }

    private static NetTopologySuite.Geometries.Geometry Box(GeometryFactory factory, double from, double to, Envelope all) =>
        factory.ToGeometry(new Envelope(from, to, all.MinY - 1, all.MaxY + 1));
}
