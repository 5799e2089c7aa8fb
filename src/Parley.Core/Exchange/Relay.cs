using System.Collections.Immutable;

namespace Parley.Core.Exchange;

// Letters between parties: numbered by each sender, in one order for all, kept in each receiver's mailbox until it has signed for them.
public sealed partial class ExchangeState
{
    private readonly Dictionary<PartyName, Mailbox> _mailboxes = [];

    // How many receivers have not confirmed a letter yet, by its place.
    private readonly Dictionary<long, int> _unconfirmed = [];

    /// <summary>How many places in the order of letters were given.</summary>
    public long LastPlace { get; private set; }

    /// <summary>Letters that wait for at least one receiver.</summary>
    public int LettersWaiting => _unconfirmed.Count;

    /// <summary>Bytes that wait in mailboxes, a letter to two receivers counted twice.</summary>
    public long BytesWaiting { get; private set; }

    /// <summary>A party's standing: last number sent, first item kept, next item.</summary>
    public (long Sent, long First, long Next) Standing(PartyName party) =>
        _mailboxes.TryGetValue(party, out var box) ? (box.LastNumber, box.First, box.Next) : (0, 1, 1);

    /// <summary>What waits for a receiver from one sender.</summary>
    public Waiting WaitingFor(PartyName receiver, PartyName sender) =>
        _mailboxes.TryGetValue(receiver, out var box) ? box.From(sender) : default;

    /// <summary>At most <paramref name="most"/> items of a mailbox after a place in it, in order.</summary>
    public ImmutableArray<MailEntry> Mail(PartyName party, long after, int most)
    {
        if (!_mailboxes.TryGetValue(party, out var box))
        {
            return [];
        }

        var from = Math.Max(after + 1, box.First);
        var mail = ImmutableArray.CreateBuilder<MailEntry>();
        for (var seq = from; seq < box.Next && mail.Count < most; seq++)
        {
            mail.Add(box.At(seq));
        }

        return mail.DrainToImmutable();
    }

    private Outcome? Refusal(TakeLetter letter)
    {
        if (!MayWrite(letter.By))
        {
            return new Refused(RefusalKind.NotYours, $"{letter.By} is not admitted to this exchange; ask its operator.");
        }

        if (letter.Number < 1)
        {
            return new Refused(RefusalKind.Unacceptable, "Letters are numbered from 1.");
        }

        var last = _mailboxes.TryGetValue(letter.By, out var box) ? box.LastNumber : 0;
        if (letter.Number <= last)
        {
            var known = box!.Find(letter.Number);
            return new LetterTaken(letter.Number, known?.Place, known?.Time, Again: true, []);
        }

        if (letter.Number > last + 1)
        {
            return new Refused(RefusalKind.NotCurrent, $"Letter {letter.Number} came out of order: the last one taken was {last}, so send {last + 1} next.");
        }

        foreach (var receiver in letter.To)
        {
            if (!MayWrite(receiver))
            {
                return new Refused(RefusalKind.NotFound, $"{receiver} is not admitted to this exchange, so no letter can be sent to it.");
            }
        }

        return null;
    }

    private Outcome Apply(TakeLetter letter)
    {
        if (Refusal(letter) is { } refused)
        {
            return refused;
        }

        var place = ++LastPlace;
        var from = Shared(letter.By);
        var told = ImmutableArray.CreateBuilder<PartyName>(letter.To.Length + 1);
        foreach (var receiver in letter.To)
        {
            var box = BoxOf(receiver);
            box.Add(new LetterEntry(box.Next, place, letter.Now, from, letter.Number, letter.Size, letter.Sha256));
            told.Add(receiver);
        }

        _unconfirmed.Add(place, letter.To.Length);
        BytesWaiting += (long)letter.Size * letter.To.Length;
        var own = BoxOf(from);
        own.LastNumber = letter.Number;
        own.Remember(new TakenLetter(letter.Number, place, letter.Now));
        own.Add(new SentEntry(own.Next, place, letter.Now, letter.Number, letter.Sha256));
        told.Add(from);
        return new LetterTaken(letter.Number, place, letter.Now, Again: false, told.MoveToImmutable());
    }

    private Outcome? Refusal(ConfirmLetters confirm)
    {
        if (!MayWrite(confirm.By))
        {
            return new Refused(RefusalKind.NotYours, $"{confirm.By} is not admitted to this exchange; ask its operator.");
        }

        var (sent, first, next) = Standing(confirm.By);
        return confirm.Through >= next
            ? new Refused(RefusalKind.Unacceptable, $"Mail through {confirm.Through} can't be confirmed: the last item in this mailbox is {next - 1}.")
            : confirm.Through < first ? new LettersConfirmed(sent, first, next, Again: true, [], [])
            : null;
    }

    private Outcome Apply(ConfirmLetters confirm)
    {
        if (Refusal(confirm) is { } refused)
        {
            return refused;
        }

        var box = _mailboxes[confirm.By];
        var released = ImmutableArray.CreateBuilder<LetterKey>();
        while (box.First <= confirm.Through)
        {
            if (box.RemoveFirst() is LetterEntry letter)
            {
                Confirmed(letter, released);
            }
        }

        var told = ImmutableArray.CreateBuilder<PartyName>(confirm.Receipts.Length);
        var by = Shared(confirm.By);
        foreach (var receipt in confirm.Receipts)
        {
            var sender = BoxOf(receipt.From);
            sender.Add(new ReceiptEntry(sender.Next, ++LastPlace, confirm.Now, by, receipt.Numbers, receipt.Jws));
            told.Add(receipt.From);
        }

        return new LettersConfirmed(box.LastNumber, box.First, box.Next, Again: false, released.DrainToImmutable(), told.MoveToImmutable());
    }

    private void Confirmed(LetterEntry letter, ImmutableArray<LetterKey>.Builder released)
    {
        BytesWaiting -= letter.Size;
        var left = _unconfirmed[letter.Place] - 1;
        if (left > 0)
        {
            _unconfirmed[letter.Place] = left;
            return;
        }

        _unconfirmed.Remove(letter.Place);
        released.Add(new LetterKey(letter.From, letter.Number, letter.Sha256));
    }

    private Mailbox BoxOf(PartyName party)
    {
        if (!_mailboxes.TryGetValue(party, out var box))
        {
            _mailboxes.Add(Shared(party), box = new Mailbox());
        }

        return box;
    }
}
