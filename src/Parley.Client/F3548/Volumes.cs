namespace Parley.Client.F3548;

// The JSON shapes of ASTM F3548-21 (utm.yaml), as they go over the wire. Every member may be absent: what was sent is checked after it was
// read, so that a missing field is named in a sentence.

/// <summary>F3548-21 <c>LatLngPoint</c>: degrees, WGS84.</summary>
public sealed record LatLngPoint
{
    public double? Lat { get; init; }

    public double? Lng { get; init; }
}

/// <summary>F3548-21 <c>Radius</c>: units <c>M</c>.</summary>
public sealed record Radius
{
    public double? Value { get; init; }

    public string? Units { get; init; }
}

public sealed record Circle
{
    public LatLngPoint? Center { get; init; }

    public Radius? Radius { get; init; }
}

/// <summary>F3548-21 <c>Polygon</c>: at least three vertices, the last not equal to the first, either winding.</summary>
public sealed record Polygon
{
    public IReadOnlyList<LatLngPoint?>? Vertices { get; init; }
}

/// <summary>F3548-21 <c>Altitude</c>: units <c>M</c>, reference <c>W84</c> (metres above the WGS84 ellipsoid).</summary>
public sealed record WireAltitude
{
    public double? Value { get; init; }

    public string? Reference { get; init; }

    public string? Units { get; init; }
}

/// <summary>F3548-21 <c>Time</c>: format <c>RFC3339</c>.</summary>
public sealed record WireTime
{
    public string? Value { get; init; }

    public string? Format { get; init; }
}

public sealed record Volume3D
{
    public Circle? OutlineCircle { get; init; }

    public Polygon? OutlinePolygon { get; init; }

    public WireAltitude? AltitudeLower { get; init; }

    public WireAltitude? AltitudeUpper { get; init; }
}

/// <summary>F3548-21 <c>Volume4D</c>.</summary>
public sealed record WireVolume4D
{
    public Volume3D? Volume { get; init; }

    public WireTime? TimeStart { get; init; }

    public WireTime? TimeEnd { get; init; }
}
