using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// A post from an old backup: the relay knows more of it than it does itself. It takes up the relay's numbers, asks each other party for
// what they said to each other meanwhile, and applies that in the exchange's order as if it came now.
public sealed partial class PostState
{
    private PostOutcome Apply(AdoptNumbers adopt)
    {
        LastNumber = Math.Max(LastNumber, adopt.LastNumber);
        LastSeq = Math.Max(LastSeq, adopt.LastSeq);

        // What waited here when the backup was made has been sent since, under the same numbers; the others will tell it again.
        foreach (var number in _outbox.Keys.Where(n => n <= adopt.LastNumber).ToArray())
        {
            _outbox.Remove(number);
        }

        foreach (var party in adopt.Ask)
        {
            var row = RowWith(party);
            _rows[party] = row with { Asked = true };
            _restoring.Add(party);
        }

        Raise("restored", "restored", 3, $"This post is from an old backup: what it lost is asked for from {string.Join(", ", adopt.Ask)}. Nothing can be sent to them until they have told it.", null, adopt.Now);
        return new LettersWritten(Write([.. adopt.Ask.Select(p => new Draft([p], new HistoryAsked(RowWith(p).LastFromThem, KnownOwn(p))))]));
    }

    // The numbers in the outbox that were dropped were given, but what they said is not known: ask from the last that has its place.
    private long KnownOwn(PartyName party) => _placed.GetValueOrDefault(party);

    // The last own letter to each party that has its place.
    private readonly SortedDictionary<PartyName, long> _placed = [];

    private void NotePlaced(ImmutableSortedDictionary<string, long> to)
    {
        foreach (var (name, number) in to)
        {
            if (number > 0)
            {
                _placed[new PartyName(name)] = number;
            }
        }
    }

    private PostOutcome Apply(TakeHistory take)
    {
        var outcome = PostOutcome.Fine;
        var letter = take.Letter;
        var placed = new Placed(letter.From, letter.To, take.Place, take.Time, take.Found ?? new Findings());
        if (letter.From == Me)
        {
            var number = letter.To.GetValueOrDefault(take.Teller.Value);
            if (number > _placed.GetValueOrDefault(take.Teller))
            {
                NotePlaced(letter.To);
                foreach (var (name, value) in letter.To)
                {
                    var party = new PartyName(name);
                    _rows[party] = RowWith(party) with { LastToThem = Math.Max(RowWith(party).LastToThem, value) };
                }

                outcome = SayOwnAgain(letter.Body, placed);
            }
        }
        else if (letter.To.GetValueOrDefault(Me.Value) is var number && number > RowWith(letter.From).LastFromThem)
        {
            _rows[letter.From] = RowWith(letter.From) with { LastFromThem = number };
            outcome = Say(letter.Body, placed);
        }

        if (take.Last)
        {
            EndOfHistory(take.Teller);
        }

        return outcome;
    }

    private void EndOfHistory(PartyName teller)
    {
        _rows[teller] = RowWith(teller) with { Asked = false };
        _restoring.Remove(teller);
        Clear($"missing:{teller}");
        if (_restoring.Count == 0)
        {
            Clear("restored");
        }
    }

    // An own notice from the lost time: the intent itself is lost too, so it comes back as the other side was told it.
    private PostOutcome SayOwnAgain(LetterBody body, Placed letter)
    {
        if (body is Notice notice && letter.Found.Facts is { } facts)
        {
            var known = _declared.GetValueOrDefault(notice.Intent)
                ?? new Declared(notice.Intent, Me, notice.Kind, false, 0, notice.State, notice.Volumes, facts, notice.Agreements, notice.Standing);
            if (known.Owner == Me && notice.Version >= known.Version)
            {
                _declared[notice.Intent] = known with
                {
                    Version = notice.Version,
                    State = notice.State,
                    Volumes = notice.Volumes,
                    Facts = facts,
                    Agreements = notice.Agreements,
                    Standing = notice.Standing,
                    Ovn = notice.Ovn,
                    Note = notice.Note,
                    Activity = notice.Activity,
                    Place = notice.Place,
                    UnderWay = notice.UnderWay,
                    Filing = null,
                };
                _moved.Add(notice.Intent);
            }
        }

        return Say(body, letter);
    }
}
