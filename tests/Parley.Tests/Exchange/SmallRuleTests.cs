using Parley.Core.Exchange;
using static Parley.Tests.Exchange.Stage;

namespace Parley.Tests.Exchange;

/// <summary>The rules for constraints, availability and reports, one at a time.</summary>
public sealed class SmallRuleTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void Only_its_manager_may_change_or_delete_a_constraint_and_only_with_the_current_ovn()
    {
        _stage.Forbid(Survey, 21, At());
        var ovn = _stage.State.Constraint(World.Id(21))!.Ovn;
        Assert.Equal(RefusalKind.NotYours, Refusal(_stage.Forbid(North, 21, At())));
        Assert.IsType<ConstraintChanged>(_stage.Forbid(Survey, 21, At()));
        Assert.Equal(2, _stage.State.Constraint(World.Id(21))!.Version);
        Assert.Equal(RefusalKind.NotCurrent, Refusal(_stage.State.Apply(new DeleteConstraint(_stage.Now, Survey, World.Id(21), ovn))));
        Assert.Equal(RefusalKind.NotFound, Refusal(_stage.State.Apply(new DeleteConstraint(_stage.Now, Survey, World.Id(22), ovn))));
        Assert.Equal(RefusalKind.NotCurrent, Refusal(_stage.State.Apply(
            new PutConstraint(_stage.Now, Survey, World.Id(21), null, At(), World.Url(Survey), new Ovn("ovn-never-given-out")))));
    }

    [Fact]
    public void A_party_that_nobody_spoke_of_is_unknown_with_an_empty_version()
    {
        Assert.Equal(new AvailabilityStatus(North, Availability.Unknown, ""), _stage.State.AvailabilityOf(North));
        Assert.Equal(RefusalKind.NotCurrent, Refusal(Set("made-up")));
        var set = Assert.IsType<AvailabilitySet>(Set(""));
        Assert.Equal(RefusalKind.NotCurrent, Refusal(Set("")));
        Assert.IsType<AvailabilitySet>(Set(set.Status.Version));

        Outcome Set(string expected) => _stage.State.Apply(new SetAvailability(_stage.Now, Survey, North, expected, Availability.Down, "version-1"));
    }

    [Fact]
    public void Reports_are_counted_and_the_count_is_kept_by_a_snapshot()
    {
        _stage.State.Apply(new FileReport(_stage.Now, North, World.Id(1), new byte[] { 1 }));
        Assert.Equal(1, Snapshot.Read(new MemoryStream(Describe.State(_stage.State))).ReportCount);
    }

    private static RefusalKind Refusal(Outcome outcome) => Assert.IsType<Refused>(outcome).Kind;
}
