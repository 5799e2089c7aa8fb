using Parley.Client.F3548;
using Parley.Core.Exchange;
using Parley.Post.Uss;

namespace Parley.Tests.Post;

public sealed class CivilReaderTests
{
    private static readonly EntityId Id = EntityId.Parse("6b1f3ad2-8f0e-4f65-9d7b-2f1f5a1e0c11").Value;

    private static readonly WireVolume4D Volume = new()
    {
        Volume = new Volume3D
        {
            OutlineCircle = new Circle { Center = new LatLngPoint { Lat = 12.5, Lng = -38 }, Radius = new Radius { Value = 500, Units = "M" } },
            AltitudeLower = new WireAltitude { Value = 100, Reference = "W84", Units = "M" },
            AltitudeUpper = new WireAltitude { Value = 200, Reference = "W84", Units = "M" },
        },
        TimeStart = new WireTime { Value = "2026-11-24T10:00:00Z", Format = "RFC3339" },
        TimeEnd = new WireTime { Value = "2026-11-24T11:00:00Z", Format = "RFC3339" },
    };

    private static readonly OperationalIntentReference Reference = new()
    {
        Id = Id.ToString(),
        Manager = "skyfreight",
        Version = 3,
        State = "Activated",
        Ovn = "0123456789abcdef",
    };

    private static OperationalIntent Intent(OperationalIntentReference? reference = null, OperationalIntentDetails? details = null) =>
        new() { Reference = reference ?? Reference, Details = details ?? new OperationalIntentDetails { Volumes = [Volume] } };

    [Fact]
    public void An_intent_is_read_with_all_that_a_post_needs_of_it()
    {
        var read = CivilReader.Read(Intent(), Id).Value;
        Assert.Equal((Id, false, "skyfreight", 3, IntentState.Activated, "0123456789abcdef"), (read.Id, read.Constraint, read.Manager.Value, read.Version, read.State, read.Ovn));
        Assert.Single(read.Volumes);
    }

    [Fact]
    public void Off_nominal_volumes_count_beside_the_planned_ones_and_instead_of_them()
    {
        Assert.Equal(2, CivilReader.Read(Intent(details: new OperationalIntentDetails { Volumes = [Volume], OffNominalVolumes = [Volume] }), Id).Value.Volumes.Length);
        Assert.Single(CivilReader.Read(Intent(details: new OperationalIntentDetails { OffNominalVolumes = [Volume] }), Id).Value.Volumes);
    }

    [Fact]
    public void A_constraint_may_leave_out_its_altitudes_and_an_intent_may_not()
    {
        var open = Volume with { Volume = Volume.Volume! with { AltitudeLower = null, AltitudeUpper = null } };
        var reference = new ConstraintReference { Id = Id.ToString(), Manager = "warden", Version = 1, Ovn = "0123456789abcdef" };
        Assert.True(CivilReader.Read(new WireConstraint { Reference = reference, Details = new ConstraintDetails { Volumes = [open] } }, Id).Value.Constraint);
        Assert.Equal("details.volumes[0].volume.altitude_lower", CivilReader.Read(Intent(details: new OperationalIntentDetails { Volumes = [open] }), Id).Problem!.Path);
    }

    [Fact]
    public void Each_fault_is_named_by_its_place()
    {
        Assert.Equal("reference", CivilReader.Read((OperationalIntent?)null, Id).Problem!.Path);
        Assert.Equal("details", CivilReader.Read(new OperationalIntent { Reference = Reference }, Id).Problem!.Path);
        Assert.Equal("reference.id", CivilReader.Read(Intent(Reference with { Id = Guid.NewGuid().ToString() }), Id).Problem!.Path);
        Assert.Equal("reference.manager", CivilReader.Read(Intent(Reference with { Manager = "sky\u202Efreight" }), Id).Problem!.Path);
        Assert.Equal("reference.manager", CivilReader.Read(Intent(Reference with { Manager = new string('x', 257) }), Id).Problem!.Path);
        Assert.Equal("reference.ovn", CivilReader.Read(Intent(Reference with { Ovn = "Available from USS" }), Id).Problem!.Path);
        Assert.Equal("reference.ovn", CivilReader.Read(Intent(Reference with { Ovn = null }), Id).Problem!.Path);
        Assert.Equal("reference.version", CivilReader.Read(Intent(Reference with { Version = -1 }), Id).Problem!.Path);
        Assert.Equal("reference.state", CivilReader.Read(Intent(Reference with { State = "Ended" }), Id).Problem!.Path);
        Assert.Equal("details.volumes", CivilReader.Read(Intent(details: new OperationalIntentDetails()), Id).Problem!.Path);
        Assert.Equal("details.off_nominal_volumes[0].volume", CivilReader.Read(Intent(details: new OperationalIntentDetails { OffNominalVolumes = [null] }), Id).Problem!.Path);
    }

    [Fact]
    public void What_is_too_large_for_one_entry_of_the_journal_is_refused()
    {
        var many = Enumerable.Repeat(Volume, 1000).ToArray();
        Assert.True(CivilReader.Read(Intent(details: new OperationalIntentDetails { Volumes = many }), Id).Ok);
        Assert.Equal("details.volumes", CivilReader.Read(Intent(details: new OperationalIntentDetails { Volumes = many, OffNominalVolumes = many }), Id).Problem!.Path);
    }
}
