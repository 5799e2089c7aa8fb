using Parley.Client.Post;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Console.Telling;

/// <summary>Under which agreements a need is, and where. Immutable.</summary>
/// <param name="Agreements">Empty: under none, or nobody can say.</param>
/// <param name="Shapes">Empty: nowhere that could be drawn.</param>
internal sealed record NeedPlace(IReadOnlyList<string> Agreements, IReadOnlyList<Outline> Shapes, LatLng? Point, double RadiusM = 0)
{
    public static readonly NeedPlace Nowhere = new([], [], null);

    public bool IsIn(TellingArea area)
    {
        var (centre, reach) = (new LatLng(area.Lat, area.Lng), area.RadiusKm * 1000);
        return (Shapes.Count == 0 && Point is null)
            || (Point is { } point && Separation.Metres(centre, point) <= reach + RadiusM)
            || Shapes.Any(s => Separation.Metres(centre, s) <= reach);
    }
}

/// <summary>Looks up under which agreements and where needs are, in the state as it is.</summary>
internal static class NeedPlaces
{
    public static NeedPlace Of(NeedView need, PostEngine engine)
    {
        if (need.Kind is "message" && need.Party is { } party)
        {
            return engine.Read(s => new NeedPlace(Texts(s, s.Agreements.Where(a => a.Includes(new PartyName(party))).Select(static a => a.Id)), [], null));
        }

        if (!EntityId.Parse(need.Id).Try(out var id, out _))
        {
            return NeedPlace.Nowhere;
        }

        // Shapes are read from their JSON once the engine's lock is left.
        var (place, volumes) = engine.Read(s => need.Kind switch
        {
            "conflict" when s.Conflict(id) is { } c => (new NeedPlace(Texts(s, c.Now.Agreements), [], new LatLng(c.Now.Lat, c.Now.Lng)), (RawJson?)null),
            "notice" when s.Find(id) is { } d => (new NeedPlace(Texts(s, d.Notices.TryGetValue(engine.Me, out var told) ? told.Agreements : d.Agreements), [], null), d.Volumes),
            "inquiry" when s.Incident(id) is { } i => (
                new NeedPlace(Texts(s, s.Agreements.Where(a => i.Parties.Any(p => p != engine.Me && a.Includes(p))).Select(static a => a.Id)), [], new LatLng(i.What.Place.Lat, i.What.Place.Lng), i.What.RadiusM), null),
            "agreement" => (new NeedPlace(Texts(s, [id]), [], null), null),
            _ => (NeedPlace.Nowhere, null),
        });
        return volumes is { } json ? place with { Shapes = [.. PostVolumes.Known(json).Select(static v => v.Outline)] } : place;
    }

    // Whoever chose an agreement chose what amends it, too: it has an id of its own.
    private static string[] Texts(PostState state, IEnumerable<EntityId> ids)
    {
        var all = new List<EntityId>();
        foreach (var id in ids)
        {
            for (EntityId? at = id; at is { } known && !all.Contains(known); at = state.Agreement(known)?.Amends)
            {
                all.Add(known);
            }
        }

        return [.. all.Select(static id => id.ToString())];
    }
}
