using Parley.Core.Geometry;

namespace Parley.Core.Exchange;

/// <summary>
/// Roughly where and when: all that the exchange ever knows of a declared shape. Cells of the union footprint, the band over all volumes
/// and the interval over all volumes (F3548-21 DSS0210: relevance is judged on the whole, not volume by volume).
/// </summary>
public sealed record Extent(CellCovering Cells, AltitudeBand Altitudes, TimeInterval Time)
{
    /// <summary>The smallest extent that holds both.</summary>
    public Extent Union(Extent other) => ReferenceEquals(this, other) || Equals(other)
        ? this
        : new Extent(
            Cells.Union(other.Cells),
            new AltitudeBand(
                Altitudes.Lower.Metres <= other.Altitudes.Lower.Metres ? Altitudes.Lower : other.Altitudes.Lower,
                Altitudes.Upper.Metres >= other.Altitudes.Upper.Metres ? Altitudes.Upper : other.Altitudes.Upper),
            new TimeInterval(
                Time.Start <= other.Time.Start ? Time.Start : other.Time.Start,
                Time.End >= other.Time.End ? Time.End : other.Time.End));
}
