using System.Text.Json;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>
/// A <see cref="Sea"/> in which a and b have an agreement with m as its mediator, for tests that tell a story: all mail is taken after each
/// step, and every intent lasts 30 min. The minimum notice is 15 min, conflicts are to be settled 30 min before.
/// </summary>
internal sealed class Strait
{
    private readonly Dictionary<EntityId, OwnPlan> _plans = [];
    private int _next = 1;

    public Strait(Func<AgreementDocument, AgreementDocument>? terms = null)
    {
        Sea = new Sea("a", "b", "m", "c");
        var usual = AgreementPropertyTests.Terms(Sea.Now) with { CoordinateByS = 1800 };
        Agreement = Agree(terms is null ? usual : terms(usual));
    }

    public Sea Sea { get; }

    public EntityId Agreement { get; }

    public Instant Noon { get; } = Instant.Parse("2026-11-23T12:00:00Z").Value;

    public PostState this[string name] => Sea[name].State;

    public EntityId NewId() => new(new Guid(_next++, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));

    public EntityId Agree(AgreementDocument terms)
    {
        var id = NewId();
        var all = terms.Mediator is { } mediator ? terms.Parties.Add(mediator) : terms.Parties;
        Told(terms.Parties[0].Value, new AgreementDrafted(id, JsonSerializer.Serialize(terms, PostJson.Default.AgreementDocument)), all);
        foreach (var party in terms.Parties)
        {
            Told(party.Value, new AgreementSigned(id, Sea[party.Value].State.Agreement(id)!.Hash), all);
        }

        return id;
    }

    /// <summary>Declares something that begins so many minutes after noon.</summary>
    public EntityId File(string by, int place, int start, DeclaredKind kind = DeclaredKind.Intent, string? activity = null, bool standing = false, params PartyName[][] letters)
    {
        var id = NewId();
        var plan = new OwnPlan(kind, IntentState.Accepted, Sea.At(place), [Agreement], Times(start), standing, Activity: activity);
        Assert.IsNotType<PostRefused>(Begin(by, id, FilingStep.File, plan));
        End(by, id, plan, letters.Length == 0 ? [Others(by)] : letters);
        return id;
    }

    /// <summary>Changes a thing; what is not given stays as it was.</summary>
    public void Change(string by, EntityId id, int? place = null, int? start = null, EntityId? settles = null, IntentState? state = null, UnderWayChange? underWay = null, params PartyName[][] letters)
    {
        var old = _plans[id];
        var plan = old with
        {
            Volumes = place is { } p ? Sea.At(p) : old.Volumes,
            Facts = start is { } s ? Times(s) : old.Facts,
            State = state ?? old.State,
            UnderWay = underWay,
            Settles = settles,
        };
        Assert.IsNotType<PostRefused>(Begin(by, id, FilingStep.Change, plan));
        End(by, id, plan, letters.Length == 0 ? [Others(by)] : letters);
    }

    public void Withdraw(string by, EntityId id)
    {
        Assert.IsNotType<PostRefused>(Begin(by, id, FilingStep.Withdraw, _plans[id] with { Outcome = IntentOutcome.DoneAsDeclared }));
        Sea[by].Do(new EndFiling(Sea.Now, id, [new Draft([.. Sea[by].State.Find(id)!.Notices.Keys], new NoticeWithdrawn(id, IntentOutcome.DoneAsDeclared))], []));
        Sea.Settle();
    }

    public void Say(string by, LetterBody body) => Told(by, body, [new PartyName("a"), new PartyName("b"), new PartyName("m")]);

    /// <summary>A proposal that an intent moves, from one side, accepted by the other.</summary>
    public EntityId Settle(string by, EntityId conflict, ProposalKind kind, EntityId? changes = null)
    {
        var proposal = NewId();
        Say(by, new Proposed(conflict, proposal, kind, changes is null ? null : new RawJson("{}"), changes));
        Say(by == "a" ? "b" : "a", new ProposalAnswered(conflict, proposal, true));
        return proposal;
    }

    /// <summary>It is so many minutes after noon, and every post looks at the clock.</summary>
    public void Clock(double minutes)
    {
        Sea.Pass(Noon.Plus(TimeSpan.FromMinutes(minutes)).Since(Sea.Now));
        Strike();
    }

    public void Strike()
    {
        foreach (var boat in Sea.Boats.Values)
        {
            boat.Do(new Strike(Sea.Now));
        }
    }

    public Alarm? Alarm(string at, string id) => this[at].Alarms.FirstOrDefault(a => a.Id == id);

    public void Take(string at, string alarm) => Assert.IsNotType<PostRefused>(Sea[at].Do(new TakeAlarm(Sea.Now, alarm, "Ash")));

    /// <summary>What was told of a thing to a party is the same at both ends.</summary>
    public NoticeTo Notice(EntityId id, string owner, string to)
    {
        var (here, there) = (this[owner].Find(id)!, this[to].Find(id)!);
        Assert.Equal(SharedView.Of(this[owner], new PartyName(owner), new PartyName(to), Sea.Now), SharedView.Of(this[to], new PartyName(owner), new PartyName(to), Sea.Now));
        Assert.Equal(here.Notices[new PartyName(to)] with { Agreements = [] }, there.Notices[new PartyName(to)] with { Agreements = [] });
        return there.Notices[new PartyName(to)];
    }

    private NoticeFacts Times(int start) => new(Noon.Plus(TimeSpan.FromMinutes(start)), Noon.Plus(TimeSpan.FromMinutes(start + 30)), 1, 1800);

    private PartyName[] Others(string by) => by is "a" ? [new("b"), new("m")] : [new("a"), new("m")];

    private PostOutcome Begin(string by, EntityId id, FilingStep step, OwnPlan plan)
    {
        _plans[id] = plan;
        return Sea[by].Do(new BeginFiling(Sea.Now, id, step, plan, "s"));
    }

    private void End(string by, EntityId id, OwnPlan plan, PartyName[][] letters)
    {
        EndUnsent(by, id, plan, letters);
        Sea.Settle();
    }

    /// <summary>As much of a change as happens before its letters are sent.</summary>
    public void ChangeUnsent(string by, EntityId id, int place, EntityId settles)
    {
        var plan = _plans[id] with { Volumes = Sea.At(place), Settles = settles };
        Assert.IsNotType<PostRefused>(Begin(by, id, FilingStep.Change, plan));
        EndUnsent(by, id, plan, [Others(by)]);
    }

    private void EndUnsent(string by, EntityId id, OwnPlan plan, PartyName[][] letters)
    {
        var version = Sea[by].State.Find(id)!.Version + 1;
        Sea.Remember(id, version, plan.Facts);
        Sea[by].Do(new EndFiling(
            Sea.Now, id,
            [
                .. letters.Select(to => new Draft([.. to], new Notice(
                    id, version, plan.Kind, plan.State, plan.Volumes, false, plan.Standing,
                    [.. Sea[by].State.Agreements.Where(a => to.Any(a.Includes) && a.Terms.Parties.Contains(new PartyName(by))).Select(static a => a.Id)],
                    Activity: plan.Activity, UnderWay: plan.UnderWay, Settles: plan.Settles))),
            ],
            [], $"ovn-{id}-{version}"));
    }

    private void Told(string by, LetterBody body, IEnumerable<PartyName> all)
    {
        Assert.True(Sea.Write(Sea[by], body, [.. all.Where(p => p.Value != by)]), $"{by} may not say {body}");
        Sea.Settle();
    }
}
