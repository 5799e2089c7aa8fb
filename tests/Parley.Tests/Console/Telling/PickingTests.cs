using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Console.Telling;
using Parley.Core;
using Parley.Core.Geometry;
using static Parley.Tests.Console.Telling.Tellings;

namespace Parley.Tests.Console.Telling;

public sealed class PickingTests
{
    private static readonly TellingPreferences All = PreferenceReader.Usual(Role.DutyOfficer);

    private static NeedView[] Fresh(
        TellingPreferences? wants, IReadOnlyList<NeedView> waiting, ImmutableDictionary<string, int>? told = null, Person? person = null, Func<NeedView, NeedPlace>? places = null, string? muted = null) =>
        [.. Picking.Fresh(person ?? Person(), wants ?? All, told ?? ImmutableDictionary<string, int>.Empty, waiting, places ?? (static _ => NeedPlace.Nowhere), p => p == muted)];

    private static ImmutableDictionary<string, int> Told(params NeedView[] needs) => needs.ToImmutableDictionary(Picking.KeyOf, static n => n.Severity);

    [Fact]
    public void What_was_told_is_not_told_again_until_it_becomes_more_urgent()
    {
        var conflict = Need("conflict");
        Assert.Equal([conflict], Fresh(null, [conflict]));
        Assert.Empty(Fresh(null, [conflict], Told(conflict)));
        Assert.Equal([conflict with { Severity = 3 }], Fresh(null, [conflict with { Severity = 3 }], Told(conflict)));
        Assert.Empty(Fresh(null, [conflict], Told(conflict with { Severity = 3 })));
    }

    [Fact]
    public void A_proposal_in_a_conflict_and_a_changed_notice_are_news_under_the_same_id()
    {
        var (conflict, notice) = (Need("conflict"), Need("notice", 2, "late"));
        Assert.Single(Fresh(null, [conflict with { What = "proposal" }], Told(conflict)));
        Assert.Single(Fresh(null, [notice with { Since = "2026-11-23T12:30:00Z" }], Told(notice)));
    }

    [Fact]
    public void Each_proposal_of_a_conflict_is_told_and_the_conflict_is_not_told_again_once_one_is_answered()
    {
        var conflict = Need("conflict");
        var (first, second) = (conflict with { What = "proposal", About = "p1" }, conflict with { What = "proposal", About = "p2" });
        Assert.Single(Fresh(null, [second], Told(conflict, first)));
        var told = Picking.Standing(Told(conflict, first), [first]);
        Assert.Empty(Fresh(null, [conflict], Picking.Standing(told, [conflict])));
    }

    [Fact]
    public void What_no_longer_waits_is_forgotten_and_told_again_when_it_comes_again_unless_the_list_was_cut()
    {
        var (conflict, alarm) = (Need("conflict"), Need("alarm", id: "link:quill:out", party: null));
        var told = Told(conflict, alarm);
        Assert.Equal(Told(alarm), Picking.Standing(told, [alarm]));
        Assert.Same(told, Picking.Standing(told, [conflict, alarm]));
        Assert.Same(told, Picking.Standing(told, [.. Enumerable.Range(0, 200).Select(i => Need("notice", 1, id: $"n{i}"))]));
    }

    [Fact]
    public void What_is_on_its_way_is_over_once_nothing_of_it_waits_but_not_for_a_list_that_was_cut()
    {
        var (conflict, notice) = (Need("conflict"), Need("notice", id: "n"));
        Assert.False(Picking.IsOver(Event(conflict, notice), [notice]));
        Assert.True(Picking.IsOver(Event(conflict), [notice]));
        // Another kind of need about the same thing is another need.
        Assert.True(Picking.IsOver(Event(conflict), [conflict with { Kind = "alarm" }]));
        Assert.False(Picking.IsOver(Event(conflict), [.. Enumerable.Range(0, Picking.MostListed).Select(i => Need("notice", 1, id: $"n{i}"))]));
    }

    [Fact]
    public void However_much_else_comes_a_FLASH_stays_on_its_way()
    {
        var (flash, usual) = (Event(Flash()), Enumerable.Range(0, 300).Select(i => Event(Need("notice", id: $"n{i}"))).ToArray());
        var kept = Picking.Kept([flash, .. usual]);
        Assert.Equal([flash, .. usual[^20..]], kept);
        // Not without end either: the newest of them.
        var flashes = Enumerable.Range(0, 300).Select(i => Event(Flash($"f{i}"))).ToArray();
        Assert.Equal([.. flashes[^200..], .. usual[^20..]], Picking.Kept([.. flashes, .. usual]));
    }

    [Fact]
    public void Kinds_and_severity_that_are_not_wanted_are_not_told()
    {
        NeedView[] waiting = [Need("notice", 1), Need("message", 2, "PRIORITY", "m1"), Need("message", 1, "ROUTINE", "m2"), Need("alarm", 3, "watch-vacant", "watch-vacant", null)];
        Assert.Equal(["message", "alarm"], Fresh(null, waiting).Select(static n => n.Kind));
        Assert.Equal(["alarm"], Fresh(All with { Kinds = ["alarm", "conflict"] }, waiting).Select(static n => n.Kind));
        Assert.Equal(["alarm"], Fresh(All with { LeastSeverity = 3 }, waiting).Select(static n => n.Kind));
        Assert.Equal(4, Fresh(All with { LeastSeverity = 1 }, waiting).Length);
    }

    [Fact]
    public void An_alarm_that_only_says_what_a_need_of_the_same_letter_says_is_not_told_beside_it()
    {
        var (flash, alarm) = (Flash(), Need("alarm", 3, "message", $"message:{Flash().Id}", null));
        Assert.Equal([flash], Fresh(null, [flash, alarm]));
        // Once it escalates, its time is another; and one that is more urgent than the need says more.
        Assert.Equal(2, Fresh(null, [flash, alarm with { Since = "2026-11-23T12:01:00Z" }]).Length);
        Assert.Equal(2, Fresh(null, [Need("notice", 2, "late"), alarm]).Length);
    }

    [Fact]
    public void A_flash_passes_every_filter_but_its_own_kind()
    {
        var narrow = All with { LeastSeverity = 3, Agreements = ["33333333-0000-0000-0000-000000000003"], Area = new TellingArea(0, 0, 1) };
        var elsewhere = new NeedPlace(["44444444-0000-0000-0000-000000000004"], [], new LatLng(50, 50));
        Assert.Single(Fresh(narrow, [Flash()], places: _ => elsewhere, muted: "quill"));
        Assert.Single(Fresh(narrow, [Flash() with { What = "STOP" }], places: _ => elsewhere));
        Assert.Empty(Fresh(narrow with { Kinds = ["conflict"] }, [Flash()]));
    }

    [Fact]
    public void Agreements_and_area_keep_out_what_is_elsewhere_and_let_through_what_has_no_place()
    {
        var here = All with { Agreements = ["a1"], Area = new TellingArea(12.5, -38, 50) };
        NeedPlace Place(string[] agreements, double lat) => new(agreements, [], new LatLng(lat, -38));
        Assert.Single(Fresh(here, [Need("conflict")], places: _ => Place(["a1", "a2"], 12.6)));
        Assert.Empty(Fresh(here, [Need("conflict")], places: _ => Place(["a2"], 12.6)));
        Assert.Empty(Fresh(here, [Need("conflict")], places: _ => Place(["a1"], 14)));
        Assert.Single(Fresh(here, [Need("conflict")], places: _ => NeedPlace.Nowhere));
        var circle = CircleOutline.Create(new LatLng(13.1, -38), 30_000, OutlineLimits.Default).Value;
        Assert.Single(Fresh(here, [Need("notice")], places: _ => new NeedPlace([], [circle], null)));
        Assert.Empty(Fresh(here with { Area = new TellingArea(12.5, -38, 30) }, [Need("notice")], places: _ => new NeedPlace([], [circle], null)));
    }

    [Fact]
    public void A_muted_partys_messages_are_not_told_and_its_conflicts_are() =>
        Assert.Equal(["conflict"], Fresh(null, [Need("message", 2, "PRIORITY"), Need("conflict")], muted: "quill").Select(static n => n.Kind));

    [Theory]
    [InlineData("commander", "B. Lund", true)]
    [InlineData("commander", "A. Okafor", false)]
    [InlineData("observer", "B. Lund", false)]
    public void Consent_is_asked_of_those_who_may_give_it_and_not_of_who_asked(string role, string asker, bool told) =>
        Assert.Equal(told ? 1 : 0, Fresh(null, [Need("consent", 2, nameof(Deed.Suspend), party: null, text: asker)], person: Person(RoleTable.Parse(role).Value)).Length);

    [Fact]
    public void Those_who_only_look_are_told_in_the_console_alone_until_they_say_otherwise()
    {
        Assert.Equal([Ways.Console], PreferenceReader.Usual(Role.Observer).Ways);
        Assert.Equal(Ways.All, PreferenceReader.Usual(Role.WatchOfficer).Ways);
    }

    [Fact]
    public void The_longer_it_keeps_coming_the_more_of_it_is_told_together()
    {
        var (resting, now, told) = (new Resting(), Instant.Parse(Since).Value, 0);
        for (var second = 0; second < 3600; second++, now = now.Plus(TimeSpan.FromSeconds(1)))
        {
            if (resting.Over(now))
            {
                resting.Told(now);
                told++;
            }
        }

        Assert.InRange(told, 5, 15);
        now = now.Plus(TimeSpan.FromHours(2));
        Assert.True(resting.Over(now));
        resting.Told(now);
        Assert.True(resting.Over(now.Plus(TimeSpan.FromSeconds(6))));
    }
}
