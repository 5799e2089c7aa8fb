using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

public enum ConflictState
{
    Open,
    Agreed,
    Expired,
    Gone,
}

public enum ProposalState
{
    Open,
    Accepted,
    Declined,
    Countered,
}

public sealed record Answered(bool Accepted, Instant At, string? Reason, string? Officer, string? SecondOfficer);

public sealed record Proposal(Proposed What, PartyName By, Instant At, ImmutableSortedDictionary<PartyName, Answered> Answers, ProposalState State, string? Failed = null)
{
    /// <summary>The version of its intent whose notices told the agreed change; null until then.</summary>
    public int? CarriedOutIn { get; init; }

    public bool CarriedOut => CarriedOutIn is not null;
}

public sealed record Standing(Stand Stand, Instant At, string? Reason, string? Officer);

/// <summary>One step of a case: what changed it, and how near the two were before and after.</summary>
/// <param name="RatioBefore">See <see cref="Closeness.Ratio"/>.</param>
public sealed record CaseStep(Instant At, EntityId Cause, int Version, double? RatioBefore, double RatioAfter, Closeness After);

/// <summary>
/// Two declared things nearer than agreed, and how that is settled: a function of the letters about it, in the exchange's order, so all posts show the same.
/// </summary>
/// <param name="A">The smaller of the two ids.</param>
/// <param name="Deadline">By when it is to be settled; what is then open is settled by default.</param>
public sealed record Conflict(
    EntityId Id,
    EntityId A,
    EntityId B,
    PartyName OwnerA,
    PartyName OwnerB,
    Instant Found,
    Instant Deadline,
    Closeness Now)
{
    public ImmutableArray<Proposal> Proposals { get; init; } = [];

    public ImmutableSortedDictionary<PartyName, Standing> Stands { get; init; } = ImmutableSortedDictionary<PartyName, Standing>.Empty;

    public ImmutableArray<CaseStep> Series { get; init; } = [];

    /// <summary>The accepted proposal that settles it.</summary>
    public EntityId? AgreedBy { get; init; }

    /// <summary>Who gives way by what was agreed or declared.</summary>
    public PartyName? GivesWay { get; init; }

    /// <summary>How often it has called: 0 found, 1 at the deadline, 2 at T-10 min, 3 at T-2 min.</summary>
    public int Level { get; init; }

    public double Nearest { get; init; } = double.PositiveInfinity;

    public bool Between(PartyName party) => OwnerA == party || OwnerB == party;

    public PartyName OtherThan(PartyName party) => OwnerA == party ? OwnerB : OwnerA;

    public ConflictState StateAt(Instant now) =>
        AgreedBy is not null ? ConflictState.Agreed
        : !Now.Near ? ConflictState.Gone
        : now > Now.End ? ConflictState.Expired
        : ConflictState.Open;

    /// <summary>Parties that had said nothing by the deadline.</summary>
    public ImmutableArray<PartyName> SilentAt(Instant now) => now < Deadline
        ? []
        : [.. new[] { OwnerA, OwnerB }.Where(p => !Spoke(p))];

    private bool Spoke(PartyName party) =>
        (Stands.TryGetValue(party, out var stand) && stand.At <= Deadline)
        || Proposals.Any(p => (p.By == party && p.At <= Deadline) || (p.Answers.TryGetValue(party, out var answer) && answer.At <= Deadline));
}
