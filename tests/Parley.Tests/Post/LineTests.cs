using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>The line between two parties with a mediator: a FLASH is to be acknowledged in 60 s, a link check (PRIORITY) in 900 s every hour.</summary>
public sealed class LineTests
{
    private readonly Sea _sea = new("a", "b", "m");
    private int _next = 100;

    public LineTests()
    {
        var document = System.Text.Json.JsonSerializer.Serialize(Terms(_sea.Now), PostJson.Default.AgreementDocument);
        _sea.Write(A, new AgreementDrafted(Id(1), document), B.Name, M.Name);
        _sea.Settle();
        var hash = A.State.Agreement(Id(1))!.Hash;
        _sea.Write(A, new AgreementSigned(Id(1), hash), B.Name, M.Name);
        _sea.Write(B, new AgreementSigned(Id(1), hash), A.Name, M.Name);
        _sea.Settle();
        Link(true);
    }

    private Sea.Boat A => _sea["a"];

    private Sea.Boat B => _sea["b"];

    private Sea.Boat M => _sea["m"];

    [Fact]
    public void Delivered_read_and_acknowledged_are_three_times_and_both_sides_show_the_same()
    {
        OnWatch(B, "Birch");
        var id = Send(A, Precedence.Flash, B);
        _sea.Pass(TimeSpan.FromSeconds(5));
        Assert.True(_sea.Write(B, new MessageRead(id, "Beech"), A.Name));
        _sea.Settle();
        _sea.Pass(TimeSpan.FromSeconds(5));
        Assert.True(_sea.Write(B, new MessageAcknowledged(id, "Birch"), A.Name));
        _sea.Settle();

        var times = A.State.Message(id)!.Times[B.Name];
        Assert.Equal(times, B.State.Message(id)!.Times[B.Name]);
        Assert.True(times.Delivered < times.Read && times.Read < times.Acknowledged);
        Assert.Equal(("Beech", "Birch"), (times.ReadBy, times.AcknowledgedBy));
        Assert.DoesNotContain(B.State.Alarms, a => a.About == id.ToString());
    }

    [Fact]
    public void Who_is_not_on_watch_cannot_acknowledge_here_or_in_the_eyes_of_the_other_side()
    {
        OnWatch(B, "Birch");
        var id = Send(A, Precedence.Flash, B);
        Assert.Equal(PostRefusalKind.NotYours, B.State.Judge(B.Name, new MessageAcknowledged(id, "Stranger"), _sea.Now)!.Kind);

        // A post that does not ask its own watch is refused by the other side.
        Assert.NotNull(A.State.Judge(B.Name, new MessageAcknowledged(id, "Stranger"), _sea.Now));
        Assert.Null(A.State.Judge(B.Name, new MessageAcknowledged(id, "Birch"), _sea.Now));
    }

    [Fact]
    public void An_unacknowledged_message_calls_the_next_contact_then_everyone_then_the_mediator_at_the_agreed_times()
    {
        var id = Send(A, Precedence.Flash, B);
        var sent = A.State.Message(id)!.At;
        _sea.Pass(TimeSpan.FromSeconds(185));
        Strike();

        var steps = A.State.Message(id)!.StepsTo(B.Name, _sea.Now).ToArray();
        Assert.Equal(steps, B.State.Message(id)!.StepsTo(B.Name, _sea.Now));
        Assert.Equal(
            [(60, EscalationTo.NextContact, "Second"), (120, EscalationTo.Everyone, "everyone"), (180, EscalationTo.Mediator, "m")],
            steps.Select(s => ((int)s.At.Since(sent).TotalSeconds, s.To, s.Name)));
        Assert.Contains(B.State.Alarms, a => a is { Kind: "message", Severity: 3 } && a.About == id.ToString());
        Assert.Contains(A.State.Alarms, a => a is { Kind: "unacknowledged", Severity: 3 } && a.About == id.ToString());

        A.Do(new WriteLetters(_sea.Now, [.. A.State.ToTellMediators()]));
        Assert.Empty(A.State.ToTellMediators());
        _sea.Settle();
        Assert.NotNull(A.State.Message(id)!.MediatorTold);
        Assert.Equal(A.State.Message(id)!.MediatorTold, B.State.Message(id)!.MediatorTold);
        Assert.Equal("Where are you?", M.State.Message(id)!.What.Text);
        Assert.Contains(M.State.Alarms, static a => a.Kind == "message-escalated");
    }

    [Fact]
    public void An_acknowledgement_that_came_before_a_step_takes_the_step_back_that_a_late_post_saw()
    {
        OnWatch(B, "Birch");
        var id = Send(A, Precedence.Flash, B);
        _sea.Pass(TimeSpan.FromSeconds(59));
        _sea.Write(B, new MessageAcknowledged(id, "Birch"), A.Name);
        _sea.Send(B);
        _sea.Pass(TimeSpan.FromSeconds(10));
        A.Do(new Strike(_sea.Now));
        Assert.Single(A.State.Message(id)!.StepsTo(B.Name, _sea.Now));

        _sea.Settle();
        Assert.Empty(A.State.Message(id)!.StepsTo(B.Name, _sea.Now));
        Assert.DoesNotContain(A.State.Alarms, static a => a.Kind == "unacknowledged");
    }

    [Fact]
    public void A_stop_goes_to_everyone_on_the_other_side_and_to_the_mediator_at_once()
    {
        var side = Assert.Single(A.State.OtherSides(_sea.Now));
        Assert.Equal([B.Name, M.Name], side);
        var id = Id(_next++);
        Assert.True(_sea.Write(A, new MessageSent(id, id, MessageKind.Stop, Precedence.Flash), [.. side]));
        _sea.Settle();
        Assert.All([B, M], boat => Assert.Contains(boat.State.Alarms, a => a is { Kind: "stop", Severity: 3 } && a.About == id.ToString()));
        Assert.Equal(EscalationTo.Everyone, Assert.Single(B.State.Message(id)!.StepsTo(B.Name, _sea.Now)).To);
    }

    [Fact]
    public void A_vacant_watch_calls_until_somebody_takes_it_and_handing_over_is_on_the_record()
    {
        Assert.Contains(B.State.Alarms, static a => a.Kind == "watch-vacant");
        OnWatch(B, "Birch");
        Assert.DoesNotContain(B.State.Alarms, static a => a.Kind == "watch-vacant");
        B.Do(new TakeWatch(_sea.Now, "Cedar", "duty officer", From: "Birch", Note: "quiet night"));
        _sea.Settle();
        Assert.Equal(["Cedar"], B.State.Watch.Select(static w => w.Officer));
        Assert.Equal(["Cedar"], A.State.WatchAt(B.Name)!.Value);
        Assert.Equal(new WatchChange(_sea.Now, "Birch", "Cedar", "duty officer", "quiet night"), B.State.WatchChanges[^1] with { At = _sea.Now });
        Assert.IsType<PostRefused>(B.Do(new TakeWatch(_sea.Now, "Dill", "duty officer", From: "Birch")));

        B.Do(new LeaveWatch(_sea.Now, "Cedar"));
        Assert.Contains(B.State.Alarms, static a => a.Kind == "watch-vacant");
        Assert.IsType<PostRefused>(B.Do(new LeaveWatch(_sea.Now, "Cedar")));
    }

    [Fact]
    public void A_link_check_is_due_as_often_as_agreed_and_one_at_a_time()
    {
        Assert.Empty(A.State.ChecksDue(_sea.Now));
        _sea.Pass(TimeSpan.FromHours(1));
        Assert.Equal([B.Name, M.Name], A.State.ChecksDue(_sea.Now));
        var id = Check(A, B, send: false);
        Assert.Equal([M.Name], A.State.ChecksDue(_sea.Now));
        _sea.Settle();
        Assert.Equal([M.Name], A.State.ChecksDue(_sea.Now));
        OnWatch(B, "Birch");
        Assert.True(_sea.Write(B, new MessageAcknowledged(id, "Birch"), A.Name));
        _sea.Settle();
        Assert.NotNull(A.State.TestOf(B.Name)!.Value.Answered);
        _sea.Pass(TimeSpan.FromMinutes(20));
        Strike();
        Assert.DoesNotContain(A.State.Misses, static m => m is { Party.Value: "b", Outgoing: true });
    }

    [Theory]
    [InlineData("unanswered")]
    [InlineData("nobody-on-watch")]
    [InlineData("post-down")]
    [InlineData("link-down")]
    public void A_missed_link_check_says_what_failed_on_both_sides(string failed)
    {
        if (failed == "unanswered")
        {
            OnWatch(B, "Birch");
        }

        _sea.Pass(TimeSpan.FromMinutes(59));
        if (failed == "link-down")
        {
            A.Do(new ChangeLink(_sea.Now, false));
        }

        _sea.Pass(TimeSpan.FromMinutes(2));
        var id = Check(A, B, send: false);
        if (failed != "link-down")
        {
            while (_sea.Send(A) || _sea.Take(A))
            {
            }

            if (failed != "post-down")
            {
                _sea.Settle();
            }
        }

        _sea.Pass(TimeSpan.FromMinutes(16));
        A.Do(new Strike(_sea.Now));
        if (failed == "post-down")
        {
            // The post comes back and takes its mail.
            _sea.Settle();
        }

        B.Do(new Strike(_sea.Now));
        var expected = failed switch { "unanswered" => MissedWhy.Unanswered, "nobody-on-watch" => MissedWhy.NobodyOnWatch, "post-down" => MissedWhy.PostDown, _ => MissedWhy.LinkDown };
        Assert.Equal(expected, Assert.Single(A.State.Misses, static m => m is { Party.Value: "b", Outgoing: true }).Why);
        Assert.Contains(A.State.Alarms, static a => a.Id == "link:b:out");

        // From the other side: its own failure by the same name; a line that is down looks like a post that is.
        Assert.Equal(failed == "link-down" ? MissedWhy.PostDown : expected, Assert.Single(B.State.Misses, static m => m is { Party.Value: "a", Outgoing: false }).Why);
        Assert.Contains(B.State.Alarms, static a => a.Id == "link:a:in");
        if (failed != "link-down")
        {
            Assert.Equal(expected, A.State.Message(id)!.Missed);
            Assert.Equal(expected, B.State.Message(id)!.Missed);
        }
    }

    [Fact]
    public void A_flood_calls_in_one_voice_a_muted_party_not_at_all_but_for_a_STOP_and_no_message_is_lost()
    {
        for (var i = 0; i < 30; i++)
        {
            Send(A, Precedence.Flash, B, settle: false);
        }

        _sea.Settle();
        Assert.Equal(30, B.State.Untaken.Count());
        Assert.True(B.State.Alarms.Count(static a => a.Kind == "message") <= 20);
        Assert.Contains(B.State.Alarms, static a => a.Kind == "flood");

        B.Do(new MuteParty(_sea.Now, A.Name, "Birch", _sea.Now.Plus(TimeSpan.FromHours(1))));
        Assert.DoesNotContain(B.State.Alarms, static a => a.Kind is "message" or "flood");
        Send(A, Precedence.Flash, B);
        Assert.DoesNotContain(B.State.Alarms, static a => a.Kind == "message");
        Assert.Equal(31, B.State.Untaken.Count());

        var stop = Id(_next++);
        _sea.Write(A, new MessageSent(stop, stop, MessageKind.Stop, Precedence.Flash), B.Name, M.Name);
        _sea.Settle();
        Assert.Contains(B.State.Alarms, static a => a.Kind == "stop");
        B.Do(new MuteParty(_sea.Now, A.Name, "Birch"));
        Assert.Contains(B.State.Alarms, static a => a.Kind == "message");
        OnWatch(B, "Birch");
        foreach (var message in B.State.Untaken.ToArray())
        {
            _sea.Write(B, new MessageAcknowledged(message.Id, "Birch"), A.Name);
        }

        _sea.Settle();
        Assert.DoesNotContain(B.State.Alarms, static a => a.Kind is "message" or "flood" or "muted" or "stop");
    }

    [Fact]
    public void The_line_and_its_checks_stay_up_while_an_agreement_is_suspended()
    {
        _sea.Write(A, new AgreementSuspended(Id(1), _sea.Now, "because"), B.Name, M.Name);
        _sea.Settle();
        _sea.Pass(TimeSpan.FromHours(1));
        Assert.Contains(B.Name, A.State.ChecksDue(_sea.Now));
        Assert.Single(A.State.OtherSides(_sea.Now));
        var id = Send(A, Precedence.Flash, B);
        Assert.Equal(60, B.State.Message(id)!.Calls[B.Name].WithinS);
    }

    private EntityId Send(Sea.Boat from, Precedence precedence, Sea.Boat to, bool settle = true)
    {
        var id = Id(_next++);
        Assert.True(_sea.Write(from, new MessageSent(id, id, MessageKind.Message, precedence, "Where are you?"), to.Name));
        if (settle)
        {
            _sea.Settle();
        }

        return id;
    }

    private EntityId Check(Sea.Boat from, Sea.Boat to, bool send)
    {
        var id = Id(_next++);
        Assert.True(_sea.Write(from, new MessageSent(id, id, MessageKind.LinkCheck, Precedence.Priority), to.Name));
        if (send)
        {
            _sea.Settle();
        }

        return id;
    }

    private void OnWatch(Sea.Boat boat, string officer)
    {
        Assert.IsType<LettersWritten>(boat.Do(new TakeWatch(_sea.Now, officer, "duty officer")));
        _sea.Settle();
    }

    private void Link(bool up)
    {
        foreach (var boat in _sea.Boats.Values)
        {
            boat.Do(new ChangeLink(_sea.Now, up));
        }
    }

    private void Strike()
    {
        foreach (var boat in _sea.Boats.Values)
        {
            boat.Do(new Strike(_sea.Now));
        }
    }

    private static AgreementDocument Terms(Instant now) => new(
        "North and south", [new("a"), new("b")], new RawJson("{}"), 0, 1000, now, now.Plus(TimeSpan.FromDays(1)), 900, new SeparationTerms(10, 10, 10),
        new AcknowledgeTerms(60, 300, 900, 3600), Disclosure.Full, 3600, 600,
        ImmutableSortedDictionary<string, ImmutableArray<Contact>>.Empty.Add("a", [new Contact("Duty")]).Add("b", [new Contact("First"), new Contact("Second")]))
    { Mediator = new PartyName("m") };

    private static EntityId Id(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));
}
