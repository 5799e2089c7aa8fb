using System.Collections.Immutable;
using Parley.Client.F3548;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.F3548;

namespace Parley.Post.Uss;

/// <summary>
/// What another system gets to see of this post's intents. With whom only the footprint was agreed on sees no more of the altitudes than the
/// agreement's whole band; others see all, as F3548-21 asks, unless the post is set to tell parties of its agreements alone. Thread-safe.
/// </summary>
/// <param name="policy"><c>all</c> or <c>agreements</c>.</param>
internal sealed class Disclosing(PostEngine engine, string policy, string ussBaseUrl)
{
    private const string None = "00000000-0000-4000-8000-000000000000";

    /// <summary>An own intent that the exchange has taken in, as F3548-21 knows it; protected sites are not among them.</summary>
    public Declared? Own(EntityId id) => engine.Read(s => s.Find(id)) is { Over: false, Civil: false, Kind: DeclaredKind.Intent, Ovn: not null } declared && declared.Owner == engine.Me ? declared : null;

    /// <summary>Null when it is not for this caller.</summary>
    /// <param name="caller">Null for a system whose name is not known.</param>
    public OperationalIntent? For(PartyName? caller, Declared own)
    {
        var shared = caller is { } party
            ? engine.Read(s => own.Agreements.Select(s.Agreement).OfType<Agreement>().Where(a => a.Includes(party) && a.Watches(engine.Now)).ToArray())
            : [];
        if (shared.Length == 0 && policy == "agreements")
        {
            return null;
        }

        var volumes = PostVolumes.Known(own.Volumes);
        if (shared.Length > 0 && shared.All(static a => a.Terms.Disclosure == Disclosure.Footprint))
        {
            volumes = Widened(volumes, shared);
        }

        var wire = volumes.Select(static v => PostVolumes.Wire(v, footprint: false)).ToArray();
        var off = own.State is IntentState.Nonconforming or IntentState.Contingent;
        return new OperationalIntent
        {
            Reference = new OperationalIntentReference
            {
                Id = own.Id.ToString(),
                Manager = engine.Me.Value,
                UssAvailability = "Unknown",
                Version = own.Reference?.Version ?? own.Version,
                State = own.State.ToString(),
                Ovn = own.Ovn,
                TimeStart = own.Facts.Start.ToWire(),
                TimeEnd = own.Facts.End.ToWire(),
                UssBaseUrl = ussBaseUrl,
                SubscriptionId = own.Reference?.Subscription?.ToString() ?? None,
            },
            // utm.yaml asks for volumes in every state but Contingent, and for off-nominal ones in the two last.
            Details = new OperationalIntentDetails { Volumes = own.State == IntentState.Contingent ? [] : wire, OffNominalVolumes = off ? wire : [], Priority = 0 },
        };
    }

    private static ImmutableArray<Volume4D> Widened(ImmutableArray<Volume4D> volumes, Agreement[] shared)
    {
        var (lower, upper) = (shared.Min(static a => a.Terms.AltitudeLowerM), shared.Max(static a => a.Terms.AltitudeUpperM));
        return
        [
            .. volumes.Select(v => v with
            {
                Altitudes = new AltitudeBand(new Altitude(Math.Min(lower, v.Altitudes.Lower.Metres)), new Altitude(Math.Max(upper, v.Altitudes.Upper.Metres))),
            }),
        ];
    }
}
