namespace Parley.Core.Geometry;

/// <content>Coverings of outlines. Uses trigonometry: two machines may differ in the last digit, so a covering is computed once and kept.</content>
public sealed partial class CellCovering
{
    /// <summary>Level of the cells along the border of outlines up to <see cref="FineAreaKm2"/>: about 1.27 km² each.</summary>
    public const int FineLevel = 13;

    /// <summary>Outlines up to this many km² are covered at <see cref="FineLevel"/>.</summary>
    public const double FineAreaKm2 = 2_500;

    // A long thin outline of a small area is still covered finely; one made to cost millions of cells is not.
    private const int MostFineCells = 8_192;
    private const int MostCoarseCells = 1_000;

    private static readonly CellCovering Everywhere = new([.. Enumerable.Range(0, 6).Select(f => CellId.FromFace(f).Value)]);

    /// <summary>
    /// Every cell that holds a place of the outline, widened by a few millimetres for rounding (a circle by up to 0.7 % of its radius).
    /// Cells along the border are level 13 for up to 2,500 km², coarser for more so that there are at most 1,000; cells inside
    /// are merged into larger ones.
    /// </summary>
    public static CellCovering Of(Outline outline)
    {
        var fine = outline.AreaKm2 <= FineAreaKm2;
        return Cover(outline, 0, fine ? FineLevel : CoarseLevel(outline, 0), fine ? MostFineCells : MostCoarseCells);
    }

    /// <summary>The union of the outlines' coverings.</summary>
    public static CellCovering Of(IEnumerable<Outline> outlines) => Union(outlines.Select(Of));

    /// <summary>
    /// Every cell within a distance of the outline, and some that are further; for finding what is near, with few cells
    /// (about <paramref name="cells"/>) rather than close ones.
    /// </summary>
    /// <param name="marginMetres">At least 0.</param>
    public static CellCovering Near(Outline outline, double marginMetres, int cells = 64)
    {
        var margin = marginMetres / Ellipsoid.LeastRadius;
        return Cover(outline, margin, Math.Min(FineLevel, CoarseLevel(outline, margin, cells)), cells * 4);
    }

    private static CellCovering Cover(Outline outline, double margin, int level, int most)
    {
        for (; ; level--)
        {
            var cells = outline is PolygonOutline polygon && margin < PolygonCoverer.MostMargin
                ? new PolygonCoverer(polygon, margin, level, most).Run()
                : CapCoverer.Run(outline.Bound with { Angle = outline.Bound.Angle + margin }, level, most);
            if (cells is not null)
            {
                return cells.Count == 6 && new CellId(cells[0]).Level == 0 ? Everywhere : new([.. cells]);
            }

            if (level == 0)
            {
                return Everywhere;
            }
        }
    }

    // About how long the border is against how wide a cell is, as the insides merge and cost little; a border that is folded up
    // small has no more cells than the cap around it.
    private static int CoarseLevel(Outline outline, double margin, int cells = 300)
    {
        const double WidthOfFace = 1.46;
        var bound = Math.Min(outline.Bound.Angle + margin, Math.PI / 2);
        var around = 2 * Math.PI * Math.Sin(bound);
        var border = outline is PolygonOutline polygon ? PolygonShape.BorderAngle(polygon.Ring) + (2 * Math.PI * margin) : around;
        var byBorder = Math.Log2(cells * WidthOfFace / border);
        var byArea = Math.Log2(WidthOfFace * Math.Sqrt(cells * 2 / Math.PI) / bound) - 0.5;
        return Math.Clamp((int)Math.Max(byBorder, byArea), 0, FineLevel);
    }
}
