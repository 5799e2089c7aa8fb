using Parley.Core.Exchange;

namespace Parley.Tests.Exchange;

/// <summary>Numbers, mailboxes and receipts, told as a story between three parties.</summary>
public sealed class RelayRuleTests
{
    private static readonly PartyName North = World.Parties[0];
    private static readonly PartyName Relief = World.Parties[1];
    private static readonly PartyName Survey = World.Parties[2];

    private readonly ExchangeState _state = new();

    public RelayRuleTests()
    {
        foreach (var party in World.Parties)
        {
            Assert.IsType<PartyAdmitted>(Admit(party, "keys"));
        }
    }

    private Outcome Admit(PartyName party, string keys, bool replace = false, byte last = 1) =>
        _state.Apply(new AdmitParty(World.Noon, ExchangeState.Self, party, $"{party}.{keys}", new byte[] { 1, last }, replace));

    private Outcome Send(PartyName by, long number, params PartyName[] to) =>
        _state.Apply(new TakeLetter(World.Noon.Plus(TimeSpan.FromSeconds(number)), by, number, [.. to], 100, $"hash of {by} {number}"));

    private Outcome Confirm(PartyName by, long through, params SignedReceipt[] receipts) =>
        _state.Apply(new ConfirmLetters(World.Noon, by, through, [.. receipts]));

    [Fact]
    public void Letters_have_one_order_for_all_and_each_mailbox_its_own_without_gaps()
    {
        Assert.Equal(1, Assert.IsType<LetterTaken>(Send(North, 1, Relief, Survey)).Place);
        Assert.Equal(2, Assert.IsType<LetterTaken>(Send(Survey, 1, Relief)).Place);
        Assert.Equal(["1 1 LetterEntry", "2 2 LetterEntry"], Mail(Relief));
        Assert.Equal(["1 1 LetterEntry", "2 2 SentEntry"], Mail(Survey));
        Assert.Equal(["1 1 SentEntry"], Mail(North));
        Assert.Equal((2, 300), (_state.LettersWaiting, _state.BytesWaiting));
        Assert.Equal(new Waiting(1, 100), _state.WaitingFor(Relief, Survey));
    }

    [Fact]
    public void A_number_again_is_the_same_letter_and_one_ahead_is_refused()
    {
        Send(North, 1, Relief);
        var again = Assert.IsType<LetterTaken>(Send(North, 1, Survey));
        Assert.Equal((true, 1L, World.Noon.Plus(TimeSpan.FromSeconds(1))), (again.Again, again.Place!.Value, again.Time!.Value));
        Assert.Contains("send 2 next", Stage.Sentence(Send(North, 3, Relief)), StringComparison.Ordinal);
        Assert.Empty(Mail(Survey));
        for (var n = 2; n <= 2_000; n++)
        {
            Send(North, n, Relief);
        }

        Assert.Null(Assert.IsType<LetterTaken>(Send(North, 1, Relief)).Place);
        Assert.NotNull(Assert.IsType<LetterTaken>(Send(North, 1_999, Relief)).Place);
    }

    [Fact]
    public void What_all_have_confirmed_is_released_once_and_its_sender_has_the_receipts()
    {
        Send(North, 1, Relief, Survey);
        var first = Assert.IsType<LettersConfirmed>(Confirm(Relief, 1, new SignedReceipt(North, [1], "relief's word")));
        Assert.Empty(first.Released);
        var second = Assert.IsType<LettersConfirmed>(Confirm(Survey, 1, new SignedReceipt(North, [1], "survey's word")));
        Assert.Equal([new LetterKey(North, 1, "hash of north-air-arm 1")], second.Released);
        Assert.True(Assert.IsType<LettersConfirmed>(Confirm(Survey, 1)).Again);
        Assert.Equal(["1 1 SentEntry", "2 2 ReceiptEntry", "3 3 ReceiptEntry"], Mail(North));
        Assert.Contains("can't be confirmed", Stage.Sentence(Confirm(Survey, 2)), StringComparison.Ordinal);
        Assert.Equal((0, 0), (_state.LettersWaiting, _state.BytesWaiting));
    }

    [Fact]
    public void Who_is_expelled_neither_sends_nor_gets_and_finds_its_mail_on_return()
    {
        Send(North, 1, Relief);
        Assert.False(Assert.IsType<PartyExpelled>(_state.Apply(new ExpelParty(World.Noon, ExchangeState.Self, Relief))).Again);
        Assert.True(Assert.IsType<PartyExpelled>(_state.Apply(new ExpelParty(World.Noon, ExchangeState.Self, Relief))).Again);
        Assert.Contains("relief-agency is not admitted", Stage.Sentence(Send(North, 2, Survey, Relief)), StringComparison.Ordinal);
        Assert.Contains("not admitted", Stage.Sentence(Send(Relief, 1, North)), StringComparison.Ordinal);
        Assert.Contains("not admitted", Stage.Sentence(Confirm(Relief, 1)), StringComparison.Ordinal);
        Admit(Relief, "keys");
        Assert.Equal(["1 1 LetterEntry"], Mail(Relief));
        Assert.Equal(2, Assert.IsType<LetterTaken>(Send(North, 2, ExchangeState.Self)).Place);
    }

    [Fact]
    public void Other_keys_are_taken_only_when_meant()
    {
        Assert.True(Assert.IsType<PartyAdmitted>(Admit(North, "keys")).Again);
        Assert.False(Assert.IsType<PartyAdmitted>(Admit(North, "keys", last: 2)).Again);
        Assert.Contains("--replace-keys", Stage.Sentence(Admit(North, "others")), StringComparison.Ordinal);
        Assert.False(Assert.IsType<PartyAdmitted>(Admit(North, "others", replace: true)).Again);
        Assert.IsType<Refused>(Admit(ExchangeState.Self, "keys"));
    }

    private string[] Mail(PartyName party) => [.. _state.Mail(party, 0, int.MaxValue).Select(static e => $"{e.Seq} {e.Place} {e.GetType().Name}")];
}
