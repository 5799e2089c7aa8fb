using System.Collections.Immutable;
using System.Formats.Cbor;
using CsCheck;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Tests.Exchange;

public sealed class CommandCodecTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const(""), Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.Const("zürich-✈-\u0000-\U0001F681"), Gen.Const(new string('x', 5_000)));

    private static readonly Gen<Instant> Time = Gen.OneOf(
        Gen.Const(Instant.Min), Gen.Const(Instant.Max), Gen.Long[0, DateTime.MaxValue.Ticks].Select(t => new Instant(t)));

    private static readonly Gen<EntityId> Id = Gen.OneOf(
        Gen.Guid.Select(g => new EntityId(g)), Gen.Const(new EntityId(Guid.Empty)), Gen.Const(new EntityId(Guid.AllBitsSet)));

    private static readonly Gen<double> Metres = Gen.OneOf(
        Gen.Double, Gen.OneOfConst(double.NegativeInfinity, double.PositiveInfinity, -0.0, 0, double.Epsilon, double.MaxValue, 1d / 3, -8_000, 100_000, 0.5));

    private static readonly Gen<CellCovering> Cells = Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Int[0, CellId.MaxLevel])
        .Select(p => CellId.FromLatLng(new(p.Item1, p.Item2), p.Item3).Value).Array[0, 300].Select(ids => CellCovering.FromIds(ids).Value);

    private static readonly Gen<Extent> Place = Gen.Select(Cells, Metres, Metres, Time, Time, (cells, low, high, start, end) =>
        new Extent(cells, new AltitudeBand(new(low), new(high)), new TimeInterval(start, end)));

    private static readonly Gen<PartyName> Party = Text.Select(t => new PartyName(t));

    private static readonly Gen<Ovn> AnOvn = Text.Select(t => new Ovn(t));

    private static readonly Gen<ImplicitSubscription?> Wanted = Gen.OneOf(
        Gen.Const(() => (ImplicitSubscription?)null), Gen.Select(Id, Text, Text, Gen.Bool, (id, version, url, both) => (ImplicitSubscription?)new ImplicitSubscription(id, version, url, both)));

    private static readonly Gen<Command> AnyCommand = Gen.OneOf(
        Gen.Select(
            Gen.Select(Time, Party, Id, Gen.Nullable(AnOvn), Gen.Enum<IntentState>(), Place),
            Gen.Select(Text, Gen.Nullable(Id), Wanted, AnOvn, Gen.Bool, Text.Array[0, 200]),
            (a, b) => (Command)new PutIntent(
                a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, b.Item1, b.Item2, b.Item3, b.Item4, b.Item5, ImmutableArray.Create(b.Item6))),
        Gen.Select(Time, Party, Id, AnOvn, (now, by, id, ovn) => (Command)new DeleteIntent(now, by, id, ovn)),
        Gen.Select(Time, Party, Id, Gen.Nullable(AnOvn), Place, Text, AnOvn, (now, by, id, expected, place, url, ovn) =>
            (Command)new PutConstraint(now, by, id, expected, place, url, ovn)),
        Gen.Select(Time, Party, Id, AnOvn, (now, by, id, ovn) => (Command)new DeleteConstraint(now, by, id, ovn)),
        Gen.Select(
            Gen.Select(Time, Party, Id, Gen.OneOf(Gen.Const(() => (string?)null), Text.Select(t => (string?)t)), Place),
            Gen.Select(Gen.Nullable(Time), Gen.Nullable(Time), Text, Gen.Bool, Gen.Bool, Text),
            (a, b) => (Command)new PutSubscription(
                a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2, b.Item3, b.Item4, b.Item5, b.Item6)),
        Gen.Select(Time, Party, Id, Text, (now, by, id, version) => (Command)new DeleteSubscription(now, by, id, version)),
        Gen.Select(Time, Party, Party, Text, Gen.Enum<Availability>(), Text, (now, by, party, expected, availability, version) =>
            (Command)new SetAvailability(now, by, party, expected, availability, version)),
        Gen.Select(Time, Party, Id, Gen.Byte.Array[0, 500], (now, by, id, report) => (Command)new FileReport(now, by, id, report)),
        Gen.Select(Time, Party, Time, Gen.Int, (now, by, before, limit) => (Command)new Sweep(now, by, before, limit)));

    [Fact]
    public void A_command_survives_being_written_and_read() => AnyCommand.Sample(
        command =>
        {
            var bytes = CommandCodec.Encode(command);
            var back = CommandCodec.Decode(bytes);
            Assert.Equal(Describe.It(command), Describe.It(back));
            Assert.Equal(bytes, CommandCodec.Encode(back));
        },
        iter: 1_000, print: Describe.It);

    [Fact]
    public void A_field_added_at_the_end_by_a_later_version_is_skipped() => AnyCommand.Sample(
        command =>
        {
            var reader = new CborReader(CommandCodec.Encode(command));
            var writer = new CborWriter();
            var fields = reader.ReadStartArray()!.Value;
            writer.WriteStartArray(fields + 1);
            for (var n = 0; n < fields; n++)
            {
                writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
            }

            writer.WriteTextString("of a later version");
            writer.WriteEndArray();
            Assert.Equal(Describe.It(command), Describe.It(CommandCodec.Decode(writer.Encode())));
        },
        iter: 200, print: Describe.It);

    // Journals outlive releases. When one of these breaks, old journals can't be read: add a kind or a field at the end instead.
    [Theory]
    [InlineData("84021a3b9aca006161", "DeleteIntent")]
    [InlineData("84041a3b9aca006161", "DeleteConstraint")]
    [InlineData("84061a3b9aca006161", "DeleteSubscription")]
    public void An_entry_begins_with_kind_time_and_party_as_it_always_has(string head, string kind)
    {
        var (now, by, id) = (new Instant(1_000_000_000), new PartyName("a"), World.Id(7));
        Command command = kind switch
        {
            "DeleteIntent" => new DeleteIntent(now, by, id, new Ovn("o")),
            "DeleteConstraint" => new DeleteConstraint(now, by, id, new Ovn("o")),
            _ => new DeleteSubscription(now, by, id, "o"),
        };

        // The array is one longer than the head's first byte says: kind, now, by, id, version.
        var expected = $"85{head[2..]}50{id.Value:N}616f";
        Assert.Equal(expected, Convert.ToHexStringLower(CommandCodec.Encode(command)));
    }

    [Fact]
    public void An_entry_of_an_unknown_kind_says_which_version_to_run()
    {
        var writer = new CborWriter();
        writer.WriteStartArray(3);
        writer.WriteInt32(99);
        writer.WriteInt64(0);
        writer.WriteTextString("a");
        writer.WriteEndArray();
        var e = Assert.Throws<CborContentException>(() => CommandCodec.Decode(writer.Encode()));
        Assert.Contains("newer Parley", e.Message, StringComparison.Ordinal);
    }
}
