using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Letters: numbers, the outbox, and what a letter means once it has its place.
public sealed partial class PostState
{
    /// <summary>A letter in its place: who says it, to whom, and the exchange's time for it.</summary>
    private readonly record struct Placed(PartyName From, ImmutableSortedDictionary<string, long> To, long Place, Instant At, Findings Found);

    private PostOutcome Apply(WriteLetters write) => new LettersWritten(Write(write.Letters));

    private ImmutableArray<long> Write(ImmutableArray<Draft> drafts) => [.. drafts.Select(Write)];

    private long Write(Draft draft)
    {
        if (!_compared || (CatchingUp && draft.Body is not (HistoryAsked or HistoryTold or UssAnswer)))
        {
            _unnumbered.Add(draft);
            return 0;
        }

        var unnumbered = draft.Body is HistoryAsked or HistoryTold or UssRequest or UssAnswer;
        var to = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var party in draft.To)
        {
            var row = RowWith(party);
            if (!unnumbered)
            {
                row = row with { LastToThem = row.LastToThem + 1 };
                _rows[party] = row;
            }

            to[party.Value] = unnumbered ? 0 : row.LastToThem;
        }

        LastNumber++;
        if (draft.Body is HistoryAsked)
        {
            Asked(draft.To[0], LastNumber);
        }

        _outbox.Add(LastNumber, new OutLetter(LastNumber, to.ToImmutable(), draft.Body));
        return LastNumber;
    }

    private PostOutcome Apply(TakeSent sent)
    {
        LastSeq = Math.Max(LastSeq, sent.Seq);
        if (!_outbox.Remove(sent.Number, out var letter))
        {
            return PostOutcome.Fine;
        }

        if (_restoring.Count > 0 && letter.Body is not (HistoryAsked or HistoryTold or UssAnswer or Blank))
        {
            // It has its place after what is still to be told again, so it is taken after that.
            _told[sent.Place] = new ToldAgain(sent.Place, sent.Time, new Letter(Me, letter.To, sent.Time, letter.Body));
            return PostOutcome.Fine;
        }

        NotePlaced(letter.To, sent.Place);
        return Say(letter.Body, new Placed(Me, letter.To, sent.Place, sent.Time, sent.Found ?? new Findings()));
    }

    private PostOutcome Apply(ReceiveLetter take)
    {
        LastSeq = Math.Max(LastSeq, take.Seq);
        var letter = take.Letter;
        var number = letter.To.GetValueOrDefault(Me.Value);
        if (number > 0)
        {
            if (_restoring.Count > 0)
            {
                _told[take.Place] = new ToldAgain(take.Place, take.Time, letter);
                return PostOutcome.Fine;
            }

            var row = RowWith(letter.From);
            if (number <= row.LastFromThem)
            {
                return Refuse(letter.From, take.Time, $"its letter {number} was here before");
            }

            if (number > row.LastFromThem + 1)
            {
                return Hold(take, number);
            }

            _rows[letter.From] = row with { LastFromThem = number };
        }

        var outcome = Say(letter.Body, new Placed(letter.From, letter.To, take.Place, take.Time, take.Found ?? new Findings()));
        return outcome is PostRefused refused ? Refuse(letter.From, take.Time, refused.Sentence) : outcome;
    }

    private PostOutcome Apply(VoidLetter letter)
    {
        if (_outbox.TryGetValue(letter.Number, out var known) && known.Body is not Blank)
        {
            _outbox[letter.Number] = known with { To = ImmutableSortedDictionary<string, long>.Empty.Add("exchange", 0), Body = new Blank() };
            Raise($"void:{letter.Number}", "not-sent", 3, $"A letter to {string.Join(", ", known.To.Keys)} could not be sent: {letter.Reason}", null, letter.Now);
        }

        return PostOutcome.Fine;
    }

    private PostOutcome Apply(TakeReceipt receipt)
    {
        LastSeq = Math.Max(LastSeq, receipt.Seq);
        Heard(receipt.By, receipt.Numbers);
        foreach (var (id, version) in receipt.Numbers.Select(n => _sentNotices.GetValueOrDefault(n)).Where(static n => n.Intent != default))
        {
            if (_declared.TryGetValue(id, out var declared) && declared.Notices.TryGetValue(receipt.By, out var to) && to.Version == version && to.DeliveredAt is null)
            {
                _declared[id] = declared with { Notices = declared.Notices.SetItem(receipt.By, to with { DeliveredAt = receipt.Time }) };
            }
        }

        return PostOutcome.Fine;
    }

    private PostOutcome Apply(RefuseLetter refuse)
    {
        LastSeq = Math.Max(LastSeq, refuse.Seq);
        var row = RowWith(refuse.From);
        if (refuse.Number == row.LastFromThem + 1)
        {
            _rows[refuse.From] = row with { LastFromThem = refuse.Number };
        }

        return Refuse(refuse.From, refuse.Now, refuse.Reason);
    }

    private PostRefused Refuse(PartyName from, Instant at, string reason)
    {
        RefusedCount++;
        Raise($"refused:{from}", "letters-refused", 1, $"A letter from {from} was refused: {reason}.", from.Value, at);
        return PostRefused.Unacceptable(reason);
    }

    /// <summary>What the letter would be refused with in its place, or null. The same at all who get it.</summary>
    public PostRefused? Judge(PartyName from, LetterBody body, Instant at) => body switch
    {
        AgreementDrafted drafted => Judge(from, drafted),
        AgreementSigned signed => Judge(from, signed, at),
        AgreementSuspended suspended => JudgeRunning(from, suspended.Agreement, at),
        AgreementResumed resumed => Judge(from, resumed, at),
        AgreementEnded ended => JudgeRunning(from, ended.Agreement, at, drafted: true),
        Notice notice => Judge(from, notice, at),
        NoticeWithdrawn withdrawn => JudgeOwner(from, withdrawn.Intent),
        NoticeSeen seen => Judge(from, seen),
        PlaceConfirmed confirmed => JudgeOwner(from, confirmed.Intent),
        NoticePassedOn passed => Judge(from, passed),
        Reconfirmed reconfirmed => Judge(from, reconfirmed),
        Proposed proposed => Judge(from, proposed, at),
        ProposalAnswered answered => Judge(from, answered, at),
        Stood stood => Judge(from, stood, at),
        MessageSent message => Judge(from, message),
        MessageDelivered delivered => JudgeReceiver(from, delivered.Message),
        MessageRead read => JudgeReceiver(from, read.Message),
        MessageAcknowledged acknowledged => Judge(from, acknowledged),
        MessageEscalated escalated => Judge(from, escalated),
        IncidentOpened opened => Judge(opened, at),
        IncidentClosed closed => Judge(from, closed),
        InquiryPut put => Judge(from, put, at),
        InquiryAnswered answered => Judge(from, answered),
        CommentMade made => Judge(from, made),
        _ => null,
    };

    private PostOutcome Say(LetterBody body, Placed letter)
    {
        if (Judge(letter.From, body, letter.At) is { } refused)
        {
            return refused;
        }

        switch (body)
        {
            case AgreementDrafted drafted:
                Say(drafted, letter);
                break;
            case AgreementSigned signed:
                Say(signed, letter);
                break;
            case AgreementSuspended suspended:
                Say(suspended, letter);
                break;
            case AgreementResumed resumed:
                Say(resumed, letter);
                break;
            case AgreementEnded ended:
                End(_agreements[ended.Agreement], letter.From, letter.At, ended.Reason);
                break;
            case Notice notice:
                Say(notice, letter);
                break;
            case NoticeWithdrawn withdrawn:
                Say(withdrawn, letter);
                break;
            case NoticeSeen seen:
                Say(seen, letter);
                break;
            case PlaceConfirmed confirmed:
                Say(confirmed);
                break;
            case NoticePassedOn passed:
                Say(passed, letter);
                break;
            case Reconfirmed reconfirmed:
                Say(reconfirmed, letter);
                break;
            case Proposed proposed:
                Say(proposed, letter);
                break;
            case ProposalAnswered answered:
                Say(answered, letter);
                break;
            case Stood stood:
                Say(stood, letter);
                break;
            default:
                SayOnLine(body, letter);
                break;
        }

        return PostOutcome.Fine;
    }

    private void SayOnLine(LetterBody body, Placed letter)
    {
        switch (body)
        {
            case MessageSent message:
                Say(message, letter);
                break;
            case MessageDelivered delivered:
                Say(delivered, letter);
                break;
            case MessageRead read:
                Say(read, letter);
                break;
            case MessageAcknowledged acknowledged:
                Say(acknowledged, letter);
                break;
            case MessageEscalated escalated:
                Say(escalated, letter);
                break;
            case WatchTold told:
                Say(told, letter);
                break;
            case IncidentOpened opened:
                Say(opened, letter);
                break;
            case IncidentClosed closed:
                Say(closed, letter);
                break;
            case InquiryPut put:
                Say(put, letter);
                break;
            case InquiryAnswered answered:
                Say(answered, letter);
                break;
            case CommentMade made:
                Say(made, letter);
                break;
        }
    }
}
