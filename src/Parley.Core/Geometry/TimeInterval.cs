namespace Parley.Core.Geometry;

/// <summary>From one instant to another, both included. Immutable; any thread. Only <see cref="Create"/> checks.</summary>
public readonly record struct TimeInterval(Instant Start, Instant End)
{
    public static readonly TimeInterval Always = new(Instant.Min, Instant.Max);

    /// <summary>A checked interval; the only problem is an end before the start.</summary>
    public static Checked<TimeInterval> Create(Instant start, Instant end) => start <= end
        ? new TimeInterval(start, end)
        : new Problem("time_end", $"the end {end} is before the start {start}; exchange them");

    /// <summary>The problem of an interval that is over at <paramref name="now"/>, or null.</summary>
    public Problem? OverAt(Instant now) => End >= now ? null : new Problem("time_end", $"the end {End} is in the past (it is {now} now)");

    /// <summary>True when they share more than a bound. An instant inside an interval is in it; so is one equal to it.</summary>
    public bool Overlaps(TimeInterval other) => (Start < other.End && other.Start < End) || (Start == End && this == other);

    /// <summary>True when they share anything, be it one instant.</summary>
    public bool Meets(TimeInterval other) => Start <= other.End && other.Start <= End;

    /// <summary>Time between the intervals; zero when they meet.</summary>
    public TimeSpan GapTo(TimeInterval other) =>
        Start > other.End ? Start.Since(other.End) : other.Start > End ? other.Start.Since(End) : TimeSpan.Zero;

    /// <summary>The interval with both ends moved outwards by <paramref name="span"/> (≥ 0).</summary>
    public TimeInterval Widened(TimeSpan span) => new(Start.Plus(-span), End.Plus(span));
}
