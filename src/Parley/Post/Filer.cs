using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.Post.Uss;

namespace Parley.Post;

/// <summary>What came of a filing.</summary>
/// <param name="Pending">The exchange is not there: it is journalled here, and filed when it is.</param>
internal sealed record Filed(EntityId Id, bool Pending, PostRefused? Refusal);

/// <summary>
/// Files, changes and withdraws own intents: journalled here first, then registered at the exchange, then told to each counterpart. A stop at
/// any step is taken up again from what the journal says. Thread-safe.
/// </summary>
internal sealed class Filer(PostEngine engine, Register register, string uncovered, ISubscriberNotices subscribers, CivilDesk civilDesk, ILogger<Filer> logger)
{
    private static readonly TimeSpan PlacePatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<EntityId, bool> _inWork = new();

    /// <summary>What an intent would be: who is told, what no agreement covers, what it would meet. Nothing is filed.</summary>
    public (OwnPlan Plan, ImmutableArray<UncoveredPart> Parts) Plan(
        DeclaredKind kind, IntentState state, ImmutableArray<Volume4D> volumes, bool standing, string? note, string? activity, string? place)
    {
        var facts = PostVolumes.Facts(volumes, place);
        var (touched, parts) = engine.Read((s, airspace) =>
        {
            var agreements = airspace.Touched(s, volumes, engine.Now).ToArray();
            return (agreements.Select(static a => a.Id).ToImmutableArray(), Uncovered.Parts(volumes, [.. agreements.Select(airspace.Space)]));
        });
        var view = new RawJson(JsonSerializer.Serialize<IReadOnlyList<UncoveredView>>(
            [.. parts.Select(static p => new UncoveredView(p.Volume, p.Says, [.. p.Outlines.Select(static o => o.Select(static v => new Client.F3548.LatLngPoint { Lat = v.Lat, Lng = v.Lng }).ToArray())]))],
            PostWireJson.Default.IReadOnlyListUncoveredView));
        return (new OwnPlan(kind, state, PostVolumes.Write(volumes), touched, facts, standing, note, activity, place, Uncovered: parts.IsEmpty ? null : view), parts);
    }

    /// <summary>Why a plan may not be filed, or null.</summary>
    public static Problem? Fault(OwnPlan plan, ImmutableArray<UncoveredPart> parts, string uncovered, Instant now) =>
        plan.Facts.End < now ? new Problem("volumes", $"end at {plan.Facts.End}, in the past; declare what is still to come")
        : uncovered == "refuse" && !parts.IsEmpty ? new Problem("volumes", $"are not covered: {parts[0].Says}")
        : plan.Kind == DeclaredKind.Site && plan.Agreements.IsEmpty ? new Problem("volumes", "of the protected site touch no agreement, so there is nobody to tell of it")
        : plan.Volumes.Text.Length > Outbox.MostBytes - 4_000 ? new Problem("volumes", $"have {plan.Volumes.Text.Length} bytes, more than a letter carries; use fewer vertices or volumes")
        : null;

    public string UncoveredPolicy => uncovered;

    public async Task<Filed> FileAsync(EntityId id, FilingStep step, OwnPlan plan, CancellationToken cancel)
    {
        if (engine.Read(static s => s.CatchingUp))
        {
            return new Filed(id, false, PostRefused.NotNow("This post is from an old backup and takes in what the others tell it again; try again in a moment."));
        }

        if (!_inWork.TryAdd(id, true))
        {
            return new Filed(id, false, PostRefused.NotNow($"The intent {id} is being changed right now; try again in a moment."));
        }

        try
        {
            var begun = await engine.SubmitAsync(new BeginFiling(engine.Now, id, step, plan, Register.NewSuffix(engine.Now)));
            return Refusal(begun) is { } refused ? new Filed(id, false, refused) : await GoOnAsync(id, cancel);
        }
        finally
        {
            _inWork.TryRemove(id, out _);
        }
    }

    /// <summary>Takes up filings that a stop or a missing exchange left behind.</summary>
    public async Task ResumeAsync(CancellationToken cancel)
    {
        foreach (var id in engine.Read(static s => s.CatchingUp || !s.HasCompared ? [] : s.Filings.Select(static d => d.Id).ToArray()))
        {
            if (_inWork.TryAdd(id, true))
            {
                try
                {
                    PostLog.FilingResumed(logger, id.ToString());
                    await GoOnAsync(id, cancel);
                }
                finally
                {
                    _inWork.TryRemove(id, out _);
                }
            }
        }
    }

    private async Task<Filed> GoOnAsync(EntityId id, CancellationToken cancel)
    {
        // Registered before, it could take the place of what this post itself registered in a time that it lost with an old backup.
        if (!await engine.ComparedAsync(PlacePatience) || engine.Read(static s => s.CatchingUp))
        {
            return new Filed(id, true, null);
        }

        if (engine.Read(s => s.Find(id)) is not { Filing: { } filing } declared)
        {
            return new Filed(id, false, null);
        }

        var plan = filing.Plan;
        var volumes = PostVolumes.Known(plan.Volumes);
        Registered registered;
        try
        {
            registered = plan.Kind == DeclaredKind.Site ? new Registered(null, [], null)
                : filing.Step != FilingStep.Withdraw ? await register.PutAsync(id, declared.Ovn, plan.State, volumes, filing.OvnSuffix, cancel)
                : declared.Ovn is { } ovn ? await register.DeleteAsync(id, ovn, cancel)
                : new Registered(null, [], null);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new Filed(id, true, null);
        }

        if (registered.Refusal is { } sentence)
        {
            await engine.SubmitAsync(new FailFiling(engine.Now, id, sentence));
            return new Filed(id, false, PostRefused.Unacceptable(sentence));
        }

        var (seen, civil) = engine.Read((s, airspace) => (airspace.Version, filing.Step == FilingStep.Withdraw
            ? []
            : airspace.Pairs(s, airspace.Candidate(id, engine.Me, false, volumes, plan.Agreements, []), civil: true)));
        var outcome = await engine.SubmitAsync(new EndFiling(engine.Now, id, Letters(declared, filing, volumes, registered.Ovn), civil, registered.Ovn, registered.Reference));
        if (engine.Read((_, airspace) => airspace.Version) > seen + 1)
        {
            // Something else came into the airspace while this was on its way there.
            await civilDesk.RecheckAsync(id);
        }

        subscribers.Tell(id, filing.Step == FilingStep.Withdraw, registered.Subscribers);
        if (outcome is LettersWritten written)
        {
            var placed = await engine.PlacedAsync(written.Numbers, PlacePatience);
            return new Filed(id, placed.Contains(null), null);
        }

        return new Filed(id, false, Refusal(outcome));
    }

    /// <summary>One letter for each disclosure and set of agreements: who shares more agreements with this party reads of more.</summary>
    private ImmutableArray<Draft> Letters(Declared declared, Filing filing, ImmutableArray<Volume4D> volumes, string? ovn)
    {
        var plan = filing.Plan;
        var receivers = engine.Read(s => Receivers(s, declared, plan));
        if (filing.Step == FilingStep.Withdraw)
        {
            return receivers.Count == 0 ? [] : [new Draft([.. receivers.Keys], new NoticeWithdrawn(declared.Id, plan.Outcome ?? IntentOutcome.Cancelled, plan.Reason))];
        }

        var full = plan.Volumes;
        var footprint = PostVolumes.Write(volumes, footprint: true);
        return
        [
            .. receivers.GroupBy(static r => (r.Value.Footprint, string.Join(',', r.Value.Agreements.Select(static a => a.ToString())))).Select(group => new Draft(
                [.. group.Select(static r => r.Key)],
                new Notice(
                    declared.Id, declared.Version + 1, plan.Kind, plan.State, group.Key.Footprint ? footprint : full, group.Key.Footprint, plan.Standing,
                    group.First().Value.Agreements, ovn, plan.Note, plan.Activity, plan.Place, plan.UnderWay, plan.Settles))),
        ];
    }

    private SortedDictionary<PartyName, (ImmutableArray<EntityId> Agreements, bool Footprint)> Receivers(PostState state, Declared declared, OwnPlan plan)
    {
        var receivers = new SortedDictionary<PartyName, (ImmutableArray<EntityId>, bool)>();
        var touched = plan.Agreements.Select(state.Agreement).OfType<Agreement>().ToArray();
        foreach (var party in touched.SelectMany(static a => a.Terms.Mediator is { } m ? a.Terms.Parties.Add(m) : a.Terms.Parties).Distinct().Where(p => p != engine.Me))
        {
            var shared = touched.Where(a => a.Includes(party)).ToArray();
            receivers[party] = ([.. shared.Select(static a => a.Id)], shared.All(static a => a.Terms.Disclosure == Disclosure.Footprint));
        }

        // Who was told once is told that it moved out of what they share, too.
        foreach (var (party, told) in declared.Notices)
        {
            if (!receivers.ContainsKey(party) && told.Agreements.Any(id => state.Agreement(id)?.Watches(engine.Now) == true))
            {
                receivers[party] = (told.Agreements, told.Footprint);
            }
        }

        return receivers;
    }

    private static PostRefused? Refusal(PostOutcome outcome) => outcome switch
    {
        PostRefused refused => refused,
        PostUnavailable unavailable => PostRefused.NotNow(unavailable.Sentence),
        _ => null,
    };
}

/// <summary>Tells civil systems whose subscriptions a change concerns, as F3548-21 asks of a USS.</summary>
internal interface ISubscriberNotices
{
    /// <summary>Begins to tell them; what fails is tried again and then left, as they can ask.</summary>
    void Tell(EntityId id, bool deleted, IReadOnlyList<Client.F3548.SubscriberToNotify> subscribers);
}
