using System.Collections.Immutable;
using Parley.Console.Accounts;
using Parley.Console.Texts;
using Parley.Core;

namespace Parley.Console.Telling;

/// <summary>
/// Brings one event to one person: by the first way that works, in the person's order; a dead way falls to the next at once and is tried again beside it. A FLASH
/// takes all ways together. Each try is recorded. Thread-safe; one call at a time for each event.
/// </summary>
internal sealed class Courier(IReadOnlyList<TellWay> ways, TellingBook book, DeliveryLog log, TimeProvider clock)
{
    /// <summary>How long after each failure it is tried again; after the last it is given up.</summary>
    public static readonly ImmutableArray<TimeSpan> Waits =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30)];

    private Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>Whether anything is to be done about it by now.</summary>
    public static bool Due(TellEvent what, Instant now) =>
        what.Targets.IsEmpty || what.Targets.Values.Any(t => t.Outcome == SendOutcome.Again && (!Instant.Parse(t.Next).Try(out var next, out _) || next <= now));

    /// <summary>Tries what is due. Answers with the event as it stands; null once nothing is left to do.</summary>
    public async Task<TellEvent?> StepAsync(Person person, TellEvent what, CancellationToken cancel)
    {
        var telling = book.Of(person.Id);
        TellWay[] order = [.. (PreferenceReader.Of(person, telling).Ways ?? []).Select(n => ways.First(w => w.Name == n))];
        var targets = what.Targets;
        var tried = new HashSet<string>(order.Select(static w => w.Name), StringComparer.Ordinal);
        if (what.Breaks)
        {
            var before = targets;
            var left = order.ToDictionary(w => w, w => TryAsync(w, person, telling, what, before, cancel));
            while (left.Count > 0)
            {
                await Task.WhenAny(left.Values);
                foreach (var (way, done) in left.Where(static l => l.Value.IsCompleted).ToArray())
                {
                    left.Remove(way);
                    targets = targets.SetItems(await done);
                }

                if (left.Count > 0)
                {
                    Note(person, what, left.Keys.SelectMany(w => w.TargetsOf(person, telling).Select(t => Key(w, t))).Where(k => !targets.ContainsKey(k)).Aggregate(targets, static (all, k) => all.SetItem(k, new TargetState(SendOutcome.Again, 0))));
                }
            }
        }
        else
        {
            tried.Clear();
            foreach (var way in order)
            {
                tried.Add(way.Name);
                targets = targets.SetItems(await TryAsync(way, person, telling, what, targets, cancel));
                if (targets.Any(t => t.Key.Split(' ')[0] == way.Name && t.Value.Outcome == SendOutcome.Delivered))
                {
                    break;
                }
            }
        }

        // What an earlier way brought by now, and a way that the person wants no more, is waited for no longer.
        targets = targets.SetItems(targets.Where(t => t.Value.Outcome == SendOutcome.Again && !tried.Contains(t.Key.Split(' ')[0]))
            .Select(static t => KeyValuePair.Create(t.Key, t.Value with { Outcome = SendOutcome.NotOpen, Next = null })));
        if (targets.Values.Any(static t => t.Outcome == SendOutcome.Again))
        {
            return what with { Targets = targets };
        }

        // Where nothing was open, nothing failed: it stands in the console when that is next opened.
        if (!targets.Values.Any(static t => t.Outcome == SendOutcome.Delivered) && targets.Values.Any(static t => t.Outcome == SendOutcome.Dead))
        {
            Record(person, what, "all", null, "dead", "no way was left", 1);
        }

        return null;
    }

    // As far as it came while the slowest way is still out: a crash here brings by no way what that way brought before, and by each other what it did not.
    private void Note(Person person, TellEvent what, ImmutableDictionary<string, TargetState> targets)
    {
        try
        {
            book.Change(person.Id, t => t.UnderWay.Any(e => e.Id == what.Id) ? t with { UnderWay = [.. t.UnderWay.Select(e => e.Id == what.Id ? e with { Targets = targets } : e)] } : t);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A FLASH does not wait for a disk.
        }
    }

    private static string Key(TellWay way, string target) => target.Length == 0 ? way.Name : $"{way.Name} {target}";

    /// <summary>What it was about was answered before it arrived.</summary>
    public void Over(Person person, TellEvent what) => Record(person, what, "all", null, "over", null, what.Targets.Values.Select(static t => t.Tries).DefaultIfEmpty(1).Max());

    // All places of one way at once: which of them the person looks at, nobody knows.
    private async Task<IReadOnlyList<KeyValuePair<string, TargetState>>> TryAsync(
        TellWay way, Person person, PersonTelling telling, TellEvent what, ImmutableDictionary<string, TargetState> targets, CancellationToken cancel)
    {
        var all = way.TargetsOf(person, telling);
        if (all.Count == 0 && !targets.Keys.Any(k => k.Split(' ')[0] == way.Name))
        {
            Record(person, what, way.Name, null, "not-open", null, 1);
            return [KeyValuePair.Create(way.Name, new TargetState(SendOutcome.NotOpen, 1))];
        }

        var now = Now;
        var due = all.Select(t => (Target: t, Key: Key(way, t)))
            .Select(t => (t.Target, t.Key, State: targets.GetValueOrDefault(t.Key)))
            .Where(t => t.State is null || (t.State.Outcome == SendOutcome.Again && (!Instant.Parse(t.State.Next).Try(out var next, out _) || next <= now)));
        var done = await Task.WhenAll(due.Select(async t =>
        {
            var tries = (t.State?.Tries ?? 0) + 1;
            var called = way.Called(person, telling, t.Target);
            var result = await SendAsync(way, person, telling, t.Target, what, cancel);
            var outcome = result.Outcome == SendOutcome.Again && tries > Waits.Length ? SendOutcome.Dead : result.Outcome;
            Record(person, what, way.Name, called, Text(outcome), result.Why, tries);
            var wait = outcome == SendOutcome.Again ? Waits[tries - 1] : TimeSpan.Zero;
            wait = result.After > wait ? result.After.Value : wait;
            return KeyValuePair.Create(t.Key, new TargetState(outcome, tries, outcome == SendOutcome.Again ? Now.Plus(wait).ToString() : null));
        }));

        // A browser that was taken out meanwhile is waited for no more, nor a window that was closed.
        var gone = targets.Where(t => t.Value.Outcome == SendOutcome.Again && t.Key.Split(' ') is [var name, .. var id] && name == way.Name && !all.Contains(id is [var one] ? one : ""))
            .Select(static t => KeyValuePair.Create(t.Key, t.Value with { Outcome = t.Key.Contains(' ', StringComparison.Ordinal) ? SendOutcome.Dead : SendOutcome.NotOpen, Next = null }));
        return [.. done, .. gone];
    }

    // One way's fault must not lose what the others brought.
    private static async Task<SendResult> SendAsync(TellWay way, Person person, PersonTelling telling, string target, TellEvent what, CancellationToken cancel)
    {
        try
        {
            return await way.SendAsync(person, telling, target, what, cancel);
        }
#pragma warning disable CA1031 // Whatever it is, it stands in the record of deliveries, and it is tried again.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new SendResult(SendOutcome.Again, e.Message.ReplaceLineEndings(" "));
        }
    }

    private static string Text(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Delivered => "delivered",
        SendOutcome.Again => "again",
        SendOutcome.Dead => "dead",
        _ => "not-open",
    };

    private void Record(Person person, TellEvent what, string way, string? to, string outcome, string? why, int tries)
    {
        try
        {
            log.Append(new Delivery(person.Id, Now.ToString(), what.Id, way, to, outcome, why, tries, what.Severity, TellingWords.Line(what, Wording.In(person.Language))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is shown until the next restart; that it could not be kept must not make it be brought again.
        }
    }
}
