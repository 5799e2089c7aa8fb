using System.Globalization;

namespace Parley.Core.Geometry;

/// <summary>
/// One cell of the S2 hierarchy, with Google's numbering (s2geometry <c>s2cell_id.h</c>): three bits of face, two bits for each
/// level along a Hilbert curve, a one bit, zeros. A cell's descendants are the ids in <see cref="RangeMin"/>..<see cref="RangeMax"/>.
/// This part is integers only and gives the same on any machine; what needs trigonometry is in <c>CellId.Geometry.cs</c>.
/// Immutable; any thread. All but <see cref="IsValid"/> expect a valid id.
/// </summary>
public readonly partial record struct CellId(ulong Value) : IComparable<CellId>
{
    public const int MaxLevel = 30;

    // Hilbert curve: position → (i, j) bits for each orientation, and how a step turns the orientation.
    internal static ReadOnlySpan<byte> PosToIj => [0, 1, 3, 2, 0, 2, 3, 1, 3, 2, 0, 1, 3, 1, 0, 2];

    private static ReadOnlySpan<byte> IjToPos => [0, 1, 3, 2, 0, 3, 1, 2, 2, 3, 1, 0, 2, 1, 3, 0];

    internal static ReadOnlySpan<byte> PosToOrientation => [1, 0, 0, 3];

    public bool IsValid => Value >> 61 < 6 && (Lsb & 0x1555555555555555UL) != 0;

    public int Face => (int)(Value >> 61);

    /// <summary>0 (a sixth of the globe) to 30 (about 1 cm).</summary>
    public int Level => MaxLevel - (System.Numerics.BitOperations.TrailingZeroCount(Value) >> 1);

    public CellId RangeMin => new(Value - (Lsb - 1));

    public CellId RangeMax => new(Value + (Lsb - 1));

    private ulong Lsb => Value & (~Value + 1);

    public static CellId FromFace(int face) => new(((ulong)face << 61) | (1UL << 60));

    /// <summary>The cell at column <paramref name="i"/>, row <paramref name="j"/> of a face's 2^level × 2^level grid.</summary>
    public static CellId FromFaceIJ(int face, int i, int j, int level)
    {
        var pos = 0UL;
        var orientation = face & 1;
        for (var bit = level - 1; bit >= 0; bit--)
        {
            var step = IjToPos[(orientation << 2) | (((i >> bit) & 1) << 1) | ((j >> bit) & 1)];
            pos = (pos << 2) | step;
            orientation ^= PosToOrientation[step];
        }

        return new(((ulong)face << 61) | (((pos << 1) | 1) << (2 * (MaxLevel - level))));
    }

    /// <summary>Column and row in the face's grid at this cell's own level.</summary>
    public (int I, int J) ToIJ()
    {
        var (i, j, _) = Locate();
        return (i, j);
    }

    /// <summary>Column, row, and how the Hilbert curve is turned among this cell's children.</summary>
    internal (int I, int J, int Orientation) Locate()
    {
        var (i, j, orientation) = (0, 0, Face & 1);
        for (int n = 0, level = Level; n < level; n++)
        {
            var step = (int)(Value >> (59 - (2 * n))) & 3;
            int ij = PosToIj[(orientation << 2) | step];
            (i, j) = ((i << 1) | (ij >> 1), (j << 1) | (ij & 1));
            orientation ^= PosToOrientation[step];
        }

        return (i, j, orientation);
    }

    /// <summary>The cell that holds this one at a level not above its own.</summary>
    public CellId Parent(int level)
    {
        var lsb = 1UL << (2 * (MaxLevel - level));
        return new((Value & (~lsb + 1)) | lsb);
    }

    public CellId Parent() => Parent(Level - 1);

    /// <summary>Child 0..3 in Hilbert order; a cell at level 30 has none.</summary>
    public CellId Child(int position)
    {
        var lsb = Lsb;
        return new(Value - lsb + (((2 * (ulong)position) + 1) * (lsb >> 2)));
    }

    public IEnumerable<CellId> Children()
    {
        for (var position = 0; position < 4 && Level < MaxLevel; position++)
        {
            yield return Child(position);
        }
    }

    /// <summary>True for this cell itself and for all its descendants.</summary>
    public bool Contains(CellId other) => other.Value >= RangeMin.Value && other.Value <= RangeMax.Value;

    public bool Intersects(CellId other) => Contains(other) || other.Contains(this);

    public int CompareTo(CellId other) => Value.CompareTo(other.Value);

    public static bool operator <(CellId a, CellId b) => a.Value < b.Value;

    public static bool operator >(CellId a, CellId b) => a.Value > b.Value;

    public static bool operator <=(CellId a, CellId b) => a.Value <= b.Value;

    public static bool operator >=(CellId a, CellId b) => a.Value >= b.Value;

    /// <summary>The id in hexadecimal without its trailing zeros, as S2 tools write it: <c>89c25a31</c>.</summary>
    public string ToToken() => Value == 0 ? "X" : Value.ToString("x16", CultureInfo.InvariantCulture).TrimEnd('0');

    public static Checked<CellId> FromToken(string? token) =>
        token is { Length: > 0 and <= 16 }
        && ulong.TryParse(token.PadRight(16, '0'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        && new CellId(value).IsValid
            ? new CellId(value)
            : new Problem("", $"'{Problems.Quote(token)}' is not an S2 cell token; write one like 89c25a31");

    public override string ToString() => ToToken();
}
