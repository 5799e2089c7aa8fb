using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Does what the state says is to be done: carries out agreed changes, takes up filings again, tells of own intents under an agreement that came
/// into force after them. All of it stands in the state until it is done, so a stop loses nothing. One loop.
/// </summary>
internal sealed class Workers(PostEngine engine, Filer filer, Checking checking, PostConfig config, ILogger<Workers> logger) : BackgroundService
{
    private static readonly TimeSpan ToldWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(20);

    private readonly HashSet<EntityId> _watched = [];
    private readonly HashSet<EntityId> _named = [];
    private readonly Dictionary<PartyName, (Instant Next, TimeSpan Every)> _asking = [];
    private Instant _resumeAfter;
    private Instant _askAfter = engine.Now.Plus(AskEvery);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var changed = engine.Changed;
            if (engine.Read(static s => !s.HasCompared))
            {
                await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(1), stopping));
                continue;
            }

            try
            {
                await CarryOutAsync(stopping);
                await checking.RunAsync();
                await TellUnderNewAgreementsAsync(stopping);
                if (engine.Now > _askAfter)
                {
                    _askAfter = engine.Now.Plus(AskEvery);
                    Draft[] again = [.. engine.Read(static s => s.ToAskAgain().ToArray()).Where(MayAsk)];
                    if (again.Length > 0)
                    {
                        await engine.SubmitAsync(new WriteLetters(engine.Now, [.. again]));
                    }
                }

                await GiveUpWaitingAsync();
                if (engine.Now > _resumeAfter)
                {
                    _resumeAfter = engine.Now.Plus(TimeSpan.FromSeconds(1));
                    await filer.ResumeAsync(stopping);
                    await NameRecipientsAsync();
                }
            }
#pragma warning disable CA1031 // A fault with one piece of work must not end the others; it is logged, and tried again.
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                PostLog.Fault(logger, "Carrying out", e);
            }

            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(1), stopping));
        }
    }

    // Twice as long after each time, up to half an hour: one that never tells costs little.
    private bool MayAsk(Draft draft)
    {
        var party = draft.To[0];
        var (next, every) = _asking.GetValueOrDefault(party, (engine.Now, AskEvery));
        if (engine.Now < next)
        {
            return false;
        }

        _asking[party] = (engine.Now.Plus(every), every * 2 < TimeSpan.FromMinutes(30) ? every * 2 : TimeSpan.FromMinutes(30));
        return true;
    }

    // Who does not tell in time must not keep this post from working with those who did.
    private async Task GiveUpWaitingAsync()
    {
        var (since, waiting) = engine.Read(static s => (s.Alarm("restored")?.Since, s.Restoring.ToArray()));
        if (since is { } began && engine.Now.Since(began) > ToldWithin)
        {
            foreach (var party in waiting)
            {
                await engine.SubmitAsync(new EndHistory(engine.Now, party, Told: false));
            }
        }
    }

    private async Task CarryOutAsync(CancellationToken cancel)
    {
        foreach (var (conflict, proposal) in engine.Read(static s => s.ToCarryOut().ToArray()))
        {
            var what = proposal.What;
            if (engine.Read(s => s.Find(what.Changes!.Value)) is not { Over: false } declared)
            {
                await engine.SubmitAsync(new FailChange(engine.Now, conflict.Id, what.Proposal, "The intent has ended."));
                continue;
            }

            if (declared.Filing is not null)
            {
                continue;
            }

            if (!ChangeReader.Read(what.Change!.Value, what.Changes, what.Kind).Try(out var change, out var problem)
                || !Changing.Apply(PostVolumes.Known(declared.Volumes), change, new OutlineLimits(2000)).Try(out var volumes, out problem))
            {
                await engine.SubmitAsync(new FailChange(engine.Now, conflict.Id, what.Proposal, $"{problem}."));
                continue;
            }

            var (plan, _) = filer.Plan(declared.Kind, declared.State, volumes, declared.Standing, declared.Note, declared.Activity, declared.Place);
            var filed = await filer.FileAsync(declared.Id, FilingStep.Change, plan with { Settles = conflict.Id, UnderWay = declared.UnderWay }, cancel);
            if (filed.Refusal is { Kind: not PostRefusalKind.NotNow } refused)
            {
                await engine.SubmitAsync(new FailChange(engine.Now, conflict.Id, what.Proposal, refused.Sentence));
            }
        }
    }

    // Those who must know of every notice are named under each as it comes; an officer may change the list from then on.
    private async Task NameRecipientsAsync()
    {
        if (config.Recipients.Count == 0 || engine.Read(static s => s.CatchingUp))
        {
            return;
        }

        foreach (var declared in engine.Read(s => s.LiveAt(engine.Now).Where(d => d is { Civil: false, Recipients.IsEmpty: true } && d.Owner != engine.Me).ToArray()))
        {
            if (_named.Add(declared.Id))
            {
                await engine.SubmitAsync(new PutRecipients(
                    engine.Now, declared.Id, [.. config.Recipients], new Draft([declared.Owner], new NoticePassedOn(declared.Id, config.Recipients.Count, 0, 0))));
            }
        }
    }

    private async Task TellUnderNewAgreementsAsync(CancellationToken cancel)
    {
        var watched = engine.Read(s => s.Agreements.Where(a => a.Watches(engine.Now) && a.Terms.Parties.Contains(engine.Me)).Select(static a => a.Id).ToHashSet());
        if (watched.IsSubsetOf(_watched))
        {
            _watched.IntersectWith(watched);
            return;
        }

        _watched.UnionWith(watched);
        foreach (var declared in engine.Read(s => s.LiveAt(engine.Now).Where(d => d.Owner == engine.Me && d.Filing is null).ToArray()))
        {
            var volumes = PostVolumes.Known(declared.Volumes);
            var (plan, _) = filer.Plan(declared.Kind, declared.State, volumes, declared.Standing, declared.Note, declared.Activity, declared.Place);
            if (!plan.Agreements.All(declared.Agreements.Contains))
            {
                await filer.FileAsync(declared.Id, FilingStep.Change, plan with { UnderWay = declared.UnderWay }, cancel);
            }
        }
    }
}

/// <summary>Strikes when something is due by the clock. One loop.</summary>
internal sealed class PostClock(PostEngine engine) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var changed = engine.Changed;
            var now = engine.Now;
            var due = engine.Read(static s => s.NextDue);
            if (due <= now)
            {
                await engine.SubmitAsync(new Strike(now));
                continue;
            }

            var wait = due is { } at && at.Since(now) < TimeSpan.FromSeconds(30) ? at.Since(now) + TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(30);
            await Task.WhenAny(changed, Task.Delay(wait, stopping));
        }
    }
}
