using System.Collections.Immutable;
using CsCheck;
using Parley.Core.Coordination;
using Parley.Core.Geometry;

namespace Parley.Tests.Coordination;

public sealed class NearnessTests
{
    [Fact]
    public void The_deepest_conflict_goes_before_others_and_the_nearest_pair_before_the_far()
    {
        var ours = ImmutableArray.Create(Flights.Volume(Flights.Circle(0, 0, 1_000), 100, 200, 0, 30));
        var grazing = Flights.Volume(Flights.Circle(0, 0, 1_000), 100, 200, 29, 60);
        var deep = Flights.Volume(Flights.Circle(1, 0, 1_000), 120, 220, 10, 60);
        var approach = Nearness.Gap(ours, [grazing, deep]);
        Assert.Equal((0, 1, true), (approach.VolumeA, approach.VolumeB, approach.InConflict));
        Assert.Equal(new TimeInterval(Flights.Minute(10), Flights.Minute(30)), approach.Encounter.Time);

        var near = Flights.Volume(Flights.Circle(5, 0, 1_000), 100, 200, 0, 30);
        var far = Flights.Volume(Flights.Circle(9, 0, 1_000), 100, 200, 0, 30);
        approach = Nearness.Gap(ours, [far, near], Flights.Usual);
        Assert.Equal((1, false), (approach.VolumeB, approach.InConflict));
        Assert.Equal(3_000, approach.Gap.HorizontalMetres, 5.0);
    }

    [Fact]
    public void There_is_a_conflict_exactly_if_any_pair_is_in_one()
    {
        Flights.Crowd.Sample(crowd =>
        {
            foreach (var obstacle in crowd.Obstacles)
            {
                var approach = Nearness.Gap(crowd.Volumes, obstacle.Volumes, obstacle.Minima);
                Assert.Equal(crowd.Volumes.Any(a => obstacle.Volumes.Any(b => Separation.InConflict(a, b, obstacle.Minima))), approach.InConflict);
                Assert.Equal(Separation.Between(crowd.Volumes[approach.VolumeA], obstacle.Volumes[approach.VolumeB]), approach.Gap);
            }
        }, iter: 200);
    }
}
