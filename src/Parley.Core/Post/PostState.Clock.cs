using Parley.Core.Exchange;

namespace Parley.Core.Post;

// What the clock brings: deadlines, escalations, expiries, and the alarms of each.
public sealed partial class PostState
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan VerySoon = TimeSpan.FromMinutes(2);

    // When something may have to be looked at again, and what. Looking twice changes nothing.
    private readonly SortedSet<(Instant At, bool Case, EntityId Id)> _due = [];

    /// <summary>When the next <see cref="Strike"/> is worth it; null when nothing waits for the clock.</summary>
    public Instant? NextDue => _due.Count == 0 ? NextLineDue : Sooner(NextLineDue, _due.Min.At);

    private void Schedule(Declared declared)
    {
        if (declared.Over || declared.Civil)
        {
            return;
        }

        if (declared.ReconfirmBy is { } by)
        {
            _due.Add((Warning(declared, by), false, declared.Id));
            _due.Add((by.Plus(TimeSpan.FromTicks(1)), false, declared.Id));
        }

        _due.Add((declared.Facts.Start.Plus(-Soon), false, declared.Id));
        _due.Add((declared.Facts.End.Plus(TimeSpan.FromTicks(1)), false, declared.Id));
    }

    // A tenth of the time before it expires, and never more than an hour.
    private Instant Warning(Declared declared, Instant by)
    {
        var every = Terms(declared.Agreements).Select(static t => t.ReconfirmEveryS).DefaultIfEmpty(86_400).Min();
        return by.Plus(-TimeSpan.FromSeconds(Math.Min(every / 10, 3600)));
    }

    private void Schedule(Conflict conflict)
    {
        if (conflict.Now.Near)
        {
            _due.Add((conflict.Deadline, true, conflict.Id));
            _due.Add((conflict.Now.Start.Plus(-Soon), true, conflict.Id));
            _due.Add((conflict.Now.Start.Plus(-VerySoon), true, conflict.Id));
            _due.Add((conflict.Now.End.Plus(TimeSpan.FromTicks(1)), true, conflict.Id));
        }
    }

    private PostOutcome Apply(Strike strike)
    {
        while (_due.Count > 0 && _due.Min is var due && due.At <= strike.Now)
        {
            _due.Remove(due);
            if (due.Case && _conflicts.TryGetValue(due.Id, out var conflict))
            {
                StrikeCase(conflict, strike.Now);
            }
            else if (!due.Case && _declared.TryGetValue(due.Id, out var declared))
            {
                StrikeDeclared(declared, strike.Now);
            }
        }

        StrikeLine(strike.Now);
        return PostOutcome.Fine;
    }

    private void StrikeCase(Conflict conflict, Instant now)
    {
        if (now > conflict.Now.End)
        {
            // Settled or not, its time has passed.
            Quiet(conflict);
            return;
        }

        if (conflict.StateAt(now) is not ConflictState.Open)
        {
            return;
        }

        var level = now >= conflict.Now.Start.Plus(-VerySoon) ? 3 : now >= conflict.Now.Start.Plus(-Soon) ? 2 : now >= conflict.Deadline ? 1 : 0;
        if (level <= conflict.Level)
        {
            return;
        }

        _conflicts[conflict.Id] = conflict with { Level = level };
        var silent = conflict.SilentAt(now);
        var gives = DefaultGivesWay(conflict);
        Raise(
            $"conflict:{conflict.Id}", "conflict", level == 3 ? 3 : 2,
            $"Not settled {(level == 1 ? "by its deadline" : level == 2 ? "10 min before they meet" : "2 min before they meet")}: {conflict.OwnerA}'s {conflict.A} and {conflict.OwnerB}'s {conflict.B}; "
            + $"{(silent.IsEmpty ? "" : $"{string.Join(" and ", silent)} said nothing; ")}{gives} gives way.",
            conflict.Id.ToString(), now, again: true);
        if (gives == Me)
        {
            Raise($"gives-way:{conflict.Id}", "gives-way", level == 3 ? 3 : 2, $"You give way in the conflict {conflict.Id}: change or withdraw your intent.", conflict.Id.ToString(), now, again: true);
        }
    }

    private void StrikeDeclared(Declared declared, Instant now)
    {
        if (declared.Over)
        {
            return;
        }

        if (declared.ReconfirmBy is { } by && !declared.Expired)
        {
            if (now > by)
            {
                Expire(declared, by);
                // Raised after what Finish clears.
                Raise($"expired:{declared.Id}", "expired", 2, $"{declared.Owner}'s {declared.Id} was not reconfirmed by {by}: it no longer counts.", declared.Id.ToString(), now);
                return;
            }

            if (now >= Warning(declared, by))
            {
                Raise($"reconfirm:{declared.Id}", "reconfirm", 2, $"{declared.Owner}'s {declared.Id} expires at {by} unless its owner reconfirms it.", declared.Id.ToString(), now);
            }
        }

        if (now > declared.Facts.End)
        {
            ClearEnded(declared);
            if (declared is { Ending: false, Kind: DeclaredKind.Intent } && declared.Owner == Me)
            {
                Raise($"outcome:{declared.Id}", "outcome", 1, $"Your {declared.Id} ended at {declared.Facts.End}; say what came of it.", declared.Id.ToString(), now);
            }

            return;
        }

        StrikePassingOn(declared, now);
        StrikeUnseen(declared, now);
    }

    // At the agreed time, not at this post's own, so that both sides show one series of the case.
    private void Expire(Declared declared, Instant by) => Finish(declared with { Expired = true }, by);

    /// <summary>A letter's own time says whether it came after the expiry, not whether the clock here has struck for it yet.</summary>
    private Declared ExpireBefore(Declared declared, Instant at)
    {
        if (declared is { Over: false, Expired: false, ReconfirmBy: { } by } && at > by)
        {
            Expire(declared, by);
        }

        return _declared[declared.Id];
    }

    /// <summary>After a change: what the clock called for at the former times no longer holds, and calls again at the new ones.</summary>
    private void Unstrike(Declared declared, Instant at)
    {
        Clear($"expired:{declared.Id}");
        if (declared.ReconfirmBy is not { } by || at < Warning(declared, by))
        {
            Clear($"reconfirm:{declared.Id}");
        }

        if (at < declared.Facts.Start.Plus(-Soon))
        {
            Clear($"passed-on:{declared.Id}");
            Clear($"unseen:{declared.Id}");
        }

        if (at <= declared.Facts.End)
        {
            Clear($"outcome:{declared.Id}");
        }
    }

    private void StrikePassingOn(Declared declared, Instant now)
    {
        var waiting = declared.Recipients.Count(static r => r.ConfirmedAt is null);
        if (waiting > 0 && declared is { Over: false, Expired: false } && now >= declared.Facts.Start.Plus(-Soon) && now <= declared.Facts.End)
        {
            Raise($"passed-on:{declared.Id}", "not-passed-on", 3, $"{waiting} of {declared.Recipients.Length} who must know of {declared.Owner}'s {declared.Id} have not confirmed; it begins at {declared.Facts.Start}.", declared.Id.ToString(), now);
        }
    }

    private void StrikeUnseen(Declared declared, Instant now)
    {
        if (now >= declared.Facts.Start.Plus(-Soon) && declared is { Kind: DeclaredKind.Intent, Expired: false } && declared.Notices.Values.Any(static n => n.Unseen))
        {
            Raise($"unseen:{declared.Id}", "unseen", 2, SaysUnseen(declared), declared.Id.ToString(), now);
        }
    }

    private static string SaysUnseen(Declared declared)
    {
        var unseen = declared.Notices.Where(static n => n.Value.Unseen).ToArray();
        var changed = unseen.All(static n => n.Value.SeenVersion > 0);
        return $"Nobody on watch at {string.Join(", ", unseen.Select(static n => n.Key.Value))} has acknowledged {(changed ? "where and when " : "")}{declared.Owner}'s {declared.Id}{(changed ? " now is" : "")}; it begins at {declared.Facts.Start}.";
    }

    private void Raise(string id, string kind, int severity, string says, string? about, Instant at, bool again = false)
    {
        if (_alarms.TryGetValue(id, out var known) && !again && known.Says == says)
        {
            return;
        }

        _alarms[id] = new Alarm(id, kind, severity, says, about, again || known is null ? at : known.Since);
    }

    private void Clear(string id) => _alarms.Remove(id);

    private PostRefused? Judge(TakeAlarm take) => _alarms.ContainsKey(take.Alarm) ? null : PostRefused.NotFound("alarm", take.Alarm);

    private PostOutcome Apply(TakeAlarm take)
    {
        if (Judge(take) is { } refused)
        {
            return refused;
        }

        var alarm = _alarms[take.Alarm];
        if (TellsOfAnEvent(alarm))
        {
            Clear(alarm.Id);
        }
        else
        {
            _alarms[alarm.Id] = alarm with { TakenBy = take.Officer, TakenAt = take.Now };
        }

        return PostOutcome.Fine;
    }

    // Nothing that could go away stands behind these; an officer who has read them is all that they are for.
    private static bool TellsOfAnEvent(Alarm alarm) =>
        alarm.Kind is "letters-refused" or "stood" or "agreement-ended" or "not-sent" or "change-failed" or "expired" or "comment"
        || alarm.Id.StartsWith("skipped:", StringComparison.Ordinal);
}
