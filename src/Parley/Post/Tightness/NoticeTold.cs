using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Exchange;

namespace Parley.Post.Tightness;

/// <summary>One notice that was measured: the first to its receiver, or one that moved something and was not what the receiver had agreed to.</summary>
/// <param name="At">The exchange's time.</param>
/// <param name="LeadS">Start minus <paramref name="At"/>, s.</param>
internal sealed record NoticeTold(EntityId Intent, int Version, PartyName Owner, PartyName Receiver, Instant At, double LeadS, bool Late, bool Vague, ImmutableArray<EntityId> Agreements)
{
    /// <summary>When an officer of the receiver first acknowledged this version or a later one.</summary>
    public Instant? SeenAt { get; set; }
}
