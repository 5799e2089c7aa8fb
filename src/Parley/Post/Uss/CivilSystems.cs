using Parley.Client.F3548;
using Parley.Core.Exchange;

namespace Parley.Post.Uss;

/// <summary>Civil systems' own F3548-21 endpoints, as this post calls them: for details, and to tell subscribers. Thread-safe.</summary>
internal sealed class CivilSystems : IForeignDetails, ISubscriberNotices
{
    public Task<bool> FetchAsync(OperationalIntentReference reference, CancellationToken cancel) => Task.FromResult(false);

    public Task<bool> FetchAsync(ConstraintReference reference, CancellationToken cancel) => Task.FromResult(false);

    public void Tell(EntityId id, bool deleted, IReadOnlyList<SubscriberToNotify> subscribers)
    {
    }
}
