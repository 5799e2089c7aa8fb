using Parley.Console.Consents;
using Parley.Console.Now;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Tests.Post;
using Parley.Tests.Post.Tightness;

namespace Parley.Tests.Console.Now;

/// <summary>The list of what needs an answer: the most urgent stands first, whatever else there is.</summary>
public sealed class NeedsBookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parley-needs-").FullName;
    private readonly Chart _chart = new();
    private readonly Helm _helm;
    private readonly NeedsBook _book;
    private int _taken;

    public NeedsBookTests()
    {
        _helm = new Helm(_chart.Journal);
        _taken = _chart.Journal.Count;
        _helm.Engine.Start();
        _book = new NeedsBook(_helm.Engine, ConsentBook.Open(_folder, _helm));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_worse_comes_first_then_what_is_due_sooner_then_what_has_waited_longer()
    {
        Message(Precedence.Routine);
        var priority = Message(Precedence.Priority);
        var immediate = Message(Precedence.Immediate);
        var timely = _chart.Told("b", 50_000, 90);
        var late = _chart.Told("b", 60_000, 5);
        var flash = Message(Precedence.Flash);
        Message(Precedence.Routine);
        var needs = Waiting().Where(static n => n.Kind != "alarm").ToArray();

        Assert.Equal([flash.ToString(), immediate.ToString(), late.ToString(), priority.ToString()], needs.Take(4).Select(static n => n.Id));
        Assert.Equal(timely.ToString(), needs.Last(static n => n.Kind == "notice").Id);
        Assert.Equal(needs.OrderByDescending(static n => n.Severity).ThenBy(static n => Time(n.Due) ?? DateTimeOffset.MaxValue).ThenBy(static n => Time(n.Since)).Select(static n => n.Id), needs.Select(static n => n.Id));
        Assert.Equal(("late", "b"), needs.Where(n => n.Id == late.ToString()).Select(static n => (n.What!, n.Party!)).Single());
    }

    [Fact]
    public void What_is_answered_or_over_waits_no_more()
    {
        var notice = _chart.Told("b", 50_000, 30);
        var message = Message(Precedence.Immediate);
        Assert.Equal([message.ToString(), notice.ToString()], Waiting().Where(static n => n.Kind is "message" or "notice").Select(static n => n.Id));
        _chart.Ours(new NoticeSeen(notice, 1, "Ash"));
        _chart.OnWatch("Ash");
        _chart.Ours(new MessageAcknowledged(message, "Ash"));
        Assert.DoesNotContain(Waiting(), static n => n.Kind is "message" or "notice");

        var passing = _chart.Told("b", 60_000, 30);
        Assert.Contains(Waiting(), n => n.Id == passing.ToString());
        _helm.Now = _chart.Noon.Plus(TimeSpan.FromMinutes(41));
        Assert.DoesNotContain(Waiting(), n => n.Id == passing.ToString());
    }

    [Fact]
    public void A_conflict_waits_until_it_is_settled_and_calls_louder_as_it_comes_near()
    {
        var mine = _chart.Told("a", 0, 60);
        var theirs = _chart.Told("b", 100, 62);
        var conflict = Waiting().Single(static n => n.Kind == "conflict");
        Assert.Equal((2, "b", null), (conflict.Severity, conflict.Party, conflict.What));
        Assert.DoesNotContain(Waiting(), n => n.Kind == "alarm" && n.About == conflict.Id);

        var proposal = _chart.NewId();
        _chart.Theirs(new Proposed(EntityId.Parse(conflict.Id).Value, proposal, ProposalKind.PleaseHold));
        Assert.Equal("proposal", Waiting().Single(static n => n.Kind == "conflict").What);
        _helm.Now = _chart.Noon.Plus(TimeSpan.FromMinutes(55));
        Assert.Equal(3, Waiting().Single(static n => n.Kind == "conflict").Severity);
        _chart.Clock(55);
        _chart.Ours(new ProposalAnswered(EntityId.Parse(conflict.Id).Value, proposal, true));
        Assert.DoesNotContain(Waiting(), static n => n.Kind == "conflict");
        Assert.NotEqual(mine, theirs);
    }

    [Fact]
    public void Under_ten_thousand_notices_the_most_urgent_two_hundred_are_listed_and_a_flash_above_all()
    {
        var late = new List<EntityId>();
        for (var i = 0; i < 10_000; i++)
        {
            var id = _chart.Told("b", 50_000 + (1900 * i), i % 100 == 7 ? 5 : 1000 + (i % 777));
            if (i % 100 == 7)
            {
                late.Add(id);
            }
        }

        var flash = Message(Precedence.Flash);
        var needs = Waiting();
        Assert.Equal(200, needs.Count);
        Assert.Equal(flash.ToString(), needs[0].Id);
        Assert.Equal(late.Select(static l => l.ToString()).Order(), needs.Where(static n => n.Kind == "notice" && n.What == "late").Select(static n => n.Id).Order());

        // Looked for once for each state: the very same views, until something changes.
        Assert.Same(needs[0], Waiting()[0]);
        var second = Message(Precedence.Flash);
        Assert.Equal([flash.ToString(), second.ToString()], Waiting().Take(2).Select(static n => n.Id));
    }

    [Fact]
    public void A_FLASH_stands_in_the_list_though_another_party_sent_hundreds_before_it_and_so_do_the_first_of_those()
    {
        var flood = Enumerable.Range(0, 300).Select(_ => Message(Precedence.Flash).ToString()).ToArray();
        Assert.Equal(flood[..200], Waiting().Select(static n => n.Id));
        var other = Message(Precedence.Flash, "c").ToString();
        Assert.Equal([.. flood[..199], other], Waiting().Select(static n => n.Id));
    }

    private IReadOnlyList<Client.Post.NeedView> Waiting()
    {
        _helm.Take(_chart.Journal.Skip(_taken));
        _taken = _chart.Journal.Count;
        return _book.Waiting();
    }

    private EntityId Message(Precedence precedence, string from = "b")
    {
        var id = _chart.NewId();
        _chart.Theirs(new MessageSent(id, id, MessageKind.Message, precedence, "text"), from: from);
        return id;
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
