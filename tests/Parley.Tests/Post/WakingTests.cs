using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>Between a start and the first word with the exchange: a number given twice would be a letter lost.</summary>
public sealed class WakingTests
{
    [Fact]
    public void A_letter_written_before_a_post_knows_that_it_is_from_an_old_backup_is_not_lost()
    {
        var sea = new Sea("a", "b");
        var (a, b) = (sea["a"], sea["b"]);
        var first = Draft(sea, a, b, 1);
        var backup = a.Journal.Count;
        var lost = Draft(sea, a, b, 2);

        sea.Restore(a, backup, early => Assert.True(sea.Write(early, new AgreementDrafted(Id(3), Text(sea)), b.Name)));
        sea.Settle();

        Assert.Equal([first, lost, Id(3)], a.State.Agreements.Select(static g => g.Id));
        Assert.Equal([first, lost, Id(3)], b.State.Agreements.Select(static g => g.Id));
        Assert.Equal(0, b.State.RefusedCount);
        Assert.Equal(0, a.State.LettersWaiting);
    }

    [Fact]
    public void A_letter_written_before_the_exchange_is_there_waits_without_a_number_and_goes_in_its_order()
    {
        var sea = new Sea("a", "b");
        var (a, b) = (sea["a"], sea["b"]);
        a.Do(new Woke(sea.Now));
        Assert.Equal([0], Assert.IsType<LettersWritten>(a.Do(new WriteLetters(sea.Now, [new Draft([b.Name], new AgreementDrafted(Id(1), Text(sea)))]))).Numbers);
        a.Do(new WriteLetters(sea.Now, [new Draft([b.Name], new AgreementEnded(Id(1), "not needed"))]));
        Assert.Equal(2, a.State.LettersWaiting);
        Assert.Empty(a.State.Outbox);

        a.Do(new Compared(sea.Now));
        Assert.Equal([1, 2], a.State.Outbox.Select(static l => l.Number));
        sea.Settle();
        Assert.Equal(AgreementState.Ended, Assert.Single(b.State.Agreements).StateAt(sea.Now));
    }

    [Fact]
    public void Who_is_away_is_asked_for_lost_letters_once_and_who_signed_for_the_question_again()
    {
        var sea = new Sea("a", "b");
        var (a, b) = (sea["a"], sea["b"]);
        Draft(sea, a, b, 1);
        sea.Restore(a, 0);
        var question = Assert.Single(a.State.Outbox);
        Assert.IsType<HistoryAsked>(question.Body);
        a.Do(new TakeSent(sea.Now, a.State.LastSeq + 1, 50, sea.Now, question.Number));
        Assert.Empty(a.State.ToAskAgain());

        a.Do(new TakeReceipt(sea.Now, a.State.LastSeq + 1, sea.Now, b.Name, [question.Number], ""));
        Assert.IsType<HistoryAsked>(Assert.Single(a.State.ToAskAgain()).Body);
        a.Do(new WriteLetters(sea.Now, [.. a.State.ToAskAgain()]));
        Assert.Empty(a.State.ToAskAgain());
    }

    [Fact]
    public void A_letter_written_after_nobody_told_what_was_lost_is_not_taken_for_one_of_the_lost_ones()
    {
        var sea = new Sea("a", "b");
        var (a, b) = (sea["a"], sea["b"]);
        var first = Draft(sea, a, b, 1);
        var backup = a.Journal.Count;
        var (second, third) = (Draft(sea, a, b, 2), Draft(sea, a, b, 3));
        sea.Restore(a, backup);
        a.Do(new EndHistory(sea.Now, b.Name, Told: false));
        Assert.True(sea.Write(a, new AgreementDrafted(Id(4), Text(sea)), b.Name));
        sea.Settle();

        Assert.Equal([first, second, third, Id(4)], b.State.Agreements.Select(static g => g.Id));
        Assert.Equal([first, second, third, Id(4)], a.State.Agreements.Select(static g => g.Id));
        Assert.Equal(0, b.State.RefusedCount);
        Assert.True(sea.Write(b, new AgreementEnded(Id(4), "not needed"), a.Name) && sea.Write(a, new AgreementEnded(third, "not needed"), b.Name));
        sea.Settle();
        Assert.All([a, b], boat => Assert.Equal(2, boat.State.Agreements.Count(g => g.StateAt(sea.Now) == AgreementState.Ended)));
    }

    private static EntityId Draft(Sea sea, Sea.Boat from, Sea.Boat to, int id)
    {
        Assert.True(sea.Write(from, new AgreementDrafted(Id(id), Text(sea)), to.Name));
        sea.Settle();
        return Id(id);
    }

    private static string Text(Sea sea) => System.Text.Json.JsonSerializer.Serialize(
        new AgreementDocument(
            "North and south", [new("a"), new("b")], new RawJson("{}"), 0, 1000, sea.Now, sea.Now.Plus(TimeSpan.FromDays(1)), 900, new SeparationTerms(10, 10, 10),
            new AcknowledgeTerms(60, 300, 900, 3600), Disclosure.Full, 3600, 600, ImmutableSortedDictionary<string, ImmutableArray<Contact>>.Empty),
        PostJson.Default.AgreementDocument);

    private static EntityId Id(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));
}
