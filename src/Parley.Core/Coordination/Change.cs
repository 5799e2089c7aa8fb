using Parley.Core.Exchange;

namespace Parley.Core.Coordination;

/// <summary>The ways in which an intent can give way.</summary>
public enum ChangeKind
{
    ShiftTime,
    ChangeAltitude,
    Move,
    Shrink,
}

/// <summary>
/// What to change in an intent, relative to what it declares: so it can be proposed for an intent whose exact volumes the proposer does
/// not know. Only the members of its kind are given; <see cref="Checked"/> holds that. Immutable; any thread.
/// </summary>
public sealed record Change(EntityId Intent, ChangeKind Kind)
{
    public const double MostShiftSeconds = 7 * 86_400;
    public const double MostClimbMetres = 20_000;
    public const double MostDistanceMetres = 500_000;

    /// <summary>Seconds later (earlier where negative), within ±7 days. Only of <see cref="ChangeKind.ShiftTime"/>.</summary>
    public double? ShiftSeconds { get; init; }

    /// <summary>Metres higher (lower where negative), within ±20 km. Only of <see cref="ChangeKind.ChangeAltitude"/>.</summary>
    public double? ClimbMetres { get; init; }

    /// <summary>Degrees clockwise from true north, 0 ≤ b &lt; 360, at the middle of the whole. Only of <see cref="ChangeKind.Move"/>.</summary>
    public double? BearingDegrees { get; init; }

    /// <summary>Metres along the ground, 0–500 km. Only of <see cref="ChangeKind.Move"/>.</summary>
    public double? DistanceMetres { get; init; }

    /// <summary>Metres by which each border moves inwards, 0–500 km. Only of <see cref="ChangeKind.Shrink"/>.</summary>
    public double? ShrinkMetres { get; init; }

    /// <summary>This change, or the problem: a member of its kind that is missing or out of range, or one of another kind that is given.</summary>
    public Checked<Change> Checked()
    {
        if (!Enum.IsDefined(Kind))
        {
            return new Problem("kind", "the kind of change is not known; use shift-time, change-altitude, move or shrink");
        }

        foreach (var (path, value, kind, least, most, unit) in Members())
        {
            if (value is not null && kind != Kind)
            {
                return new Problem(path, "does not belong to this kind of change; leave it out");
            }

            if (value is null && kind == Kind)
            {
                return new Problem(path, $"is missing; give {unit}");
            }

            if (value is { } given && !(given >= least && given <= most))
            {
                return new Problem(path, $"{given} is out of range; give {unit} between {least} and {most}");
            }
        }

        return BearingDegrees == 360 ? this with { BearingDegrees = 0 } : this;
    }

    private (string Path, double? Value, ChangeKind Kind, double Least, double Most, string Unit)[] Members() =>
    [
        ("shift_s", ShiftSeconds, ChangeKind.ShiftTime, -MostShiftSeconds, MostShiftSeconds, "seconds"),
        ("climb_m", ClimbMetres, ChangeKind.ChangeAltitude, -MostClimbMetres, MostClimbMetres, "metres"),
        ("bearing_deg", BearingDegrees, ChangeKind.Move, 0, 360, "degrees from north"),
        ("distance_m", DistanceMetres, ChangeKind.Move, 0, MostDistanceMetres, "metres"),
        ("shrink_m", ShrinkMetres, ChangeKind.Shrink, 0, MostDistanceMetres, "metres"),
    ];
}
