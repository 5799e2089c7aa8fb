namespace Parley.Core.Coordination;

/// <summary>
/// The scale of costs. 1 is what an operator gives up about as readily: 1 minute of time, 30 m (100 ft) of height, 500 m sideways,
/// 5 % of the area.
/// </summary>
public static class ChangeCost
{
    public const double SecondsEach = 60;
    public const double MetresOfHeightEach = 30;
    public const double MetresSidewaysEach = 500;
    public const double ShareOfAreaEach = 0.05;
}
