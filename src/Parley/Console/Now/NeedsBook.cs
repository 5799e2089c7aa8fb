using Parley.Client.Post;
using Parley.Console.Consents;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Post;
using Parley.Post.Api;

namespace Parley.Console.Now;

/// <summary>What waits for an answer of this post's people. Looked for once for each state, whoever asks. Thread-safe.</summary>
/// <param name="parties">Whose keys changed; null: nobody's.</param>
internal sealed class NeedsBook(PostEngine engine, ConsentBook consents, PartyBook? parties = null)
{
    /// <summary>As many are listed; of more, the most urgent.</summary>
    public const int Most = 200;

    // However many FLASHes one party sends, those of the others stand in the list too, and so the first of its own.
    private const int MostFirst = 10;

    // Alarms that call for the very answer that stands in the list by itself.
    private static readonly HashSet<string?> SaysAgain =
        ["conflict", "proposal", "stood", "late-notice", "vague-notice", "unseen", "inquiry", "inquiry-unanswered", "incident", "agreement-drafted", "message", "stop", "link-check", "message-escalated"];

    private readonly Lock _lock = new();
    private (Urgency Urgency, NeedView View)[] _found = [];
    private long _position = -1;
    private Instant _lookAgain;

    /// <summary>The order of the list: what is worse, then what is due sooner, then what has waited longer.</summary>
    private readonly record struct Urgency(int Severity, Instant Due, Instant Since) : IComparable<Urgency>
    {
        public int CompareTo(Urgency other) => other.Severity != Severity ? other.Severity.CompareTo(Severity) : other.Due != Due ? Due.CompareTo(other.Due) : Since.CompareTo(other.Since);
    }

    /// <summary>Something that waits, not yet put into words: of thousands only the first are.</summary>
    /// <param name="Id">None: an alarm.</param>
    private readonly record struct Waits(object What, EntityId? Id, int Severity, Instant? Due, Instant Since)
    {
        public Urgency Urgency => new(Severity, Due ?? Instant.Max, Since);
    }

    public IReadOnlyList<NeedView> Waiting()
    {
        lock (_lock)
        {
            var now = engine.Now;
            if (engine.Position is var position && (position != _position || now >= _lookAgain))
            {
                // Deadlines pass by the clock alone.
                (_position, _lookAgain) = (position, now.Plus(TimeSpan.FromSeconds(5)));
                _found = MostUrgent(engine.Read(s => Look(s, engine.Me, now).ToArray()));
            }

            return
            [
                .. _found.Concat(consents.Waiting().Select(Of)).Concat((parties?.Changed ?? []).Select(Of)).OrderBy(static f => f.Urgency).ThenBy(static f => f.View.Id, StringComparer.Ordinal).Take(Most).Select(static f => f.View),
            ];
        }
    }

    private static (Urgency Urgency, NeedView View) Of(Consent c)
    {
        var view = ConsentViews.Of(c);
        var (asked, until) = (Instant.Parse(view.Asked), Instant.Parse(view.Until));
        return (new Urgency(2, until.Ok ? until.Value : Instant.Max, asked.Ok ? asked.Value : Instant.Min), new NeedView("consent", c.Id, null, 2, view.Asked, view.Until, c.Deed.ToString(), c.AskerName, view.About));
    }

    private static (Urgency Urgency, NeedView View) Of(OfferedKeys offered)
    {
        var alarm = StatusEndpoints.KeysChanged(offered);
        return (new Urgency(alarm.Severity, Instant.Max, offered.Since), new NeedView("alarm", alarm.Id, null, alarm.Severity, alarm.Since, null, alarm.Kind, alarm.Text, alarm.About));
    }

    private (Urgency Urgency, NeedView View)[] MostUrgent(Waits[] all)
    {
        // By order, not by hash: another party chooses some of the ids.
        var ids = new SortedSet<EntityId>(all.Where(static w => w.Id is not null).Select(static w => w.Id!.Value));
        var first = all.Where(static w => Breaks(w)).GroupBy(static w => ((Message)w.What).From)
            .SelectMany(static g => g.OrderBy(static w => w.Urgency).Take(MostFirst)).Select(static w => w.Id!.Value).ToHashSet();
        return
        [
            .. all.Where(w => !(w.What is Alarm a && SaysAgain.Contains(a.Kind) && EntityId.Parse(a.About).Try(out var about, out _) && ids.Contains(about)))
                .OrderByDescending(w => Breaks(w) && first.Contains(w.Id!.Value)).ThenBy(static w => w.Urgency).Take(Most).Select(w => (w.Urgency, View(w, engine.Me))),
        ];
    }

    private static bool Breaks(Waits w) => w.What is Message m && (m.What.Kind == MessageKind.Stop || m.What.Precedence == Core.Line.Precedence.Flash);

    private static IEnumerable<Waits> Look(PostState s, PartyName me, Instant now)
    {
        foreach (var m in s.Untaken)
        {
            yield return new Waits(
                m, m.Id, m.What.Kind == MessageKind.Stop || m.What.Precedence == Core.Line.Precedence.Flash ? 3 : m.What.Precedence == Core.Line.Precedence.Routine ? 1 : 2, m.Due(me), m.At);
        }

        foreach (var c in s.OpenConflicts(now).Where(c => c.OwnerA == me || c.OwnerB == me || s.Mediates(me, c)))
        {
            yield return new Waits(c, c.Id, c.Level >= 2 || c.Now.Start.Since(now) < TimeSpan.FromMinutes(10) ? 3 : 2, c.Deadline, c.Found);
        }

        foreach (var d in s.ToAcknowledge(now))
        {
            var told = d.Notices[me];
            yield return new Waits(d, d.Id, told.Late || told.Vague is not null ? 2 : 1, d.Facts.Start, told.At);
        }

        foreach (var i in s.Incidents)
        {
            foreach (var q in i.Inquiries.Where(q => q.What.Asked == me && q.Answer is null))
            {
                yield return new Waits((i, q), i.Id, 2, q.What.Deadline, q.At);
            }
        }

        foreach (var a in s.Agreements.Where(a => a.StateAt(now) == AgreementState.Drafted && a.Includes(me) && !a.Signatures.ContainsKey(me)))
        {
            yield return new Waits(a, a.Id, 1, null, a.DraftedAt);
        }

        foreach (var a in s.Alarms.Where(static a => a.TakenBy is null))
        {
            yield return new Waits(a, null, a.Severity, null, a.Since);
        }
    }

    private static NeedView View(Waits w, PartyName me)
    {
        NeedView Of(string kind, string? party, string? what, string? text, string? about = null, string? id = null) =>
            new(kind, id ?? w.Id!.Value.ToString(), party, w.Severity, w.Since.ToString(), w.Due?.ToString(), what, text, about);

        return w.What switch
        {
            Message m => Of("message", m.From.Value, m.What.Kind switch { MessageKind.Stop => "STOP", MessageKind.LinkCheck => "link-check", _ => LineViews.PrecedenceText(m.What.Precedence) }, m.What.Text),
            Conflict c when c.Proposals.LastOrDefault(p => p.State == ProposalState.Open && p.By != me && !p.Answers.ContainsKey(me)) is { } proposal => Of(
                "conflict", (c.OwnerA == me ? c.OwnerB : c.OwnerA).Value, "proposal", null, proposal.What.Proposal.ToString()),
            Conflict c => Of("conflict", (c.OwnerA == me ? c.OwnerB : c.OwnerA).Value, null, null),
            Declared d => Of("notice", d.Owner.Value, d.Notices[me].Late ? "late" : d.Notices[me].Vague is not null ? "vague" : null, d.Activity) with { Version = d.Version },
            (Incident, Inquiry q) => Of("inquiry", q.By.Value, null, q.What.Question),
            Agreement a => Of("agreement", a.DraftedBy == me ? null : a.DraftedBy.Value, null, a.Terms.Title),
            Alarm a => Of("alarm", null, a.Kind, a.Says, a.About, a.Id),
            _ => throw new InvalidOperationException($"{w.What.GetType().Name} waits for nobody"),
        };
    }
}
