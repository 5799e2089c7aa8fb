using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Tightness;

/// <summary>One time that two came nearer than agreed, until that was settled or past.</summary>
/// <param name="opened">The case as it was when it opened.</param>
internal sealed class Meeting(Conflict opened, Instant at)
{
    public EntityId Conflict { get; } = opened.Id;

    public (EntityId A, EntityId B) Intents { get; } = (opened.A, opened.B);

    public (PartyName A, PartyName B) Owners { get; } = (opened.OwnerA, opened.OwnerB);

    public Instant Found { get; } = at;

    /// <summary>By when it was to be settled, as it was when it opened.</summary>
    public Instant Deadline { get; } = opened.Deadline;

    /// <summary>How near the two came while it was open.</summary>
    public Closeness Nearest { get; private set; } = opened.Now;

    /// <summary>When they no longer are at the same place in any case.</summary>
    public Instant Ends { get; private set; } = opened.Now.End;

    /// <summary>When it was agreed or gone; null while it is neither.</summary>
    public Instant? Settled { get; set; }

    public void Follow(Closeness now)
    {
        Ends = now.End;
        Nearest = now.Ratio < Nearest.Ratio ? now : Nearest;
    }

    /// <summary>True when it was settled before its time had passed.</summary>
    public bool Resolved => Settled <= Ends;

    /// <summary>Until when it stood unresolved: settled, past, or <paramref name="now"/>.</summary>
    public Instant Until(Instant now)
    {
        var end = Settled is { } settled && settled < Ends ? settled : Ends;
        return end < now ? end : now;
    }

    /// <summary>How long it stood unresolved within a period.</summary>
    public double MinutesIn(Period period, Instant now)
    {
        var (from, until) = (Found > period.From ? Found : period.From, Until(now));
        until = until < period.To ? until : period.To;
        return until > from ? until.Since(from).TotalMinutes : 0;
    }
}
