using Parley.Core;

namespace Parley.Post.Tightness;

/// <summary>From a time on, until before another.</summary>
internal readonly record struct Period(Instant From, Instant To)
{
    public bool Has(Instant at) => at >= From && at < To;
}
