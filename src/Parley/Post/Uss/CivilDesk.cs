using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Uss;

/// <summary>
/// Puts what other systems declare into the state, with how it lies to this post's own intents: the one way in for what they tell and for what
/// was asked of them. Thread-safe.
/// </summary>
internal sealed class CivilDesk(PostEngine engine)
{
    /// <summary>Takes it in, newer or not known yet. A party's own notices stand above what it tells here, so that changes nothing of theirs.</summary>
    public async Task<PostOutcome> TakeAsync(CivilEntity entity)
    {
        var volumes = PostVolumes.Write(entity.Volumes);
        if (engine.Read(s => s.Find(entity.Id)) is { Over: false } known)
        {
            if (known.Owner != entity.Manager)
            {
                return PostRefused.NotYours($"{entity.Id} is {known.Owner}'s by what is known here; only its manager tells of it.");
            }

            if (!known.Civil)
            {
                return PostOutcome.Fine;
            }

            if (entity.Version < known.Version)
            {
                return PostRefused.NotNow($"Version {entity.Version} of {entity.Id} is older than version {known.Version}, which is known here.");
            }

            if (entity.Version == known.Version)
            {
                return known.Volumes == volumes && known.State == entity.State && known.Ovn == entity.Ovn
                    ? PostOutcome.Fine
                    : PostRefused.NotNow($"Version {entity.Version} of {entity.Id} is known here, and it said something else; a change is a new version.");
            }
        }

        var pairs = engine.Read((s, airspace) => airspace.Pairs(s, airspace.Candidate(entity.Id, entity.Manager, civil: true, entity.Volumes, [], []), civil: true));
        var outcome = await engine.SubmitAsync(new TakeCivil(
            engine.Now, entity.Id, entity.Constraint, entity.Manager, entity.Version, entity.State, volumes, PostVolumes.Facts(entity.Volumes, null), pairs, entity.Ovn));
        await RecheckAsync(entity.Id);
        return outcome;
    }

    /// <summary>It was deleted. What is not known here, or known from its owner's notices, stays as it is.</summary>
    public async Task<PostOutcome> DropAsync(EntityId id, PartyName by)
    {
        var known = engine.Read(s => s.Find(id));
        return known is null ? PostOutcome.Fine
            : known.Owner != by ? PostRefused.NotYours($"{id} is {known.Owner}'s by what is known here; only its manager tells of it.")
            : known is { Civil: true, Over: false } ? await engine.SubmitAsync(new DropCivil(engine.Now, id))
            : PostOutcome.Fine;
    }

    /// <summary>
    /// Finds what two that were put into the state at the same time could not know of each other: to be called after either was. What is missing
    /// is told to the state again.
    /// </summary>
    public async Task RecheckAsync(EntityId id)
    {
        foreach (var (civil, pair) in engine.Read((s, airspace) => Missed(s, airspace, id)))
        {
            await engine.SubmitAsync(new TakeCivil(
                engine.Now, civil.Id, civil.Kind == DeclaredKind.Site, civil.Owner, civil.Version, civil.State, civil.Volumes, civil.Facts, [pair], civil.Ovn));
        }
    }

    private static (Declared Civil, Closeness Pair)[] Missed(PostState state, Airspace airspace, EntityId id)
    {
        if (state.Find(id) is not { Over: false } declared)
        {
            return [];
        }

        var candidate = airspace.Candidate(id, declared.Owner, declared.Civil, PostVolumes.Known(declared.Volumes), declared.Agreements, []);
        return
        [
            .. airspace.Pairs(state, candidate, civil: true).Where(p => p.Near && state.Conflict(p.Conflict) is null or { Now.Near: false }).Select(p =>
                declared.Civil ? (declared, p) : (state.Find(p.Other)!, p with { Other = id })),
        ];
    }
}
