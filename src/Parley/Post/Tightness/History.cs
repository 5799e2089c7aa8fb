using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Tightness;

/// <summary>
/// A post's journal folded once more, entry by entry, with a note of what the state itself does not keep: every notice that was measured, and
/// when each conflict opened and was settled. All else is read from <see cref="State"/> at the end. One thread.
/// </summary>
internal sealed class History(PartyName me)
{
    private readonly Dictionary<(EntityId Intent, PartyName Receiver), List<NoticeTold>> _unseen = [];
    private readonly Dictionary<EntityId, Meeting> _open = [];

    public PostState State { get; } = new(me);

    public PartyName Me => me;

    public List<NoticeTold> Notices { get; } = [];

    public List<Meeting> Meetings { get; } = [];

    /// <summary>Applies one entry; hands over the ids of what began, moved or ended.</summary>
    public ImmutableArray<EntityId> Apply(PostCommand command)
    {
        var letter = LetterOf(State, command);
        var before = letter?.Body is Notice notice ? State.Find(notice.Intent)?.Notices : null;
        State.Apply(command);
        var moved = State.TakeMoved();
        if (letter is { } placed)
        {
            Note(placed, before);
        }

        foreach (var conflict in moved.SelectMany(State.ConflictsOf).DistinctBy(static c => c.Id))
        {
            Follow(conflict, null);
        }

        return moved;
    }

    /// <summary>What an entry says in a letter's place, and when; null where it is no letter's.</summary>
    public static (PartyName From, IEnumerable<string> To, Instant At, LetterBody Body)? LetterOf(PostState state, PostCommand command) => command switch
    {
        ReceiveLetter take => (take.Letter.From, take.Letter.To.Keys, take.Time, take.Letter.Body),
        TakeSent sent => state.OutLetter(sent.Number) is { } letter ? (state.Me, letter.To.Keys, sent.Time, letter.Body) : null,
        TakeHistory take => state.NextTold is { } told && told.Place == take.Place ? (told.Letter.From, told.Letter.To.Keys, told.Time, told.Letter.Body) : null,
        _ => null,
    };

    private void Note((PartyName From, IEnumerable<string> To, Instant At, LetterBody Body) letter, ImmutableSortedDictionary<PartyName, NoticeTo>? before)
    {
        switch (letter.Body)
        {
            case Notice notice:
                foreach (var receiver in letter.From == me ? letter.To.Select(static n => new PartyName(n)) : [me])
                {
                    NoteNotice(notice, letter.From, receiver, letter.At, before?.GetValueOrDefault(receiver));
                }

                break;
            case NoticeSeen seen:
                NoteSeen(seen, letter.From, letter.At);
                break;
            case Proposed { Conflict: var id }:
                FollowAt(id, letter.At);
                break;
            case ProposalAnswered { Conflict: var id }:
                FollowAt(id, letter.At);
                break;
        }
    }

    private void NoteNotice(Notice notice, PartyName owner, PartyName receiver, Instant at, NoticeTo? before)
    {
        // Where the state did not take it, its notice to the receiver is not of this letter.
        if (State.Find(notice.Intent)?.Notices.GetValueOrDefault(receiver) is not { } now || now.At != at || now.Version != notice.Version)
        {
            return;
        }

        // What both agreed on keeps the figure of the notice before, though it moves something.
        var measured = before is null || (now.MovedVersion == now.Version && !(notice.Settles is not null && now.LeadS == before.LeadS));
        if (measured)
        {
            var told = new NoticeTold(notice.Intent, notice.Version, owner, receiver, at, now.LeadS, now.Late, now.Vague is not null, now.Agreements);
            Notices.Add(told);
            if (!_unseen.TryGetValue((notice.Intent, receiver), out var unseen))
            {
                _unseen.Add((notice.Intent, receiver), unseen = []);
            }

            unseen.Add(told);
        }
    }

    private void NoteSeen(NoticeSeen seen, PartyName by, Instant at)
    {
        if (State.Find(seen.Intent)?.Notices.GetValueOrDefault(by)?.SeenAt == at && _unseen.TryGetValue((seen.Intent, by), out var unseen))
        {
            foreach (var told in unseen.Where(n => n.Version <= seen.Version))
            {
                told.SeenAt = at;
            }

            unseen.RemoveAll(static n => n.SeenAt is not null);
        }
    }

    private void FollowAt(EntityId id, Instant at)
    {
        if (State.Conflict(id) is { } conflict)
        {
            Follow(conflict, at);
        }
    }

    // Whether a case is open is asked of the state; when it became so, of its last step or of the letter that settled it.
    private void Follow(Conflict conflict, Instant? letter)
    {
        var at = letter ?? conflict.Series[^1].At;
        var open = conflict.Now.Near && conflict.AgreedBy is null;
        if (_open.TryGetValue(conflict.Id, out var known))
        {
            if (open)
            {
                known.Follow(conflict.Now);
            }
            else
            {
                known.Settled = at;
                _open.Remove(conflict.Id);
            }
        }
        else if (open && !conflict.Now.Agreements.IsEmpty)
        {
            var meeting = new Meeting(conflict, at);
            Meetings.Add(meeting);
            _open.Add(conflict.Id, meeting);
        }
    }
}
