using System.Collections.Immutable;
using CsCheck;
using Parley.Core.Coordination;
using Parley.Core.Geometry;

namespace Parley.Tests.Coordination;

public sealed class SuggestionTests
{
    // Two circles of 1 km whose centres are 2 km apart, at the same heights, 10:00 to 10:30 and 10:20 to 10:40.
    private static readonly ImmutableArray<Volume4D> Ours = [Flights.Volume(Flights.Circle(0, 0, 1_000), 100, 200, 20, 40)];
    private static readonly Obstacle Theirs = new(Flights.Id(1), [Flights.Volume(Flights.Circle(2, 0, 1_000), 100, 200, 0, 30)], Flights.Usual);

    [Fact]
    public void Each_kind_is_suggested_with_the_smallest_number_that_helps()
    {
        var found = Suggestions.Find(Flights.Us, Ours, [Theirs], Flights.Free);
        Assert.Equal(found.OrderBy(s => s.Cost), found);
        Assert.InRange(found.Length, 4, Suggestions.Most);

        // They end at 10:30, 5 minutes apart: 10:35.
        Assert.Contains(found, s => s.Change.ShiftSeconds == 900 && s.Says == "Start 15 min later (10:35 to 10:55 Z)." && s.Cost == 15);

        // Both bands are 100 m, 100 m apart: 200 m either way, but not below the ellipsoid.
        Assert.Contains(found, s => s.Change.ClimbMetres == 200 && s.Says == "Fly 200 m (656 ft) higher (300 to 400 m).");
        Assert.DoesNotContain(found, s => s.Change.ClimbMetres < 0);

        // They touch, 1 km apart: 1 km straight away, 1 km off each side.
        Assert.Contains(found, s => s.Change is { BearingDegrees: 270, DistanceMetres: >= 1_000 and <= 1_100 } && s.Says.EndsWith(" west.", StringComparison.Ordinal));
        Assert.DoesNotContain(found, s => s.Change.ShrinkMetres is not null);
    }

    [Fact]
    public void A_shrink_is_suggested_where_it_leaves_enough()
    {
        var box = ImmutableArray.Create(Flights.Volume(Flights.Box(-8, -5, 0.6, 5), 100, 200, 0, 30));
        var shrink = Suggestions.Find(Flights.Us, box, [Theirs], Flights.Free).Single(s => s.Change.Kind == ChangeKind.Shrink);
        Assert.Equal(600, shrink.Change.ShrinkMetres!.Value, 100.0);
        Assert.Contains("% less", shrink.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_goes_past_what_stands_behind_the_obstacle()
    {
        // The next one is there from 10:40 to 11:00, so the free gap of 10 minutes is too short.
        var next = new Obstacle(Flights.Id(2), [Flights.Volume(Flights.Circle(2, 0, 1_000), 100, 200, 40, 60)], Flights.Usual);
        var above = new Obstacle(Flights.Id(3), [Flights.Volume(Flights.Circle(0, 0, 300), 350, 400, 0, 90)], Flights.Usual);
        var found = Suggestions.Find(Flights.Us, Ours, [Theirs, next, above], Flights.Free);
        Assert.Contains(found, s => s.Change.ShiftSeconds == 45 * 60);
        Assert.Contains(found, s => s.Change.ClimbMetres == 400);
        Assert.DoesNotContain(found, s => s.Change.ClimbMetres == 200);
    }

    [Fact]
    public void What_comes_within_twice_the_minima_is_named_but_not_what_was_resolved()
    {
        var above = new Obstacle(Flights.Id(3), [Flights.Volume(Flights.Circle(0, 0, 300), 550, 600, 0, 90)], Flights.Usual);
        var climb = Suggestions.Find(Flights.Us, Ours, [Theirs, above], Flights.Free).Single(s => s.Change.ClimbMetres == 200);
        Assert.Equal([above.Id], climb.Touches);
    }

    [Fact]
    public void Nothing_leaves_the_agreement()
    {
        var room = new Room(Flights.Minute(10), Flights.Minute(54), new(new(50), new(350)), Flights.Box(-1.5, -20, 10, 20));
        var found = Suggestions.Find(Flights.Us, Ours, [Theirs], room);
        Assert.DoesNotContain(found, s => s.Change.Kind is ChangeKind.ShiftTime or ChangeKind.ChangeAltitude);
        Assert.NotEmpty(found);
        Assert.All(found, s => Assert.True(Containment.Holds(room.Area!, Changing.Apply(Ours, s.Change, OutlineLimits.Default).Value[0].Outline)));
    }

    [Fact]
    public void Without_a_conflict_there_is_nothing_to_suggest()
    {
        Assert.Empty(Suggestions.Find(Flights.Us, Ours, [], Flights.Free));
        Assert.Empty(Suggestions.Find(Flights.Us, [], [Theirs], Flights.Free));
        Assert.Empty(Suggestions.Find(Flights.Us, Ours, [Theirs with { Id = Flights.Us }], Flights.Free));
        Assert.Empty(Suggestions.Find(Flights.Us, Ours, [Theirs with { Volumes = [Theirs.Volumes[0] with { Outline = Flights.Circle(9, 0, 1_000) }] }], Flights.Free));
    }

    [Fact]
    public void What_holds_everywhere_and_always_leaves_no_suggestion()
    {
        var all = new Volume4D(Flights.Circle(0, 0, 900_000), AltitudeBand.Unbounded, TimeInterval.Always);
        Assert.Empty(Suggestions.Find(Flights.Us, Ours, [new(Flights.Id(1), [all], Minima.Zero)], Flights.Free));
    }

    [Fact]
    public void After_a_suggestion_nothing_is_in_conflict_whatever_the_crowd()
    {
        var (conflicts, kinds) = (0, new int[4]);
        Flights.Crowd.Sample(crowd =>
        {
            var (volumes, obstacles) = crowd;
            var before = InConflict(volumes, obstacles);
            var found = Suggestions.Find(Flights.Us, volumes, obstacles, Flights.Free);
            Assert.True(before || found.IsEmpty);
            Assert.InRange(found.Length, before ? 1 : 0, Suggestions.Most);
            Interlocked.Add(ref conflicts, before ? 1 : 0);
            foreach (var suggestion in found)
            {
                Interlocked.Increment(ref kinds[(int)suggestion.Change.Kind]);
                Assert.True(suggestion.Change.Checked().Ok && suggestion.Cost > 0);
                Assert.False(InConflict(Changing.Apply(volumes, suggestion.Change, OutlineLimits.Default).Value, obstacles), suggestion.Says);
            }
        }, iter: 400);
        Assert.True(conflicts > 100 && kinds[..3].All(k => k > 50), $"{conflicts} {string.Join(' ', kinds)}");
    }

    [Fact]
    public void A_crowd_too_large_to_compare_still_ends_and_only_what_was_verified_is_suggested()
    {
        // 100 volumes among 4,000: 400,000 pairs at each step.
        var route = Enumerable.Range(0, 100).Select(n => Flights.Volume(Flights.Circle(n / 5.0, 0, 500), 100, 200, n, n + 5)).ToImmutableArray();
        var crowd = Enumerable.Range(1, 4_000).Select(n => new Obstacle(
            Flights.Id(n), [Flights.Volume(Flights.Circle(n % 63, n / 63, 900), n % 7 * 50, (n % 7 * 50) + 40, n % 100, (n % 100) + 30)], Flights.Usual)).ToImmutableArray();
        var found = Suggestions.Find(Flights.Us, route, crowd, Flights.Free);
        Assert.NotEmpty(found);
        Assert.All(found, s => Assert.False(InConflict(Changing.Apply(route, s.Change, OutlineLimits.Default).Value, crowd), s.Says));
    }

    [Fact]
    public void A_smaller_shift_would_not_have_helped()
    {
        Flights.Crowd.Sample(crowd =>
        {
            var (volumes, obstacles) = crowd;
            foreach (var shift in Suggestions.Find(Flights.Us, volumes, obstacles, Flights.Free).Where(s => s.Change.Kind == ChangeKind.ShiftTime))
            {
                var seconds = shift.Change.ShiftSeconds!.Value;
                for (var less = Math.Abs(seconds) - 60; less > 0; less -= 60)
                {
                    var change = shift.Change with { ShiftSeconds = Math.Sign(seconds) * less };
                    Assert.True(InConflict(Changing.Apply(volumes, change, OutlineLimits.Default).Value, obstacles), $"{less} s was enough, not {seconds} s");
                }
            }
        }, iter: 100);
    }

    private static bool InConflict(ImmutableArray<Volume4D> volumes, ImmutableArray<Obstacle> obstacles) =>
        obstacles.Any(o => o.Volumes.Any(theirs => volumes.Any(ours => Separation.InConflict(ours, theirs, o.Minima))));
}
