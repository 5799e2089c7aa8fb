using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>What calls by the clock, until when, and what an officer's taking it does.</summary>
public sealed class AlarmTests
{
    [Fact]
    public void A_notice_that_nobody_acknowledged_calls_ten_minutes_before_it_begins_until_all_have()
    {
        var strait = new Strait();
        var mine = strait.File("a", 0, 60);
        strait.Clock(49);
        Assert.Null(strait.Alarm("a", $"unseen:{mine}"));
        strait.Clock(50);
        Assert.Contains("at b, m has acknowledged", strait.Alarm("a", $"unseen:{mine}")?.Says, StringComparison.Ordinal);
        strait.Take("a", $"unseen:{mine}");

        strait.Say("b", new NoticeSeen(mine, 1, "Birch"));
        Assert.Null(strait.Alarm("b", $"unseen:{mine}"));
        Assert.True(strait.Alarm("a", $"unseen:{mine}") is { TakenBy: "Ash" } left && left.Says.Contains("at m has acknowledged", StringComparison.Ordinal));

        strait.Say("m", new NoticeSeen(mine, 1, "Maple"));
        strait.Strike();
        Assert.All(["a", "b", "m"], p => Assert.Null(strait.Alarm(p, $"unseen:{mine}")));
    }

    [Fact]
    public void A_change_that_moves_an_acknowledged_intent_must_be_acknowledged_too()
    {
        var strait = Seen(out var mine);
        strait.Change("a", mine, place: 3);
        strait.Clock(50);
        Assert.All(["a", "b"], p => Assert.Contains("has acknowledged where and when", strait.Alarm(p, $"unseen:{mine}")?.Says, StringComparison.Ordinal));
        strait.Say("b", new NoticeSeen(mine, 2, "Birch"));
        strait.Say("m", new NoticeSeen(mine, 2, "Maple"));
        Assert.All(["a", "b", "m"], p => Assert.Null(strait.Alarm(p, $"unseen:{mine}")));
        Assert.Equal(2, strait.Notice(mine, "a", "b").MovedVersion);
    }

    [Fact]
    public void A_change_in_the_last_minutes_calls_at_once_and_an_old_acknowledgement_does_not_stop_it()
    {
        var strait = Seen(out var mine);
        strait.Clock(55);
        Assert.Null(strait.Alarm("b", $"unseen:{mine}"));
        strait.Change("a", mine, place: 3);
        strait.Strike();
        strait.Say("b", new NoticeSeen(mine, 1, "Birch"));
        Assert.NotNull(strait.Alarm("b", $"unseen:{mine}"));
    }

    [Fact]
    public void A_change_of_state_alone_needs_no_new_acknowledgement()
    {
        var strait = Seen(out var mine);
        strait.Change("a", mine, state: IntentState.Activated);
        strait.Clock(50);
        Assert.Equal(1, strait.Notice(mine, "a", "b").MovedVersion);
        Assert.All(["a", "b", "m"], p => Assert.Null(strait.Alarm(p, $"unseen:{mine}")));
    }

    [Fact]
    public void What_is_put_off_calls_again_at_its_new_time_and_not_before()
    {
        var strait = new Strait();
        var mine = strait.File("a", 0, 60);
        strait.Clock(50);
        strait.Change("a", mine, place: 1, start: 120);
        strait.Strike();
        Assert.All(["a", "b"], p => Assert.Null(strait.Alarm(p, $"unseen:{mine}")));
        strait.Clock(110);
        Assert.All(["a", "b"], p => Assert.NotNull(strait.Alarm(p, $"unseen:{mine}")));
    }

    [Fact]
    public void A_turn_back_calls_until_every_receiver_has_acknowledged_it()
    {
        var strait = Seen(out var mine);
        strait.Change("a", mine, underWay: UnderWayChange.TurnedBack);
        strait.Say("b", new NoticeSeen(mine, 2, "Birch"));
        Assert.NotNull(strait.Alarm("a", $"under-way:{mine}"));
        Assert.Null(strait.Alarm("b", $"under-way:{mine}"));
        strait.Say("m", new NoticeSeen(mine, 2, "Maple"));
        Assert.Null(strait.Alarm("a", $"under-way:{mine}"));
    }

    [Fact]
    public void What_was_not_passed_on_calls_ten_minutes_before_until_every_recipient_has_confirmed()
    {
        var strait = new Strait();
        var mine = strait.File("a", 0, 60);
        strait.Sea["b"].Do(new PutRecipients(strait.Sea.Now, mine, [new RecipientName("Battery 1", "net 3"), new RecipientName("Gate", "runner")]));
        strait.Sea["b"].Do(new MarkRecipient(strait.Sea.Now, mine, "Gate", true, "Birch"));
        strait.Clock(49);
        Assert.Null(strait.Alarm("b", $"passed-on:{mine}"));
        strait.Clock(50);
        Assert.True(strait.Alarm("b", $"passed-on:{mine}") is { Severity: 3 } alarm && alarm.Says.StartsWith("1 of 2 ", StringComparison.Ordinal));
        Assert.Null(strait.Alarm("a", $"passed-on:{mine}"));
        strait.Sea["b"].Do(new MarkRecipient(strait.Sea.Now, mine, "Battery 1", true, "Birch"));
        Assert.Null(strait.Alarm("b", $"passed-on:{mine}"));
    }

    [Fact]
    public void An_intent_that_has_ended_calls_its_owner_alone_for_what_came_of_it()
    {
        var strait = new Strait();
        var mine = strait.File("a", 0, 60);
        strait.Clock(60);
        strait.Clock(91);
        Assert.NotNull(strait.Alarm("a", $"outcome:{mine}"));
        Assert.Null(strait.Alarm("b", $"outcome:{mine}"));
        Assert.All(["a", "b"], p => Assert.Null(strait.Alarm(p, $"unseen:{mine}")));
        strait.Withdraw("a", mine);
        Assert.Null(strait.Alarm("a", $"outcome:{mine}"));
        Assert.Equal(IntentOutcome.DoneAsDeclared, strait["b"].Find(mine)!.Outcome);
    }

    [Fact]
    public void An_alarm_that_only_tells_of_an_event_is_gone_once_an_officer_takes_it()
    {
        var strait = new Strait();
        strait.Sea["b"].Do(new RefuseLetter(strait.Sea.Now, 0, strait.Sea.Now, new PartyName("a"), "it could not be read", "00"));
        strait.Sea["b"].Do(new WriteLetters(strait.Sea.Now, [new Draft([new PartyName("a")], new Reconfirmed(strait.Agreement))]));
        strait.Sea["b"].Do(new VoidLetter(strait.Sea.Now, strait["b"].LastNumber, "the exchange does not take it"));
        foreach (var id in strait["b"].Alarms.Select(static a => a.Id).ToArray())
        {
            strait.Take("b", id);
        }

        Assert.Equal(["watch-vacant"], strait["b"].Alarms.Select(static a => a.Kind));
        Assert.IsType<PostRefused>(strait.Sea["b"].Do(new TakeAlarm(strait.Sea.Now, "refused:a", "Ash")));
    }

    [Fact]
    public void The_end_of_an_agreement_calls_the_other_side_until_it_is_taken_and_ends_the_call_of_its_suspension()
    {
        var strait = new Strait();
        strait.Say("a", new AgreementSuspended(strait.Agreement, strait.Sea.Now, "because"));
        Assert.NotNull(strait.Alarm("b", $"suspended:{strait.Agreement}:a"));
        strait.Say("a", new AgreementEnded(strait.Agreement, "It is over."));
        Assert.Null(strait.Alarm("b", $"suspended:{strait.Agreement}:a"));
        Assert.Null(strait.Alarm("a", $"ended:{strait.Agreement}"));
        strait.Take("b", $"ended:{strait.Agreement}");
        Assert.Null(strait.Alarm("b", $"ended:{strait.Agreement}"));
    }

    private static Strait Seen(out EntityId mine)
    {
        var strait = new Strait();
        mine = strait.File("a", 0, 60);
        strait.Say("b", new NoticeSeen(mine, 1, "Birch"));
        strait.Say("m", new NoticeSeen(mine, 1, "Maple"));
        return strait;
    }
}
