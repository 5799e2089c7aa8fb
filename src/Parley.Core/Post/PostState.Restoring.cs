using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// A post from an old backup: the relay knows more of it than it does itself. It takes up the relay's numbers, asks each other party for
// what they said to each other meanwhile, waits until all have told, and takes that in the exchange's order as if it came now. Letters that
// skip a number are held back in the same way, but only for the one party that they are from.
public sealed partial class PostState
{
    private const int MostHeld = 1000;

    // By place, so that what several parties tell is taken in the one order that all of them saw.
    private readonly SortedDictionary<long, ToldAgain> _told = [];

    // Letters that came before others of the same row, by sender and number.
    private readonly SortedDictionary<(PartyName From, long Number), ReceiveLetter> _held = [];

    // The last own letter to each party that has its place, and the places of all: what is told again is not taken twice.
    private readonly SortedDictionary<PartyName, long> _placed = [];
    private readonly HashSet<long> _ownPlaces = [];

    // Letters written before they may be numbered, in their order.
    private readonly List<Draft> _unnumbered = [];

    // The own question to each party that was put last, until it has signed for it.
    private readonly SortedDictionary<PartyName, long> _questions = [];

    private bool _compared = true;

    /// <summary>False from a start until the relay and this post have compared how far each got.</summary>
    public bool HasCompared => _compared;

    /// <summary>How many own letters wait, with a number or for one.</summary>
    public int LettersWaiting => _outbox.Count + _unnumbered.Count;

    /// <summary>
    /// True from an old backup's start until all that was told again is taken in: no letter may be numbered until then, as the numbers given
    /// in the lost time are not known.
    /// </summary>
    public bool CatchingUp => _restoring.Count > 0 || _told.Count > 0;

    /// <summary>The next letter that was told again and can be taken now; null when there is none or somebody has not told yet.</summary>
    public ToldAgain? NextTold => _restoring.Count > 0 || _told.Count == 0 ? null : _told.First().Value;

    /// <summary>The next letter of a party's that was held back and can be taken now; null when there is none.</summary>
    public ReceiveLetter? NextHeld(PartyName from) => _held.GetValueOrDefault((from, RowWith(from).LastFromThem + 1));

    /// <summary>Asks again those who signed for the question and have not told yet: their post may have stopped in between. Who is away still has the question in its mailbox.</summary>
    public IEnumerable<Draft> ToAskAgain() => _rows
        .Where(r => r.Value is { Asked: true, Heard: true } && !_outbox.Values.Any(l => l.Body is HistoryAsked && l.To.ContainsKey(r.Key.Value)))
        .Select(r => new Draft([r.Key], Ask(r.Key)));

    private HistoryAsked Ask(PartyName party) => new(RowWith(party).LastFromThem, _placed.GetValueOrDefault(party));

    private LettersWritten AskFrom(PartyName party)
    {
        _rows[party] = RowWith(party) with { Asked = true };
        return new LettersWritten(Write([new Draft([party], Ask(party))]));
    }

    private void Asked(PartyName party, long number)
    {
        _questions[party] = number;
        _rows[party] = RowWith(party) with { Heard = false };
    }

    private void Heard(PartyName by, ImmutableArray<long> numbers)
    {
        if (_questions.TryGetValue(by, out var number) && numbers.Contains(number))
        {
            _questions.Remove(by);
            _rows[by] = RowWith(by) with { Heard = true };
        }
    }

    private PostOutcome Wake()
    {
        _compared = false;
        return PostOutcome.Fine;
    }

    private PostOutcome Compare()
    {
        _compared = true;
        NumberWhatWaits();
        return PostOutcome.Fine;
    }

    private void NumberWhatWaits()
    {
        if (_compared && !CatchingUp && _unnumbered.Count > 0)
        {
            Draft[] drafts = [.. _unnumbered];
            _unnumbered.Clear();
            foreach (var draft in drafts)
            {
                Write(draft);
            }
        }
    }

    private PostOutcome Apply(AdoptNumbers adopt)
    {
        _compared = true;
        LastNumber = Math.Max(LastNumber, adopt.LastNumber);
        LastSeq = Math.Max(LastSeq, adopt.LastSeq);

        // What waited here when the backup was made has been sent since, under the same numbers; the others will tell it again.
        foreach (var number in _outbox.Keys.Where(n => n <= adopt.LastNumber).ToArray())
        {
            _outbox.Remove(number);
        }

        _restoring.UnionWith(adopt.Ask);
        if (!adopt.Ask.IsEmpty)
        {
            Raise("restored", "restored", 3, $"This post is from an old backup: what it lost is asked for from {string.Join(", ", adopt.Ask)}. Nothing can be sent to them until they have told it.", null, adopt.Now);
        }

        var asked = adopt.Ask.SelectMany(p => AskFrom(p).Numbers).ToImmutableArray();
        NumberWhatWaits();
        return new LettersWritten(asked);
    }

    private void NotePlaced(ImmutableSortedDictionary<string, long> to, long place)
    {
        _ownPlaces.Add(place);
        foreach (var (name, number) in to)
        {
            var party = new PartyName(name);
            if (number > _placed.GetValueOrDefault(party))
            {
                _placed[party] = number;
            }
        }
    }

    private PostOutcome Apply(TellHistory tell)
    {
        var letter = tell.Letter;
        var known = letter.From == Me ? _ownPlaces.Contains(tell.Place) : letter.To.GetValueOrDefault(Me.Value) <= RowWith(letter.From).LastFromThem;
        // The first word on a place counts, so that no party can put its own over another's.
        if (!known && !_told.ContainsKey(tell.Place))
        {
            _told[tell.Place] = new ToldAgain(tell.Place, tell.Time, letter);
        }

        return PostOutcome.Fine;
    }

    private PostOutcome Apply(TakeHistory take)
    {
        var outcome = _told.Remove(take.Place, out var told) ? Take(take, told) : PostOutcome.Fine;
        NumberWhatWaits();
        return outcome;
    }

    private PostOutcome Take(TakeHistory take, ToldAgain told)
    {
        var letter = told.Letter;
        var placed = new Placed(letter.From, letter.To, told.Place, told.Time, take.Found ?? new Findings());
        if (letter.From == Me)
        {
            NotePlaced(letter.To, told.Place);
            foreach (var (name, number) in letter.To)
            {
                var party = new PartyName(name);
                _rows[party] = RowWith(party) with { LastToThem = Math.Max(RowWith(party).LastToThem, number) };
            }

            return SayOwnAgain(letter.Body, placed);
        }

        var last = RowWith(letter.From).LastFromThem;
        var mine = letter.To.GetValueOrDefault(Me.Value);
        if (mine <= last)
        {
            return PostOutcome.Fine;
        }

        if (mine > last + 1)
        {
            return Hold(new ReceiveLetter(take.Now, LastSeq, told.Place, told.Time, letter, ""), mine);
        }

        _rows[letter.From] = RowWith(letter.From) with { LastFromThem = mine };
        _held.Remove((letter.From, mine));
        return Say(letter.Body, placed);
    }

    /// <summary>The next held letter of a party's joins what was told, to be taken in its place.</summary>
    private PostOutcome Apply(ReleaseHeld release)
    {
        if (NextHeld(release.From) is { } held)
        {
            _held.Remove((release.From, held.Letter.To[Me.Value]));
            _told[held.Place] = new ToldAgain(held.Place, held.Time, held.Letter);
        }

        return PostOutcome.Fine;
    }

    /// <summary>True when letters of a party's are held back and the one that they wait for is not among them.</summary>
    public bool Stuck(PartyName from) => NextHeld(from) is null && _held.Keys.Any(k => k.From == from);

    private PostOutcome Apply(SkipMissing skip)
    {
        if (Stuck(skip.From))
        {
            var (last, next) = (RowWith(skip.From).LastFromThem, _held.Keys.First(k => k.From == skip.From).Number);
            _rows[skip.From] = RowWith(skip.From) with { LastFromThem = next - 1 };
            Clear($"missing:{skip.From}");
            Raise($"skipped:{skip.From}", "letters-missing", 2, $"Letters {last + 1} to {next - 1} from {skip.From} can't be had or read; ask {skip.From} what they said.", skip.From.Value, skip.Now);
        }

        return PostOutcome.Fine;
    }

    private PostOutcome Hold(ReceiveLetter take, long number)
    {
        var from = take.Letter.From;
        var row = RowWith(from);
        if (_held.Keys.Count(k => k.From == from) >= MostHeld)
        {
            return Refuse(from, take.Time, $"{MostHeld} of its letters wait for those before them");
        }

        _held[(from, number)] = take;
        Raise($"missing:{from}", "letters-missing", 3, $"Letters {row.LastFromThem + 1} to {number - 1} from {from} are missing; they are asked for again.", from.Value, take.Now);
        return row.Asked ? PostOutcome.Fine : AskFrom(from);
    }

    private PostOutcome Apply(EndHistory end)
    {
        EndTelling(end);
        NumberWhatWaits();
        return PostOutcome.Fine;
    }

    private void EndTelling(EndHistory end)
    {
        var row = RowWith(end.Teller) with { Asked = false };
        _rows[end.Teller] = row;
        _restoring.Remove(end.Teller);
        if (_restoring.Count == 0)
        {
            Clear("restored");
        }

        if (!end.Told)
        {
            Raise($"untold:{end.Teller}", "restored", 2, $"{end.Teller} has not told what this post lost with its old backup; it is taken in when it does.", end.Teller.Value, end.Now);
            // Numbers of the lost time are not given twice: a letter with one would be refused there as one that was read before. Behind a gap it is taken.
            _rows[end.Teller] = row with { Asked = true, LastToThem = Math.Max(row.LastToThem, LastNumber) };
            return;
        }

        Clear($"untold:{end.Teller}");
        foreach (var key in _held.Keys.Where(k => k.From == end.Teller && k.Number <= row.LastFromThem).ToArray())
        {
            _held.Remove(key);
        }

        if (!_held.Keys.Any(k => k.From == end.Teller))
        {
            Clear($"missing:{end.Teller}");
        }
    }

    // An own notice from the lost time: the intent itself is lost too, so it comes back as the other side was told it.
    private PostOutcome SayOwnAgain(LetterBody body, Placed letter)
    {
        if (body is Notice notice && letter.Found.Facts is { } facts)
        {
            var known = _declared.GetValueOrDefault(notice.Intent)
                ?? new Declared(notice.Intent, Me, notice.Kind, false, 0, notice.State, notice.Volumes, facts, notice.Agreements, notice.Standing);
            if (known.Owner == Me && notice.Version > known.Version)
            {
                _declared[notice.Intent] = AsTold(known, notice, facts) with { Filing = null };
                _moved.Add(notice.Intent);
            }
        }
        else if (body is NoticeWithdrawn withdrawn && _declared.GetValueOrDefault(withdrawn.Intent) is { } declared && declared.Owner == Me)
        {
            _declared[declared.Id] = declared with { Filing = null, Ending = true };
        }

        return Say(body, letter);
    }
}
