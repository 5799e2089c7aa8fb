using Parley.Client.F3548;

namespace Parley.Console.Map;

/// <summary>An outline as the browser's map tells it: a polygon's corners, or a circle. Not checked yet: the post's API does that.</summary>
public sealed record DrawnOutline
{
    public IReadOnlyList<LatLngPoint>? Points { get; set; }

    public LatLngPoint? Circle { get; set; }

    /// <summary>m.</summary>
    public double Radius { get; set; } = 1000;
}

/// <summary>What was read out of a pasted text, or the key of the sentence that says why nothing was.</summary>
public sealed record PastedOutline
{
    public IReadOnlyList<LatLngPoint>? Points { get; set; }

    public LatLngPoint? Circle { get; set; }

    public string? Fault { get; set; }

    /// <summary>The beginning of the line at fault.</summary>
    public string? At { get; set; }
}
