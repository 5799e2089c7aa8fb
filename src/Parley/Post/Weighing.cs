using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// How what a letter tells of lies to all that it meets, in the forms in which each party holds it: on the state and airspace as they stand
/// before the letter. The same for a letter that comes in and for one that is replayed under other terms. Changes nothing; whoever calls
/// holds the lock.
/// </summary>
internal static class Weighing
{
    /// <param name="to">Who gets the letter; of an own notice, who holds this form.</param>
    public static ImmutableArray<Closeness> OfNotice(PostState state, Airspace airspace, Notice notice, PartyName from, IEnumerable<string> to, ImmutableArray<Volume4D> volumes)
    {
        var agreements = notice.Agreements.IsDefault ? [] : notice.Agreements;
        var told = from == state.Me ? to.Select(static n => new PartyName(n)) : [];
        return airspace.Pairs(state, airspace.Candidate(notice.Intent, from, civil: false, volumes, agreements, told), civil: false);
    }

    /// <summary>What is reconfirmed after it expired meets others again: in the forms in which they hold it. Null when it is nothing that can be reconfirmed.</summary>
    public static ImmutableArray<Closeness>? OfReconfirmed(PostState state, Airspace airspace, Reconfirmed reconfirmed, IEnumerable<string> to)
    {
        if (state.Find(reconfirmed.Intent) is not { Civil: false, ReconfirmBy: not null } declared)
        {
            return null;
        }

        if (declared.Owner != state.Me)
        {
            return airspace.Pairs(state, airspace.Candidate(declared.Id, declared.Owner, false, PostVolumes.Known(declared.Volumes), declared.Agreements, []), civil: false);
        }

        var told = to.Select(static n => new PartyName(n)).ToHashSet();
        return
        [
            .. declared.Notices.Where(n => told.Contains(n.Key))
                .GroupBy(static n => (n.Value.Footprint, string.Join(',', n.Value.Agreements)))
                .Where(form => state.LastTold(declared.Id, form.Key.Footprint) is not null)
                .SelectMany(form => airspace.Pairs(
                    state,
                    airspace.Candidate(
                        declared.Id, state.Me, false, PostVolumes.Known(state.LastTold(declared.Id, form.Key.Footprint)!.Value), form.First().Value.Agreements, form.Select(static n => n.Key)),
                    civil: false))
                .DistinctBy(static p => p.Other),
        ];
    }
}
