using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>
/// The scale of costs, so that changes of different kinds can be compared. 1 is one minute of delay, and what this project judges an
/// operator to give up about as readily: 100 ft of height, 500 m sideways, 5 % of the area. A common minimum of 5 NM, 1,000 ft or 10 min
/// then costs about 10 to 20 in each. Static; any thread.
/// </summary>
public static class ChangeCost
{
    public const double SecondsEach = 60;
    public const double MetresOfHeightEach = 30;
    public const double MetresSidewaysEach = 500;
    public const double ShareOfAreaEach = 0.05;

    /// <summary>To start earlier costs more than to start later: people have to be ready.</summary>
    public const double EarlierFactor = 1.5;

    /// <summary>What a change costs; the volumes before and after it as <see cref="Changing.Apply"/> makes them.</summary>
    public static double Of(Change change, ImmutableArray<Volume4D> before, ImmutableArray<Volume4D> after) => change.Kind switch
    {
        ChangeKind.ShiftTime => OfShift(change.ShiftSeconds ?? 0),
        ChangeKind.ChangeAltitude => OfClimb(change.ClimbMetres ?? 0),
        ChangeKind.Move => OfMove(change.DistanceMetres ?? 0),
        _ => OfShrink(1 - (after.Sum(static v => v.Outline.AreaKm2) / before.Sum(static v => v.Outline.AreaKm2))),
    };

    internal static double OfShift(double seconds) => Math.Abs(seconds) / SecondsEach * (seconds < 0 ? EarlierFactor : 1);

    internal static double OfClimb(double metres) => Math.Abs(metres) / MetresOfHeightEach;

    internal static double OfMove(double metres) => metres / MetresSidewaysEach;

    internal static double OfShrink(double shareLost) => shareLost / ShareOfAreaEach;
}
