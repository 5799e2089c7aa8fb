using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Bench.Micro;

/// <summary>The commands of one flight, as handlers make them.</summary>
internal static class Commands
{
    private static readonly Instant Now = Instant.From(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Flight <paramref name="n"/>, alone in its cell: 1,000 by 1,000 places on one face, and on the next ones after that.</summary>
    public static PutIntent Create(int n, int keyLength = 0)
    {
        var (face, at) = Math.DivRem(n, 1_000_000);
        var cell = CellId.FromFaceIJ(face, at / 1_000 * 8, at % 1_000 * 8, CellCovering.FineLevel);
        var extent = new Extent(
            CellCovering.FromIds([cell.Value]).Value,
            new AltitudeBand(new Altitude(50), new Altitude(100)),
            new TimeInterval(Now.Plus(TimeSpan.FromMinutes(2)), Now.Plus(TimeSpan.FromMinutes(50))));
        const string Url = "https://uss.bench.example/f3548";
        return new PutIntent(
            Now, new PartyName("bench"), Id(2 * n), null, IntentState.Accepted, extent, Url, null,
            new ImplicitSubscription(Id((2 * n) + 1), Version(n), Url, false), new Ovn(Version(n)), false,
            [.. Enumerable.Range(0, keyLength).Select(Version)]);
    }

    public static PutIntent Activate(PutIntent created) => created with
    {
        Expected = created.NewOvn,
        State = IntentState.Activated,
        Subscription = created.NewSubscription!.Id,
        NewSubscription = null,
        NewOvn = new Ovn(Version(-1)),
        Key = ImmutableArray<string>.Empty,
    };

    public static DeleteIntent Delete(PutIntent active) => new(Now, active.By, active.Id, active.NewOvn);

    private static EntityId Id(int n) => new(new Guid(n, 0x4f0b, 0x4f4e, 0x9a, 0x63, 0x0c, 0x3f, 0x3b, 0x1f, 0x9d, 0x11));

    private static string Version(int n) => $"q83vEjRWeJCr{(uint)n:x10}";
}
