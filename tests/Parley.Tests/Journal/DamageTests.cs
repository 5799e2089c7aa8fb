using Parley.Journal;
using Parley.Journal.Format;

namespace Parley.Tests.Journal;

public sealed class DamageTests
{
    private static readonly string First = LocalLogTests.SegmentPath(1);

    [Fact]
    public async Task A_torn_tail_is_cut_and_the_rest_is_kept()
    {
        var disk = await Filled(5);
        var end = EndOf(disk[First], 5);
        Frame.Write(disk[First].AsSpan((int)end), new byte[100], 6, 0, 0, 0);
        disk[First].AsSpan((int)end + 60, 20).Fill(0xEE);

        await using (var log = Harness.Start(disk))
        {
            Assert.Equal(5, log.Delivered.Count);
            var cut = log.Log.Recovery!.Cut!;
            Assert.Equal((First, end, 6), (cut.File, cut.Offset, cut.Position));
            Assert.InRange(cut.Bytes, 60, 136);
            Assert.Equal(-1, disk[First].AsSpan((int)end).IndexOfAnyExcept((byte)0));
            await log.Write("in its place");
        }

        await using var again = Harness.Start(disk);
        Assert.Equal(6, again.Delivered.Count);
        Assert.Null(again.Log.Recovery!.Cut);
    }

    [Fact]
    public async Task Whole_entries_behind_a_torn_one_of_the_same_write_are_cut_and_never_come_back()
    {
        using var gate = new ManualResetEventSlim();
        using var reached = new SemaphoreSlim(0);
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk))
        {
            await log.Write("one");
            disk.BeforeSync = () =>
            {
                reached.Release();
                gate.Wait();
            };
            var two = log.Submit("two");
            await reached.WaitAsync();
            var batch = new[] { "three", "four", "five", "six" }.Select(log.Submit).ToArray();
            gate.Set();
            await Task.WhenAll(batch);
            await two;
        }

        // As if the sector with "four" in it had not been written.
        disk.Damage(First, disk[First].AsSpan().IndexOf("four"u8), 0xFF);
        await using (var log = Harness.Start(disk))
        {
            Assert.Equal(["one", "two", "three"], log.Texts);
            Assert.Equal(4, log.Log.Recovery!.Cut!.Position);
            await log.Write("FOUR");
        }

        await using var again = Harness.Start(disk);
        Assert.Equal(["one", "two", "three", "FOUR"], again.Texts);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_before_the_last_write_stops_the_start_with_file_and_offset()
    {
        var disk = await Filled(12);
        var end = EndOf(disk[First], 11);
        for (long at = 0; at < end; at++)
        {
            disk.Damage(First, at, (byte)(1 << (int)(at % 8)));
            var damaged = Assert.Throws<JournalDamagedException>(() => Harness.Start(disk));
            Assert.Equal(First, damaged.Damage.File);
            Assert.InRange(damaged.Damage.Offset, 0, at);
            Assert.Contains($"{First} at offset {damaged.Damage.Offset}", damaged.Message, StringComparison.Ordinal);
            disk.Damage(First, at, (byte)(1 << (int)(at % 8)));
        }

        await using var log = Harness.Start(disk);
        Assert.Equal(12, log.Delivered.Count);
    }

    [Fact]
    public async Task A_flipped_bit_in_an_earlier_segment_stops_the_start()
    {
        var disk = await Filled(30, 1000);
        var inTheLastFrame = EndOf(disk[First], 15) - 5;
        disk.Damage(First, inTheLastFrame, 1);
        var damage = Assert.Throws<JournalDamagedException>(() => Harness.Start(disk)).Damage;
        Assert.Equal((First, EndOf(disk[First], 14)), (damage.File, damage.Offset));
        Assert.Contains("the checksum of entry 15 is wrong", damage.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_segment_stops_the_start()
    {
        var disk = await Filled(60, 1000);
        disk.Delete(LocalLogTests.SegmentPath(16));
        var damage = Assert.Throws<JournalDamagedException>(() => Harness.Start(disk)).Damage;
        Assert.Contains("entries are missing", damage.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_of_another_journal_stops_the_start()
    {
        var disk = await Filled(60, 1000);
        var other = await Filled(60, 1000, different: true);
        other[LocalLogTests.SegmentPath(16)].CopyTo(disk[LocalLogTests.SegmentPath(16)], 0);
        var damage = Assert.Throws<JournalDamagedException>(() => Harness.Start(disk)).Damage;
        Assert.Equal(LocalLogTests.SegmentPath(16), damage.File);
        Assert.Contains("does not follow", damage.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_made_to_look_like_a_later_entry_does_not_turn_a_torn_tail_into_damage()
    {
        var disk = await Filled(3);
        var forged = new byte[200];
        Frame.Write(forged.AsSpan(8), new byte[50], 9, 0, 0, salt: 0);
        await using (var log = Harness.Start(disk))
        {
            var ticket = new TaskCompletionSource<(long, LogFailure?)>();
            Assert.True(log.Log.TrySubmit(forged, ticket, out _));
            await ticket.Task;
        }

        disk.Damage(First, EndOf(disk[First], 3) + 4, 1);
        await using var again = Harness.Start(disk);
        Assert.Equal(3, again.Delivered.Count);
        Assert.Equal(4, again.Log.Recovery!.Cut!.Position);
    }

    private static async Task<FaultyDisk> Filled(int count, int size = 20, bool different = false)
    {
        var disk = new FaultyDisk();
        await using var log = Harness.Start(disk);
        for (var i = 1; i <= count; i++)
        {
            await log.Write(new string(different ? 'D' : 'x', size) + i);
        }

        return disk;
    }

    /// <summary>Where in a segment that begins with entry 1 the given entry ends.</summary>
    private static long EndOf(byte[] segment, long position)
    {
        Assert.True(SegmentHeader.TryRead(segment, out var header, out _));
        var at = SegmentHeader.Size;
        for (long i = 1; i <= position; i++)
        {
            Assert.True(Frame.TryRead(segment.AsSpan(at), header.Salt, out var frame, out _));
            Assert.Equal(i, frame.Position);
            at += frame.Size;
        }

        return at;
    }
}
