namespace Parley.Client.F3548;

// The JSON shapes of ASTM F3548-21 (utm.yaml), as they go over the wire. Every member may be absent: what was sent is checked after it was
// read, so that a missing field is named in a sentence. Members can be set, not only initialised: the generated reader is much faster for it.

/// <summary>F3548-21 <c>LatLngPoint</c>: degrees, WGS84.</summary>
public sealed record LatLngPoint
{
    public double? Lat { get; set; }

    public double? Lng { get; set; }
}

/// <summary>F3548-21 <c>Radius</c>: units <c>M</c>.</summary>
public sealed record Radius
{
    public double? Value { get; set; }

    public string? Units { get; set; }
}

public sealed record Circle
{
    public LatLngPoint? Center { get; set; }

    public Radius? Radius { get; set; }
}

/// <summary>F3548-21 <c>Polygon</c>: at least three vertices, the last not equal to the first, either winding.</summary>
public sealed record Polygon
{
    public IReadOnlyList<LatLngPoint?>? Vertices { get; set; }
}

/// <summary>F3548-21 <c>Altitude</c>: units <c>M</c>, reference <c>W84</c> (metres above the WGS84 ellipsoid).</summary>
public sealed record WireAltitude
{
    public double? Value { get; set; }

    public string? Reference { get; set; }

    public string? Units { get; set; }
}

/// <summary>F3548-21 <c>Time</c>: format <c>RFC3339</c>.</summary>
public sealed record WireTime
{
    public string? Value { get; set; }

    public string? Format { get; set; }
}

public sealed record Volume3D
{
    public Circle? OutlineCircle { get; set; }

    public Polygon? OutlinePolygon { get; set; }

    public WireAltitude? AltitudeLower { get; set; }

    public WireAltitude? AltitudeUpper { get; set; }
}

/// <summary>F3548-21 <c>Volume4D</c>.</summary>
public sealed record WireVolume4D
{
    public Volume3D? Volume { get; set; }

    public WireTime? TimeStart { get; set; }

    public WireTime? TimeEnd { get; set; }
}
