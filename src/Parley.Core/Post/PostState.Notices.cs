using System.Collections.Immutable;
using System.Globalization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Notices: who was told of what and when, and what came back. The same figures at both posts, because both take them from the letters.
public sealed partial class PostState
{
    // Which notice an own letter carried, until its receipt: for "delivered".
    private readonly SortedDictionary<long, (EntityId Intent, int Version)> _sentNotices = [];

    private PostRefused? JudgeOwner(PartyName from, EntityId id)
    {
        if (_declared.GetValueOrDefault(id) is not { } declared)
        {
            return PostRefused.NotFound("intent", id);
        }

        return declared.Owner != from || declared.Civil ? PostRefused.NotYours($"The intent {id} is not {from}'s.")
            : declared.Over && from != Me ? PostRefused.NotNow($"The intent {id} has ended.")
            : null;
    }

    private PostRefused? Judge(PartyName from, Notice notice, Instant at)
    {
        if (_declared.GetValueOrDefault(notice.Intent) is { } known)
        {
            if (known.Owner != from)
            {
                return PostRefused.NotYours($"The id {notice.Intent} belongs to {known.Owner}; take an id of your own.");
            }

            if (from != Me && !known.Civil && (known.Over || notice.Version <= known.Version))
            {
                return PostRefused.NotNow($"Version {notice.Version} of {notice.Intent} is not newer than what is known.");
            }
        }

        if (notice.Agreements.IsDefaultOrEmpty)
        {
            return PostRefused.Unacceptable("The notice names no agreement.");
        }

        foreach (var id in notice.Agreements)
        {
            if (_agreements.GetValueOrDefault(id) is not { } agreement)
            {
                return PostRefused.NotFound("agreement", id);
            }

            if (!agreement.Terms.Parties.Contains(from) || !agreement.Includes(Me))
            {
                return PostRefused.NotYours($"The agreement {id} is not between {from} and this post.");
            }

            if (from != Me && !agreement.Watches(at))
            {
                return PostRefused.NotNow($"The agreement {id} is not signed by all, or has ended.");
            }
        }

        return null;
    }

    private void Say(Notice notice, Placed letter)
    {
        var mine = letter.From == Me;
        // What was known of it through F3548 alone gives way to what its owner tells.
        var before = _declared.GetValueOrDefault(notice.Intent) is { Civil: false } known ? known : null;
        // Of this version, also where an own intent has been changed again since the letter was written.
        if (letter.Found.Facts is not { } facts || (mine && before is null))
        {
            return;
        }

        before = before is null ? null : ExpireBefore(before, letter.At);
        var declared = mine
            ? before! with { Expired = false }
            : AsTold(before ?? new Declared(notice.Intent, letter.From, notice.Kind, false, 0, notice.State, notice.Volumes, facts, [], false), notice, facts) with { Expired = false };
        declared = declared with { FirstNoticed = declared.FirstNoticed ?? letter.At };
        foreach (var (name, _) in letter.To)
        {
            var receiver = new PartyName(name);
            if (mine || receiver == Me)
            {
                // One change may go out in several letters, so what this receiver held decides, and not what any was told last.
                var unmoved = mine ? _toldTo.GetValueOrDefault((notice.Intent, receiver)) == notice.Volumes : before?.Volumes == notice.Volumes;
                declared = Told(declared, facts, notice, receiver, letter, unmoved);
            }

            if (mine)
            {
                _toldTo[(notice.Intent, receiver)] = notice.Volumes;
            }
        }

        if (mine)
        {
            _noticed[(notice.Intent, notice.Footprint)] = notice.Volumes;
        }

        declared = declared with
        {
            ReconfirmBy = notice.Standing || notice.Kind == DeclaredKind.Site ? letter.At.Plus(TimeSpan.FromSeconds(Terms(notice.Agreements).Min(static t => t.ReconfirmEveryS))) : null,
        };
        _declared[declared.Id] = declared;
        _moved.Add(declared.Id);
        MarkPlace(declared, letter.At);
        MarkUnderWay(declared, letter);
        Unstrike(declared, letter.At);
        if (letter.Found.Pairs is { } pairs)
        {
            Weigh(declared, notice.Version, pairs, letter.At);
        }

        CarryOut(notice, letter);
        Schedule(declared);
    }

    private static Declared AsTold(Declared declared, Notice notice, NoticeFacts facts) => declared with
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
    };

    /// <summary>Lateness and vagueness, measured once for each version and receiver, and kept.</summary>
    private Declared Told(Declared declared, NoticeFacts facts, Notice notice, PartyName receiver, Placed letter, bool unmoved)
    {
        var terms = Terms(notice.Agreements).ToArray();
        var old = declared.Notices.GetValueOrDefault(receiver);
        var lead = facts.Start.Since(letter.At).TotalSeconds;
        // A change of state alone, or one that both agreed on, is no new notice; it keeps what the first was.
        var agreed = Settles(notice, receiver);
        var same = old is not null && (agreed || unmoved);
        var late = same ? old!.Late : lead < terms.Max(static t => t.MinimumNoticeS);
        var vague = same && !agreed ? old!.Vague : Vague(facts, terms);
        var to = new NoticeTo(notice.Version, letter.At, same ? old!.LeadS : lead, late, vague, notice.Footprint, notice.Agreements)
        {
            SeenVersion = old?.SeenVersion ?? 0,
            SeenBy = old?.SeenBy,
            SeenAt = old?.SeenAt,
            MustKnow = old?.MustKnow ?? 0,
            Told = old?.Told ?? 0,
            Confirmed = old?.Confirmed ?? 0,
            FirstAt = old?.FirstAt ?? letter.At,
            MovedVersion = old is not null && unmoved ? old.MovedVersion : notice.Version,
        };
        var marks = declared.Marks;
        if (late && !same)
        {
            marks = marks.Add(new NoticeMark("late", notice.Version, receiver, letter.At, lead));
            Raise(
                $"late:{notice.Intent}:{receiver}", "late-notice", 2,
                $"Late notice: {declared.Owner}'s {notice.Intent} begins {Span(lead)} the notice; {Span(terms.Max(static t => t.MinimumNoticeS), plain: true)} is agreed.", notice.Intent.ToString(), letter.At);
        }

        if (vague is not null && !same)
        {
            marks = marks.Add(new NoticeMark("vague", notice.Version, receiver, letter.At, lead));
            Raise($"vague:{notice.Intent}:{receiver}", "vague-notice", 2, $"Vague notice of {declared.Owner}: {vague}", notice.Intent.ToString(), letter.At);
        }
        else if (vague is null)
        {
            Clear($"vague:{notice.Intent}:{receiver}");
        }

        return declared with { Notices = declared.Notices.SetItem(receiver, to), Marks = marks };
    }

    /// <summary>
    /// True when a change is the one that the receiver agreed to, which counts once: later changes of the intent are given notice of again. All letters
    /// of that version count alike. Whether the change failed at first is not asked, as only its own post knows that.
    /// </summary>
    private bool Settles(Notice notice, PartyName receiver) =>
        notice.Settles is { } id && _conflicts.TryGetValue(id, out var conflict)
        && (conflict.Between(receiver) || Mediates(receiver, conflict))
        && conflict.Proposals.Any(p => p.State == ProposalState.Accepted && p.What.Changes == notice.Intent && (p.CarriedOutIn ?? notice.Version) == notice.Version);

    // What was last told of each own intent at each disclosure, for whoever weighs others against it; and to each receiver, to know whether a change moves anything.
    private readonly SortedDictionary<(EntityId Intent, bool Footprint), RawJson> _noticed = [];
    private readonly SortedDictionary<(EntityId Intent, PartyName To), RawJson> _toldTo = [];

    private IEnumerable<AgreementDocument> Terms(ImmutableArray<EntityId> agreements) =>
        agreements.Where(_agreements.ContainsKey).Select(id => _agreements[id].Terms);

    /// <summary>The volumes that others hold of an own intent at a disclosure; null when none were told.</summary>
    public RawJson? LastTold(EntityId intent, bool footprint) => _noticed.TryGetValue((intent, footprint), out var told) ? told : null;

    /// <summary>Why a notice says too little to act on under these terms, in one sentence; null when it does not.</summary>
    public static string? Vague(NoticeFacts facts, IReadOnlyCollection<AgreementDocument> terms)
    {
        if (terms.Min(static t => t.MaxAreaKm2) is { } area && facts.AreaKm2 > area)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it covers {facts.AreaKm2:0.#} km²; {area:0.#} km² is the most one can act on.");
        }

        if (terms.Min(static t => t.MaxDurationS) is { } longest && facts.LongestS > longest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it lasts {facts.LongestS / 60:0} min; {longest / 60:0} min is the most one can act on.");
        }

        return terms.Min(static t => t.MaxAltitudeSpanM) is { } tallest && facts.TallestM > tallest
            ? string.Create(CultureInfo.InvariantCulture, $"its band is {facts.TallestM:0} m high; {tallest:0} m is the most one can act on.")
            : null;
    }

    private static string Span(double seconds, bool plain = false)
    {
        var text = Math.Abs(seconds) < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(seconds):0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(seconds) / 60:0.#} min");
        return plain ? text : seconds >= 0 ? $"{text} after" : $"{text} before";
    }

    private void MarkPlace(Declared declared, Instant at)
    {
        var tolerance = Terms(declared.Agreements).Select(static t => t.PlaceToleranceKm).DefaultIfEmpty(double.PositiveInfinity).Min();
        if (declared.Facts.PlaceKm > tolerance && declared.PlaceConfirmedVersion != declared.Version)
        {
            Raise(
                $"place:{declared.Id}", "wrong-place", 3,
                string.Create(CultureInfo.InvariantCulture, $"Wrong place? {declared.Owner}'s {declared.Id} names {declared.Place}, which lies {declared.Facts.PlaceKm:0.#} km from its coordinates; its sender must confirm or correct it."),
                declared.Id.ToString(), at);
        }
        else
        {
            Clear($"place:{declared.Id}");
        }
    }

    private void MarkUnderWay(Declared declared, Placed letter)
    {
        if (declared.UnderWay is { } change)
        {
            var what = change switch { UnderWayChange.Delayed => "is delayed", UnderWayChange.TurnedBack => "turns back", _ => "is aborted" };
            Raise($"under-way:{declared.Id}", "under-way", 2, $"{declared.Owner}'s {declared.Id} {what}; the other side has not acknowledged it yet.", declared.Id.ToString(), letter.At);
        }
        else
        {
            Clear($"under-way:{declared.Id}");
        }
    }

    private void Say(NoticeWithdrawn withdrawn, Placed letter)
    {
        if (_declared.GetValueOrDefault(withdrawn.Intent) is { } declared)
        {
            Finish(declared with { Over = true, Outcome = withdrawn.Outcome, OverWhy = withdrawn.Reason }, letter.At);
        }
    }

    /// <summary>It is no longer there to meet: its conflicts are gone, its calls stop, its marks stay.</summary>
    private void Finish(Declared declared, Instant at)
    {
        _declared[declared.Id] = declared.Over ? declared with { OverAt = at } : declared;
        _moved.Add(declared.Id);
        foreach (var conflict in ConflictsOf(declared.Id).ToArray())
        {
            Step(conflict, declared.Id, declared.Version, conflict.Now with { Near = false }, at);
        }

        ClearEnded(declared);
    }

    // Marks stay for ever, calls end with what they call about.
    private void ClearEnded(Declared declared)
    {
        foreach (var kind in EndingAlarms)
        {
            Clear($"{kind}:{declared.Id}");
        }

        foreach (var receiver in declared.Notices.Keys)
        {
            Clear($"late:{declared.Id}:{receiver}");
            Clear($"vague:{declared.Id}:{receiver}");
        }
    }

    private static readonly string[] EndingAlarms = ["place", "under-way", "passed-on", "reconfirm", "unseen", "expired", "outcome"];

    private PostRefused? Judge(PartyName from, NoticeSeen seen)
    {
        if (_declared.GetValueOrDefault(seen.Intent) is not { Civil: false } declared)
        {
            return PostRefused.NotFound("intent", seen.Intent);
        }

        return declared.Owner == from ? PostRefused.NotYours("The intent is the sender's own; the other side acknowledges it.")
            : !declared.Notices.ContainsKey(from) ? PostRefused.NotYours($"{from} was never told of {seen.Intent}.")
            : seen.Version > declared.Version || seen.Version < 1 ? PostRefused.Unacceptable($"There is no version {seen.Version} of {seen.Intent}.")
            : null;
    }

    private void Say(NoticeSeen seen, Placed letter)
    {
        var declared = _declared[seen.Intent];
        var to = declared.Notices[letter.From];
        declared = declared with
        {
            Notices = declared.Notices.SetItem(letter.From, seen.Version < to.SeenVersion ? to : to with { SeenVersion = seen.Version, SeenBy = seen.Officer, SeenAt = letter.At }),
        };
        _declared[seen.Intent] = declared;
        // One of several receivers does not speak for the others.
        if (declared.Notices.Values.All(n => n.Version < declared.Version || n.SeenVersion >= declared.Version))
        {
            Clear($"under-way:{declared.Id}");
        }

        if (!declared.Notices.Values.Any(static n => n.Unseen))
        {
            Clear($"unseen:{declared.Id}");
        }
        else if (_alarms.TryGetValue($"unseen:{declared.Id}", out var alarm))
        {
            // Fewer than before: no new call, and who took it still has it.
            _alarms[alarm.Id] = alarm with { Says = SaysUnseen(declared) };
        }
    }

    private void Say(PlaceConfirmed confirmed)
    {
        if (_declared.GetValueOrDefault(confirmed.Intent) is { } declared && confirmed.Version == declared.Version)
        {
            _declared[declared.Id] = declared with { PlaceConfirmedVersion = confirmed.Version };
            Clear($"place:{declared.Id}");
        }
    }

    private PostRefused? Judge(PartyName from, Reconfirmed reconfirmed) =>
        JudgeOwner(from, reconfirmed.Intent)
        ?? (_declared[reconfirmed.Intent] is { Standing: true } or { Kind: DeclaredKind.Site } ? null : PostRefused.Unacceptable("Only protected sites and standing intents are reconfirmed."));

    private void Say(Reconfirmed reconfirmed, Placed letter)
    {
        var declared = ExpireBefore(_declared[reconfirmed.Intent], letter.At);
        var expired = declared.Expired;
        var terms = Terms(declared.Agreements).Select(static t => t.ReconfirmEveryS).DefaultIfEmpty(86_400).Min();
        declared = declared with { ReconfirmBy = letter.At.Plus(TimeSpan.FromSeconds(terms)), Expired = false };
        _declared[declared.Id] = declared;
        _moved.Add(declared.Id);
        Clear($"reconfirm:{declared.Id}");
        Clear($"expired:{declared.Id}");
        if (expired && letter.Found.Pairs is { } pairs)
        {
            // It counts again, towards those too who came while it did not.
            Weigh(declared, declared.Notices.Values.Select(static n => n.Version).DefaultIfEmpty(declared.Version).Max(), pairs, letter.At);
        }

        Schedule(declared);
    }
}
