using System.Collections.Immutable;

namespace Parley.Core.Exchange;

// Constraint references: F3548-21 §A2.6.
public sealed partial class ExchangeState
{
    public Constraint? Constraint(EntityId id) => _constraints.TryGetValue(id, out var held) ? held.Value : null;

    /// <summary>The constraints that touch an extent, in the order of their ids.</summary>
    public ImmutableArray<SeenConstraint> ConstraintsIn(Extent extent)
    {
        var found = new List<Held<Constraint>>();
        _constraintIndex.Query(extent.Cells, extent.Altitudes, extent.Time, found);
        var seen = ImmutableArray.CreateBuilder<SeenConstraint>(found.Count);
        foreach (var held in found)
        {
            seen.Add(See(held.Value));
        }

        seen.Sort(static (a, b) => a.Constraint.Id.CompareTo(b.Constraint.Id));
        return seen.MoveToImmutable();
    }

    public SeenConstraint See(Constraint constraint) => new(constraint, AvailabilityOf(constraint.Manager).Availability);

    private Outcome? Refusal(PutConstraint put) => Constraint(put.Id) switch
    {
        null when put.Expected is not null => new Refused(
            RefusalKind.NotCurrent, $"There is no constraint {put.Id} to change; declare it by a PUT without an OVN."),
        null => null,
        { } old when old.Manager != put.By => NotYours("constraint", put.Id),
        { } when put.Expected is null => new Refused(
            RefusalKind.NotCurrent, $"The constraint {put.Id} is there already; to change it, PUT with its current OVN in the path."),
        { } old when old.Ovn != put.Expected => new Refused(
            RefusalKind.NotCurrent, $"The OVN in the path is not the current one of constraint {put.Id}; read it again and retry."),
        _ => null,
    };

    private Outcome Apply(PutConstraint put)
    {
        if (Refusal(put) is { } refused)
        {
            return refused;
        }

        _constraints.TryGetValue(put.Id, out var held);
        var old = held?.Value;
        var constraint = new Constraint(put.Id, Shared(put.By), (old?.Version ?? 0) + 1, put.NewOvn, put.Extent, Shared(put.UssBaseUrl));
        if (held is not null)
        {
            Remove(held);
        }

        Add(constraint);
        var notified = Notify(old is null ? put.Extent : put.Extent.Union(old.Extent), put.Now, forIntents: false);
        return new ConstraintChanged(See(constraint), old is null, notified);
    }

    private Outcome? Refusal(DeleteConstraint delete) => Constraint(delete.Id) switch
    {
        null => NotFound("constraint", delete.Id),
        { } old when old.Manager != delete.By => NotYours("constraint", delete.Id),
        { } old when old.Ovn != delete.Expected => new Refused(
            RefusalKind.NotCurrent, $"The OVN in the path is not the current one of constraint {delete.Id}; read it again and retry."),
        _ => null,
    };

    private Outcome Apply(DeleteConstraint delete)
    {
        if (Refusal(delete) is { } refused)
        {
            return refused;
        }

        var held = _constraints[delete.Id];
        Remove(held);
        return new ConstraintChanged(See(held.Value), false, Notify(held.Value.Extent, delete.Now, forIntents: false));
    }

    private void Add(Constraint constraint)
    {
        var held = new Held<Constraint>(constraint);
        _constraints.Add(constraint.Id, held);
        _constraintEndings.Add(constraint.Id, constraint.Extent.Time.End);
        _constraintIndex.Insert(held, constraint.Extent.Cells, constraint.Extent.Altitudes, constraint.Extent.Time);
    }

    private void Remove(Held<Constraint> held)
    {
        _constraints.Remove(held.Value.Id);
        _constraintEndings.Remove(held.Value.Id, held.Value.Extent.Time.End);
        _constraintIndex.Remove(held, held.Value.Extent.Cells);
    }
}
