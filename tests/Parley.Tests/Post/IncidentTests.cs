using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;

namespace Parley.Tests.Post;

public sealed class IncidentTests
{
    private readonly Sea _sea = new("a", "b", "c");

    private Sea.Boat A => _sea["a"];

    private Sea.Boat B => _sea["b"];

    [Fact]
    public void What_was_said_around_an_incident_is_frozen_at_both_posts_whatever_becomes_of_it_later()
    {
        var message = Id(7);
        _sea.Write(A, new MessageSent(message, message, MessageKind.Message, Precedence.Flash, "We see smoke."), B.Name);
        _sea.Settle();
        var incident = Open();
        B.Do(new TakeWatch(_sea.Now, "Birch", "duty officer"));
        Assert.True(_sea.Write(B, new MessageAcknowledged(message, "Birch"), A.Name));
        _sea.Settle();

        Assert.NotNull(A.State.Message(message)!.Times[B.Name].Acknowledged);
        foreach (var boat in new[] { A, B })
        {
            var frozen = Assert.Single(boat.State.Incident(incident)!.Frozen.Messages);
            Assert.Equal("We see smoke.", frozen.What.Text);
            Assert.Null(frozen.Times[B.Name].Acknowledged);
        }

        Assert.Contains(B.State.Alarms, static a => a is { Kind: "incident", Severity: 3 });
    }

    [Fact]
    public void An_inquiry_is_answered_once_by_whom_it_asked_and_silence_is_on_the_record_even_when_the_answer_comes_later()
    {
        var incident = Open();
        Assert.True(_sea.Write(A, new InquiryPut(incident, Id(2), B.Name, "Was it yours?", _sea.Now.Plus(TimeSpan.FromHours(1))), B.Name));
        _sea.Settle();
        Assert.Contains(B.State.Alarms, static a => a.Kind == "inquiry");
        Assert.NotNull(A.State.Judge(A.Name, new InquiryAnswered(incident, Id(2), InquiryAnswer.Denied), _sea.Now));

        _sea.Pass(TimeSpan.FromHours(2));
        A.Do(new Strike(_sea.Now));
        B.Do(new Strike(_sea.Now));
        Assert.All([A, B], boat => Assert.Contains(boat.State.Alarms, static a => a.Kind == "inquiry-unanswered"));
        Assert.True(A.State.Incident(incident)!.Inquiries[0].UnansweredAt(_sea.Now));

        Assert.True(_sea.Write(B, new InquiryAnswered(incident, Id(2), InquiryAnswer.NeitherConfirmedNorDenied, "No comment."), A.Name));
        _sea.Settle();
        var inquiry = Assert.Single(A.State.Incident(incident)!.Inquiries);
        Assert.Equal((InquiryAnswer.NeitherConfirmedNorDenied, true, true), (inquiry.Answer!.What.Answer, inquiry.Answer.Late, inquiry.UnansweredAt(_sea.Now)));
        Assert.DoesNotContain(A.State.Alarms, static a => a.Kind == "inquiry-unanswered");
        Assert.Contains("answered already", B.State.Judge(B.Name, new InquiryAnswered(incident, Id(2), InquiryAnswer.Denied), _sea.Now)!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_nobody_asked_for_and_questions_from_outside_are_refused()
    {
        var incident = Open();
        Assert.Equal(PostRefusalKind.NotFound, A.State.Judge(B.Name, new InquiryAnswered(incident, Id(99), InquiryAnswer.Confirmed), _sea.Now)!.Kind);
        Assert.Equal(PostRefusalKind.NotFound, A.State.Judge(B.Name, new InquiryAnswered(Id(98), Id(99), InquiryAnswer.Confirmed), _sea.Now)!.Kind);
        Assert.Equal(PostRefusalKind.NotYours, A.State.Judge(_sea["c"].Name, new InquiryPut(incident, Id(3), B.Name, "?", _sea.Now.Plus(TimeSpan.FromHours(1))), _sea.Now)!.Kind);
        Assert.Equal(PostRefusalKind.NotYours, B.State.Judge(B.Name, new IncidentClosed(incident, "done"), _sea.Now)!.Kind);
        Assert.NotNull(A.State.Judge(A.Name, new InquiryPut(incident, Id(3), A.Name, "Was it mine?", _sea.Now.Plus(TimeSpan.FromHours(1))), _sea.Now));
        Assert.NotNull(A.State.Judge(A.Name, new InquiryPut(incident, Id(3), B.Name, "Too late?", _sea.Now.Plus(-TimeSpan.FromHours(1))), _sea.Now));
    }

    [Fact]
    public void A_closed_incident_takes_answers_and_no_new_questions()
    {
        var incident = Open();
        _sea.Write(A, new InquiryPut(incident, Id(2), B.Name, "Was it yours?", _sea.Now.Plus(TimeSpan.FromHours(1))), B.Name);
        _sea.Settle();
        Assert.True(_sea.Write(A, new IncidentClosed(incident, "The pilot is found."), B.Name));
        _sea.Settle();
        Assert.DoesNotContain(B.State.Alarms, static a => a.Kind == "incident");
        Assert.NotNull(B.State.Judge(B.Name, new InquiryPut(incident, Id(3), A.Name, "And yours?", _sea.Now.Plus(TimeSpan.FromHours(1))), _sea.Now));
        Assert.True(_sea.Write(B, new InquiryAnswered(incident, Id(2), InquiryAnswer.Confirmed), A.Name));
    }

    private EntityId Open()
    {
        Assert.True(_sea.Write(A, new IncidentOpened(Id(1), "Smoke over the bay", new PointAt(54, 19), _sea.Now, "A column of smoke.", 20_000, 3600, 3600, "Ash"), B.Name));
        _sea.Settle();
        return Id(1);
    }

    private static EntityId Id(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));
}
