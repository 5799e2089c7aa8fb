using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// The watch: duty is a role, held by whoever is on watch. The other sides are told who that is, so that they know whose word counts.
public sealed partial class PostState
{
    private readonly SortedDictionary<string, OnWatch> _watch = new(StringComparer.Ordinal);

    // What each party, this one too, last told of its watch.
    private readonly SortedDictionary<PartyName, ImmutableArray<string>> _toldWatch = [];

    private readonly List<WatchChange> _watchChanges = [];

    /// <summary>Who is on watch here.</summary>
    public IEnumerable<OnWatch> Watch => _watch.Values;

    public IReadOnlyList<WatchChange> WatchChanges => _watchChanges;

    /// <summary>Who a party said is on watch there; null when it never said.</summary>
    public ImmutableArray<string>? WatchAt(PartyName party) => _toldWatch.TryGetValue(party, out var officers) ? officers : null;

    // The same at both posts: a letter of an officer is placed after the letter that told of the officer's watch.
    private bool IsOnWatch(PartyName party, string officer) => party == Me
        ? _watch.ContainsKey(officer) || (_toldWatch.TryGetValue(Me, out var mine) && mine.Contains(officer))
        : !_toldWatch.TryGetValue(party, out var told) || told.Contains(officer);

    private PostRefused? Judge(TakeWatch take) =>
        take.From is { } from && !_watch.ContainsKey(from) ? PostRefused.NotNow($"{from} is not on watch, so can't hand over.")
        : take.From == take.Officer ? PostRefused.Unacceptable("Nobody hands over to themselves.")
        : take.From is null && _watch.ContainsKey(take.Officer) ? PostRefused.NotNow($"{take.Officer} is on watch already.")
        : _watch.Count >= 100 ? PostRefused.NotNow("100 are on watch already.")
        : null;

    private PostOutcome Apply(TakeWatch take)
    {
        if (Judge(take) is { } refused)
        {
            return refused;
        }

        if (take.From is { } from)
        {
            _watch.Remove(from);
        }

        _watch[take.Officer] = new OnWatch(take.Officer, take.Role, take.Now);
        _watchChanges.Add(new WatchChange(take.Now, take.From, take.Officer, take.Role, take.Note));
        Clear("watch-vacant");
        return TellWatch(Counterparts(take.Now));
    }

    private PostRefused? Judge(LeaveWatch leave) => _watch.ContainsKey(leave.Officer) ? null : PostRefused.NotNow($"{leave.Officer} is not on watch.");

    private PostOutcome Apply(LeaveWatch leave)
    {
        if (Judge(leave) is { } refused)
        {
            return refused;
        }

        _watch.Remove(leave.Officer);
        _watchChanges.Add(new WatchChange(leave.Now, leave.Officer, null, null, leave.Note));
        CheckVacant(leave.Now);
        return TellWatch(Counterparts(leave.Now));
    }

    private void CheckVacant(Instant now)
    {
        if (_watch.Count == 0 && Counterparts(now).Any())
        {
            Raise("watch-vacant", "watch-vacant", 3, "Nobody is on watch here: whoever is there goes on watch now; messages can't be acknowledged until then.", null, now);
        }
    }

    private LettersWritten TellWatch(IEnumerable<PartyName> to)
    {
        ImmutableArray<PartyName> others = [.. to];
        return new LettersWritten(others.IsEmpty ? [] : Write([new Draft(others, new WatchTold([.. _watch.Keys]))]));
    }

    /// <summary>Those of a new agreement may not have been told yet who is on watch here.</summary>
    private void BeginLine(Agreement agreement, Instant at)
    {
        if (agreement.Includes(Me))
        {
            CheckVacant(at);
            BeginChecks(agreement, at);
            TellWatch(Members(agreement).Where(p => p != Me).Distinct().Order());
        }
    }

    private void Say(WatchTold told, Placed letter) => _toldWatch[letter.From] = told.Officers.IsDefault ? [] : told.Officers;
}
