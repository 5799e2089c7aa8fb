using System.Collections.Immutable;
using Parley.Client.F3548;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Post.Uss;

/// <summary>An intent or constraint of another system, checked.</summary>
internal sealed record CivilEntity(
    EntityId Id, bool Constraint, PartyName Manager, int Version, IntentState State, string Ovn, ImmutableArray<Volume4D> Volumes);

/// <summary>Turns what another system says of its own into what a post takes, or into one sentence. Thread-safe.</summary>
internal static class CivilReader
{
    private const int MaxName = 256;

    // All volumes of one entity stand in one entry of the journal.
    private const int MostBytes = 500_000;

    public static Checked<CivilEntity> Read(OperationalIntent? wire, EntityId id)
    {
        if (wire?.Reference is not { } reference || wire.Details is not { } details)
        {
            return new Problem(wire?.Reference is null ? "reference" : "details", "is missing");
        }

        if (!ReadState(reference.State).Try(out var state, out var problem)
            || !ReadManager(reference.Id, reference.Manager, reference.Ovn, reference.Version, id).Try(out var manager, out problem)
            || !ReadVolumes(details).Try(out var volumes, out problem))
        {
            return problem;
        }

        return new CivilEntity(id, false, manager, reference.Version, state, reference.Ovn!, volumes);
    }

    public static Checked<CivilEntity> Read(WireConstraint? wire, EntityId id)
    {
        if (wire?.Reference is not { } reference || wire.Details is not { } details)
        {
            return new Problem(wire?.Reference is null ? "reference" : "details", "is missing");
        }

        if (!ReadManager(reference.Id, reference.Manager, reference.Ovn, reference.Version, id).Try(out var manager, out var problem))
        {
            return problem;
        }

        return PostVolumes.Read(details.Volumes, footprint: true).Try(out var volumes, out problem) && Small(volumes).Try(out volumes, out problem)
            ? new CivilEntity(id, true, manager, reference.Version, IntentState.Accepted, reference.Ovn!, volumes)
            : problem.Under("details");
    }

    private static Checked<PartyName> ReadManager(string? said, string? manager, string? ovn, int version, EntityId id)
    {
        if (!EntityId.Parse(said).Try(out var known, out var problem))
        {
            return problem.Under("reference.id");
        }

        return known != id ? new Problem("reference.id", $"is {known}; it must be {id}")
            : manager is not { Length: > 0 and <= MaxName } || !PlainText.IsSafe(manager) ? new Problem("reference.manager", $"is no name of 1 to {MaxName} plain characters")
            : ovn is not { Length: >= Ovn.MinLength and <= Ovn.MaxLength } || ovn.Any(static c => c is <= ' ' or > '~')
                ? new Problem("reference.ovn", $"is no OVN of {Ovn.MinLength} to {Ovn.MaxLength} characters; the owner's own must be given")
            : version < 0 ? new Problem("reference.version", "is negative")
            : new PartyName(manager);
    }

    private static Checked<IntentState> ReadState(string? text) => text switch
    {
        "Accepted" => IntentState.Accepted,
        "Activated" => IntentState.Activated,
        "Nonconforming" => IntentState.Nonconforming,
        "Contingent" => IntentState.Contingent,
        _ => new Problem("reference.state", $"{F3548.VolumeReader.Quote(text)} is not one of Accepted, Activated, Nonconforming, Contingent"),
    };

    // A flight off its plan may be anywhere that its owner says of it, so both lists count.
    private static Checked<ImmutableArray<Volume4D>> ReadVolumes(OperationalIntentDetails details)
    {
        var volumes = ImmutableArray<Volume4D>.Empty;
        if (details.Volumes is { Count: > 0 } || details.OffNominalVolumes is null or { Count: 0 })
        {
            if (!PostVolumes.Read(details.Volumes, footprint: false).Try(out volumes, out var problem))
            {
                return problem.Under("details");
            }
        }

        if (details.OffNominalVolumes is { Count: > 0 } off)
        {
            if (!PostVolumes.Read(off, footprint: false).Try(out var more, out var problem))
            {
                return new Problem($"details.off_nominal_{problem.Path}", problem.Sentence);
            }

            volumes = volumes.AddRange(more);
        }

        return Small(volumes).Try(out volumes, out var large) ? volumes : large.Under("details");
    }

    private static Checked<ImmutableArray<Volume4D>> Small(ImmutableArray<Volume4D> volumes) =>
        PostVolumes.Write(volumes).Text.Length <= MostBytes ? volumes : new Problem("volumes", $"take more than {MostBytes} bytes; use fewer vertices or volumes");
}
