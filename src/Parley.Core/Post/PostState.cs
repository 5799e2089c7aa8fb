using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// All that a post knows, as a fold over its journal: <see cref="Apply(PostCommand)"/> is the only way in. What two parties share changes
/// only by letters in the exchange's order, the own ones too, so both come to the same. Pure, like the exchange's state: no clock, random
/// numbers, I/O, hash codes or trigonometry. One writer at a time and no reader beside it; what comes out is immutable.
/// </summary>
public sealed partial class PostState(PartyName me)
{
    private readonly SortedDictionary<PartyName, KnownParty> _parties = [];
    private readonly SortedDictionary<PartyName, Row> _rows = [];
    private readonly SortedDictionary<long, OutLetter> _outbox = [];
    private readonly SortedDictionary<EntityId, Agreement> _agreements = [];
    private readonly Declarations _declared = new(me);
    private readonly Cases _conflicts = new();
    private readonly SortedDictionary<EntityId, ImmutableSortedSet<EntityId>> _conflictsOf = [];
    private readonly SortedDictionary<string, Alarm> _alarms = new(StringComparer.Ordinal);
    private readonly SortedSet<PartyName> _restoring = [];
    private readonly List<EntityId> _moved = [];

    public PartyName Me { get; } = me;

    /// <summary>The last item of this post's mailbox that is in the state.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The number of the newest letter written here.</summary>
    public long LastNumber { get; private set; }

    public long RefusedCount { get; private set; }

    public long ReportCount { get; private set; }

    public IEnumerable<KnownParty> Parties => _parties.Values;

    public IEnumerable<OutLetter> Outbox => _outbox.Values;

    public IEnumerable<Agreement> Agreements => _agreements.Values;

    public IEnumerable<Declared> Declared => _declared.Values;

    /// <summary>Those behind an id that are there at some time between two, ended or not, in the order of ids.</summary>
    public IEnumerable<Declared> DeclaredBetween(Instant from, Instant to, EntityId? after) => _declared.Between(from, to, after);

    /// <summary>Those that still count at a time. In no more time than it takes to read them: what has ended is not looked at.</summary>
    public IEnumerable<Declared> LiveAt(Instant now) => _declared.EndingFrom(now).Where(d => d.Live(now));

    /// <summary>Those that end at a time or later, over or not, in the order of their ends.</summary>
    public IEnumerable<Declared> EndingFrom(Instant time) => _declared.EndingFrom(time);

    /// <summary>Others' whose newest notice nobody here has acknowledged, and that have not ended at a time. In no more time than it takes to read them.</summary>
    public IEnumerable<Declared> ToAcknowledge(Instant now) => _declared.ToAcknowledge(now);

    /// <summary>Own ones that are being registered, changed or withdrawn at the exchange right now.</summary>
    public IEnumerable<Declared> Filings => _declared.Filing;

    public IEnumerable<Conflict> Conflicts => _conflicts.Values;

    /// <summary>Those that are open at a time, in no more time than it takes to read them.</summary>
    public IEnumerable<Conflict> OpenConflicts(Instant now) => _conflicts.OpenAt(now);

    public IEnumerable<Alarm> Alarms => _alarms.Values;

    /// <summary>Those whose half of the history this post still waits for.</summary>
    public IEnumerable<PartyName> Restoring => _restoring;

    public Alarm? Alarm(string id) => _alarms.GetValueOrDefault(id);

    public KnownParty? Party(PartyName name) => _parties.GetValueOrDefault(name);

    public Row RowWith(PartyName name) => _rows.GetValueOrDefault(name);

    public OutLetter? OutLetter(long number) => _outbox.GetValueOrDefault(number);

    public Agreement? Agreement(EntityId id) => _agreements.GetValueOrDefault(id);

    public Declared? Find(EntityId id) => _declared.GetValueOrDefault(id);

    public Conflict? Conflict(EntityId id) => _conflicts.GetValueOrDefault(id);

    public IEnumerable<Conflict> ConflictsOf(EntityId declared) =>
        _conflictsOf.TryGetValue(declared, out var ids) ? ids.Select(id => _conflicts[id]) : [];

    /// <summary>
    /// Hands over the ids of what began, moved or ended since the last call: for the owner's index over the volumes, which the fold has no part in.
    /// </summary>
    public ImmutableArray<EntityId> TakeMoved()
    {
        if (_moved.Count == 0)
        {
            return [];
        }

        var moved = _moved.ToImmutableArray();
        _moved.Clear();
        return moved;
    }

    /// <summary>What a command of this party's own people would be refused with as the state stands, or null: so that it needs no place in the journal.</summary>
    public PostRefused? Judge(PostCommand command) => command switch
    {
        BeginFiling begin => Judge(begin),
        TakeAlarm take => Judge(take),
        PutRecipients put => Judge(put),
        MarkRecipient mark => Judge(mark),
        MakeKeys make => Judge(make),
        DropKeys drop => Judge(drop.Fingerprint),
        ChangeKeys change => Judge(change.Fingerprint),
        TakeWatch take => Judge(take),
        LeaveWatch leave => Judge(leave),
        KeepComment keep => Judge(keep),
        _ => null,
    };

    /// <summary>Applies one command: changes the state and says what came of it, or changes nothing and says why.</summary>
    public PostOutcome Apply(PostCommand command) => command switch
    {
        PinParty pin => Apply(pin),
        MakeKeys make => Apply(make),
        DropKeys drop => EndNextKeys(drop.Fingerprint),
        ChangeKeys change => EndNextKeys(change.Fingerprint),
        WriteLetters write => Apply(write),
        ReceiveLetter receive => Apply(receive),
        TakeSent sent => Apply(sent),
        VoidLetter letter => Apply(letter),
        TakeReceipt receipt => Apply(receipt),
        RefuseLetter refuse => Apply(refuse),
        BeginFiling begin => Apply(begin),
        EndFiling end => Apply(end),
        FailFiling fail => Apply(fail),
        TakeCivil take => Apply(take),
        DropCivil drop => Apply(drop),
        PutRecipients put => Apply(put),
        MarkRecipient mark => Apply(mark),
        FailChange fail => Apply(fail),
        TakeAlarm take => Apply(take),
        Strike strike => Apply(strike),
        Woke => Wake(),
        Compared => Compare(),
        AdoptNumbers adopt => Apply(adopt),
        TellHistory tell => Apply(tell),
        TakeHistory take => Apply(take),
        ReleaseHeld release => Apply(release),
        SkipMissing skip => Apply(skip),
        EndHistory end => Apply(end),
        TakeWatch take => Apply(take),
        LeaveWatch leave => Apply(leave),
        ChangeLink change => Apply(change),
        MuteParty mute => Apply(mute),
        KeepComment keep => Apply(keep),
        KeepReport => Keep(),
        KeepExchange => PostOutcome.Fine,
        _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}"),
    };

    private PostOutcome Keep()
    {
        ReportCount++;
        return PostOutcome.Fine;
    }

    private PostOutcome Apply(PinParty pin)
    {
        ImmutableArray<string> former = Party(pin.Party) is { } known && known.Fingerprint != pin.Fingerprint ? [.. known.Former, known.Fingerprint] : Party(pin.Party)?.Former ?? [];
        _parties[pin.Party] = new KnownParty(pin.Party, pin.Description, pin.Fingerprint, pin.Now) { Former = former };
        // A question that was put before is put anew: neither its answer nor its receipt could be read.
        return pin.Ask ? AskFrom(pin.Party) : PostOutcome.Fine;
    }
}
