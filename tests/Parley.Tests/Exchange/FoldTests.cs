using System.Formats.Cbor;
using CsCheck;
using Parley.Core.Exchange;

namespace Parley.Tests.Exchange;

/// <summary>The state is a fold: the same commands give the same answers and the same bytes, from the start or from any snapshot.</summary>
public sealed class FoldTests
{
    [Fact]
    public void Replaying_the_journal_gives_the_same_answers_and_the_same_bytes() => World.Walk.Sample(
        walk =>
        {
            var (live, replayed) = (new ExchangeState(), new ExchangeState());
            foreach (var command in World.Commands(live, walk))
            {
                var entry = CommandCodec.Encode(command);
                Assert.Equal(Describe.It(live.Apply(command)), Describe.It(replayed.Apply(CommandCodec.Decode(entry))));
            }

            Assert.Equal(Describe.State(live), Describe.State(replayed));
        },
        iter: 300);

    [Fact]
    public void A_restored_snapshot_writes_the_same_bytes_and_goes_on_as_the_live_state_does() => Gen.Select(World.Walk, Gen.Int[0, 70]).Sample(
        (walk, restart) =>
        {
            var live = new ExchangeState();
            ExchangeState? restored = null;
            var step = 0;
            foreach (var command in World.Commands(live, walk))
            {
                if (step++ == restart % walk.Length)
                {
                    var bytes = Describe.State(live);
                    restored = Snapshot.Read(new MemoryStream(bytes));
                    Assert.Equal(bytes, Describe.State(restored));
                }

                var outcome = Describe.It(live.Apply(command));
                if (restored is not null)
                {
                    Assert.Equal(outcome, Describe.It(restored.Apply(command)));
                }
            }

            Assert.Equal(Describe.State(live), Describe.State(restored!));
        },
        iter: 300);

    [Fact]
    public void A_command_is_refused_beforehand_exactly_when_applying_it_changes_nothing() => World.Walk.Sample(
        walk =>
        {
            var state = new ExchangeState();
            foreach (var command in World.Commands(state, walk))
            {
                var before = Describe.State(state);
                var refusal = state.Refusal(command);
                Assert.Equal(before, Describe.State(state));
                var outcome = state.Apply(command);
                if (outcome is Refused or MissingFromKey or LetterTaken { Again: true } or LettersConfirmed { Again: true } or PartyAdmitted { Again: true } or PartyExpelled { Again: true })
                {
                    Assert.Equal(Describe.It(outcome), Describe.It(refusal));
                    Assert.Equal(before, Describe.State(state));
                }
                else
                {
                    Assert.Null(refusal);
                }
            }
        },
        iter: 200);

    [Fact]
    public void A_snapshot_of_a_later_version_or_a_torn_one_is_not_read_as_a_state()
    {
        var bytes = Describe.State(new ExchangeState());
        Assert.Throws<EndOfStreamException>(() => Snapshot.Read(new MemoryStream(bytes[..^1])));
        Assert.Throws<EndOfStreamException>(() => Snapshot.Read(new MemoryStream()));

        // [length 4][array 3][kind 0][version 1]…
        bytes[6] = 2;
        var e = Assert.Throws<CborContentException>(() => Snapshot.Read(new MemoryStream(bytes)));
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
    }
}
