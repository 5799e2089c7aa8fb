using Parley.Journal;

namespace Parley.Tests.Journal;

public sealed class SnapshotTests
{
    private const int BodyBytes = 3_000_001;

    [Fact]
    public async Task A_snapshot_reads_back_as_it_was_written()
    {
        var disk = new FaultyDisk();
        await Write(SnapshotStore.Open(Harness.Folder, disk), 7);
        disk.PowerCut(() => false);
        using var newest = SnapshotStore.Open(Harness.Folder, disk).OpenNewest(out var damaged)!;
        Assert.Empty(damaged);
        Assert.Equal((7, BodyBytes), (newest.Position, newest.Body.Length));
        Assert.Equal(Body(7), await ReadAll(newest));
    }

    [Fact]
    public async Task The_newest_two_are_kept()
    {
        var store = SnapshotStore.Open(Harness.Folder, new FaultyDisk());
        Assert.Null(store.OpenNewest(out _));
        foreach (var position in new[] { 10, 200, 3000 })
        {
            await Write(store, position);
        }

        Assert.Equal([200, 3000], store.Positions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(32 + (BodyBytes / 2))]
    [InlineData(32 + BodyBytes)]
    [InlineData(32 + BodyBytes + 9)]
    [InlineData(32 + BodyBytes + 17)]
    [InlineData(32 + BodyBytes + 23)]
    public async Task A_damaged_snapshot_is_passed_over_and_the_older_one_used(int at)
    {
        var disk = new FaultyDisk();
        var store = SnapshotStore.Open(Harness.Folder, disk);
        await Write(store, 1);
        await Write(store, 2);
        var path = Path.Combine(Harness.Folder, "snapshots", "00000000000000000002.snap");
        disk.Damage(path, at, 0x10);
        using var older = store.OpenNewest(out var damaged)!;
        Assert.Equal(path, Assert.Single(damaged).File);
        Assert.Equal(Body(1), await ReadAll(older));
    }

    [Fact]
    public async Task A_power_cut_at_any_write_or_sync_leaves_the_older_snapshot_or_the_new_one_whole()
    {
        for (var call = 1; ; call++)
        {
            var disk = new FaultyDisk();
            var random = new Random(call);
            var store = SnapshotStore.Open(Harness.Folder, disk);
            await Write(store, 1);
            var calls = 0;
            void Count()
            {
                if (++calls == call) disk.PowerCut(() => random.Next(2) == 0);
            }

            disk.OnWrite = (_, _, _) =>
            {
                Count();
                return null;
            };
            disk.OnSync = _ =>
            {
                Count();
                return null;
            };
            var written = false;
            try
            {
                await Write(store, 2);
                written = calls < call;
            }
            catch (JournalException)
            {
                // The power went while it was written.
            }

            disk.PowerCut(() => random.Next(2) == 0);
            using var newest = SnapshotStore.Open(Harness.Folder, disk).OpenNewest(out var damaged)!;
            Assert.Empty(damaged);
            if (written) Assert.Equal(2, newest.Position);
            Assert.Equal(Body((int)newest.Position), await ReadAll(newest));
            Assert.DoesNotContain(disk.List(Path.Combine(Harness.Folder, "snapshots")), name => name.EndsWith(".unfinished", StringComparison.Ordinal));
            if (written) return;
        }
    }

    [Fact]
    public async Task A_failed_snapshot_leaves_the_earlier_ones_as_they_were()
    {
        var disk = new FaultyDisk();
        var store = SnapshotStore.Open(Harness.Folder, disk);
        await Write(store, 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(2, _ => throw new InvalidOperationException("the state cannot be written")));
        disk.OnWrite = (_, _, _) => Fault.NotPersisted;
        await Assert.ThrowsAsync<JournalException>(() => Write(store, 2));
        Assert.Equal([1], store.Positions);
        Assert.Single(disk.List(Path.Combine(Harness.Folder, "snapshots")));
    }

    [Fact]
    public async Task With_the_newest_snapshot_damaged_the_journal_still_reaches_the_older_one()
    {
        var disk = new FaultyDisk();
        var store = SnapshotStore.Open(Harness.Folder, disk);
        await using (var log = Harness.Start(disk))
        {
            for (var i = 1; i <= 100; i++)
            {
                await log.Write(new string('x', 1000) + i);
                if (i % 30 != 0) continue;
                await Write(store, i);
                log.Log.TruncateThrough(store.Positions[0]);
            }
        }

        disk.Damage(Path.Combine(Harness.Folder, "snapshots", "00000000000000000090.snap"), 100, 1);
        using var older = SnapshotStore.Open(Harness.Folder, disk).OpenNewest(out _)!;
        Assert.Equal(60, older.Position);
        await using var again = Harness.Start(disk, after: older.Position);
        Assert.Equal(40, again.Delivered.Count);
    }

    private static Task Write(SnapshotStore store, int position) => store.WriteAsync(position, async stream =>
    {
        foreach (var piece in Body(position).Chunk(777_777))
        {
            await stream.WriteAsync(piece);
        }
    });

    private static byte[] Body(int seed)
    {
        var bytes = new byte[BodyBytes];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAll(Snapshot snapshot)
    {
        using var memory = new MemoryStream();
        await snapshot.Body.CopyToAsync(memory);
        return memory.ToArray();
    }
}
