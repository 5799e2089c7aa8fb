using Parley.Core.Exchange;
using static Parley.Tests.Exchange.Stage;

namespace Parley.Tests.Exchange;

/// <summary>The rules for operational intents, one at a time (F3548-21 §A2.6, DSS0005–DSS0300).</summary>
public sealed class IntentRuleTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void An_intent_that_meets_another_is_refused_until_the_others_ovn_is_in_the_key()
    {
        _stage.Declare(North, 1, At());
        Assert.Equal([1], Missing(_stage.Declare(Relief, 2, At(), key: [])));
        Assert.Null(_stage.State.Intent(World.Id(2)));
        Assert.True(Assert.IsType<IntentChanged>(_stage.Declare(Relief, 2, At(), key: [_stage.Intent(1).Ovn.Value])).Created);
    }

    [Theory]
    [InlineData(0, 100, 200, 0, 60, true)] // touching in altitude
    [InlineData(0, 101, 200, 0, 60, false)]
    [InlineData(0, 0, 100, 60, 90, true)] // touching in time
    [InlineData(0, 0, 100, 61, 90, false)]
    [InlineData(1, 0, 100, 0, 60, false)] // next door
    [InlineData(null, 0, 100, 0, 60, true)] // around it
    public void What_shares_a_cell_an_altitude_and_an_instant_is_met(int? quarter, double low, double high, double from, double to, bool met)
    {
        _stage.Declare(North, 1, At(quarter: 0));
        Assert.Equal(met, _stage.Declare(Relief, 2, At(quarter, low, high, from, to), key: []) is MissingFromKey);
    }

    [Fact]
    public void Intents_of_the_same_party_meet_as_well_but_none_meets_itself()
    {
        _stage.Declare(North, 1, At());
        Assert.Equal([1], Missing(_stage.Declare(North, 2, At(), key: [])));
        Assert.IsType<IntentChanged>(_stage.Declare(North, 1, At(), IntentState.Activated, key: []));
    }

    [Theory]
    [InlineData(IntentState.Accepted, true)]
    [InlineData(IntentState.Activated, true)]
    [InlineData(IntentState.Nonconforming, false)]
    [InlineData(IntentState.Contingent, false)]
    public void A_flight_that_went_wrong_is_taken_without_a_key(IntentState state, bool needsKey)
    {
        _stage.Declare(North, 1, At());
        _stage.Declare(Relief, 2, At());
        Assert.Equal(needsKey, _stage.Declare(Relief, 2, At(), state, key: []) is MissingFromKey);
    }

    [Fact]
    public void Constraints_must_be_in_the_key_only_of_those_who_asked_to_be_told_of_constraints()
    {
        _stage.Forbid(Survey, 21, At());
        Assert.IsType<IntentChanged>(_stage.Declare(North, 1, At(0), key: []));
        Assert.IsType<IntentChanged>(_stage.Declare(North, 2, At(1), key: [], wanted: 31));
        var missing = Assert.IsType<MissingFromKey>(_stage.Declare(North, 3, At(2), key: [], wanted: 32, forConstraints: true));
        Assert.Equal(World.Id(21), Assert.Single(missing.Constraints).Constraint.Id);
        Assert.IsType<IntentChanged>(_stage.Declare(North, 3, At(2), wanted: 32, forConstraints: true));
    }

    [Fact]
    public void What_a_party_that_is_down_has_only_planned_need_not_be_in_the_key_but_what_flies_must()
    {
        _stage.Declare(North, 1, At());
        _stage.Hold(North, Availability.Down);
        var planned = Assert.IsType<IntentChanged>(_stage.Declare(Relief, 2, At(), key: []));
        Assert.Equal(Availability.Unknown, planned.Intent.Availability);

        _stage.Declare(North, 1, At(), IntentState.Activated);
        var missing = Assert.IsType<MissingFromKey>(_stage.Declare(Survey, 3, At(), key: [_stage.Intent(2).Ovn.Value]));
        Assert.Equal(Availability.Down, Assert.Single(missing.Intents).Availability);

        _stage.Declare(North, 1, At());
        _stage.Hold(North, Availability.Normal);
        Assert.Equal([1, 2], Missing(_stage.Declare(Survey, 3, At(), key: [])));
    }

    [Fact]
    public void A_put_without_the_current_ovn_is_answered_with_the_intent_itself_as_missing()
    {
        _stage.Declare(North, 1, At());
        var first = _stage.Intent(1).Ovn;
        _stage.Declare(North, 1, At(), IntentState.Activated);
        var stale = _stage.Declare(North, 1, At(), expected: first);
        Assert.Equal([1], Missing(stale));
        Assert.Contains("not the current one", Sentence(stale), StringComparison.Ordinal);

        var again = _stage.State.Apply(new PutIntent(
            _stage.Now, North, World.Id(1), null, IntentState.Accepted, At(), World.Url(North), null, null, new Ovn("ovn-never-given-out"), false, []));
        Assert.Equal([1], Missing(again));
        Assert.Contains("is there already", Sentence(again), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_its_manager_may_change_or_delete_an_intent()
    {
        _stage.Declare(North, 1, At());
        Assert.Equal(RefusalKind.NotYours, Assert.IsType<Refused>(_stage.Declare(Relief, 1, At())).Kind);
        Assert.Equal(RefusalKind.NotYours, Assert.IsType<Refused>(_stage.Delete(Relief, 1)).Kind);
        Assert.IsType<IntentChanged>(_stage.Delete(North, 1));
        Assert.Equal(RefusalKind.NotFound, Assert.IsType<Refused>(_stage.Delete(North, 1)).Kind);
    }

    [Fact]
    public void A_requested_ovn_is_not_given_twice_even_after_a_change_that_requested_none()
    {
        _stage.Declare(North, 1, At(), requested: "a");
        Assert.Equal($"{World.Id(1)}_a", _stage.Intent(1).Ovn.Value);
        Assert.Contains("was used before", Sentence(_stage.Declare(North, 1, At(), requested: "a")), StringComparison.Ordinal);
        _stage.Declare(North, 1, At());
        Assert.Contains("was used before", Sentence(_stage.Declare(North, 1, At(), requested: "a")), StringComparison.Ordinal);
        Assert.IsType<IntentChanged>(_stage.Declare(North, 1, At(), requested: "b"));
        Assert.Contains("was used before", Sentence(_stage.Declare(North, 1, At(), requested: "a")), StringComparison.Ordinal);
    }

    [Fact]
    public void Drawn_ovns_are_not_kept_and_of_requested_ones_the_last_sixteen()
    {
        for (var n = 0; n < 40; n++)
        {
            _stage.Declare(North, 1, At(), requested: n % 2 == 0 ? $"{n}" : null);
        }

        Assert.Equal(Enumerable.Range(4, 16).Select(n => $"{World.Id(1)}_{n * 2}"), _stage.Intent(1).PastOvns.Select(o => o.Value));
    }

    [Fact]
    public void An_intent_that_moves_is_told_where_it_was_and_where_it_comes_to()
    {
        _stage.Subscribe(Relief, 11, At(0));
        _stage.Subscribe(Relief, 12, At(1));
        _stage.Subscribe(Relief, 13, At(2));
        Assert.Equal([11], Told(_stage.Declare(North, 1, At(0))));
        Assert.Equal([11, 12], Told(_stage.Declare(North, 1, At(1))));
        Assert.Equal([12], Told(_stage.Delete(North, 1)));
        Assert.Equal([2, 2, 0], new[] { 11, 12, 13 }.Select(id => _stage.Subscription(id)!.NotificationIndex));
    }
}
