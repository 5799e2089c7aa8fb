using System.Globalization;
using Parley.Journal;
using Parley.Journal.Disk;

namespace Parley.Tests.Journal;

public sealed class LocalLogTests
{
    [Fact]
    public async Task Entries_are_replayed_after_a_restart_in_order_and_without_tickets()
    {
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk))
        {
            for (var i = 1; i <= 100; i++)
            {
                Assert.Equal(i, await log.Write($"entry {i}"));
            }
        }

        await using var again = Harness.Start(disk);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => ((long)i, $"entry {i}")), again.Delivered);
        Assert.Equal(new RecoveryReport(1, 100, 100, null), again.Log.Recovery);
        Assert.Equal(101, await again.Write("and on"));
    }

    [Fact]
    public async Task A_replay_begins_after_the_position_asked_for()
    {
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk))
        {
            for (var i = 1; i <= 100; i++)
            {
                await log.Write(new string('x', 1000) + i);
            }
        }

        for (long after = 0; after <= 100; after += 10)
        {
            await using var again = Harness.Start(disk, after: after);
            Assert.Equal(100 - after, again.Delivered.Count);
            Assert.Equal(100, again.Log.End);
        }

        var missing = Assert.Throws<JournalDamagedException>(() => Harness.Start(disk, after: 101));
        Assert.Contains("ends with entry 100", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_wait_together_share_one_sync()
    {
        using var gate = new ManualResetEventSlim();
        using var reached = new SemaphoreSlim(0);
        var disk = new FaultyDisk();
        await using var log = Harness.Start(disk);
        await log.Write("makes the segment");
        disk.BeforeSync = () =>
        {
            reached.Release();
            gate.Wait();
        };
        var first = log.Submit("alone");
        await reached.WaitAsync();
        var before = disk.Syncs;
        var others = Enumerable.Range(0, 50).Select(i => log.Submit($"together {i}")).ToArray();
        gate.Set();
        await Task.WhenAll(others);
        await first;
        Assert.Equal(before + 2, disk.Syncs);
        Assert.Equal([1, 1, 50], log.BatchSizes);
    }

    [Fact]
    public async Task Concurrent_submitters_are_each_answered_once_and_positions_have_no_gap()
    {
        var disk = new FaultyDisk();
        await using var log = Harness.Start(disk, Harness.Options(segmentBytes: 64 << 10) with { PrepareAhead = true });
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(submitter => Task.Run(async () =>
        {
            var positions = new List<long>();
            for (var i = 0; i < 200; i++)
            {
                positions.Add(await log.Write($"{submitter}:{i}"));
            }

            return positions;
        })));
        Assert.Equal(Enumerable.Range(1, 3200).Select(i => (long)i), answers.SelectMany(a => a).Order());
        Assert.All(answers, positions => Assert.Equal(positions.Order(), positions));
        Assert.Equal(3200, log.Log.End);
        Assert.Equal(3200, await log.Log.BarrierAsync());
        await log.DisposeAsync();

        await using var again = Harness.Start(disk);
        Assert.Equal(log.Delivered, again.Delivered);
    }

    [Fact]
    public async Task A_second_opener_is_refused_with_a_sentence_that_names_the_folder()
    {
        var folder = Directory.CreateTempSubdirectory("parley-journal-").FullName;
        try
        {
            await using (var log = Harness.Start(FileDisk.Instance, Harness.Options(folder)))
            {
                await log.Write("mine");
                var refused = Assert.Throws<JournalException>(() => LocalLog.Open(Harness.Options(folder)));
                Assert.Equal($"Another process is using {folder}; stop it or choose another folder.", refused.Message);
            }

            await using var again = Harness.Start(FileDisk.Instance, Harness.Options(folder));
            Assert.Equal(["mine"], again.Texts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_as_busy_and_taken_again_later()
    {
        using var gate = new ManualResetEventSlim();
        var disk = new FaultyDisk();
        await using var log = Harness.Start(disk, Harness.Options() with { MaxWaitingEntries = 10 });
        disk.BeforeSync = () => gate.Wait();
        var taken = Enumerable.Range(0, 10).Select(i => log.Submit($"{i}")).ToArray();
        Assert.False(log.Log.TrySubmit("x"u8.ToArray(), new object(), out var refusal));
        Assert.Equal(SubmitRefusalReason.Busy, refusal.Reason);
        gate.Set();
        await Task.WhenAll(taken);
        while (!log.Log.TrySubmit("x"u8.ToArray(), new TaskCompletionSource<(long, LogFailure?)>(), out _)) await Task.Yield();
    }

    [Fact]
    public async Task An_entry_over_the_limit_is_refused()
    {
        await using var log = Harness.Start(new FaultyDisk());
        Assert.False(log.Log.TrySubmit(new byte[2001], new object(), out var refusal));
        Assert.Equal(SubmitRefusalReason.TooLarge, refusal.Reason);
        Assert.True(log.Log.TrySubmit(new byte[2000], new TaskCompletionSource<(long, LogFailure?)>(), out _));
    }

    [Fact]
    public async Task A_closed_log_refuses_and_has_written_what_waited()
    {
        var disk = new FaultyDisk();
        var log = Harness.Start(disk);
        var waiting = Enumerable.Range(0, 100).Select(i => log.Submit($"{i}")).ToArray();
        await log.DisposeAsync();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Null(answer.Failure));
        Assert.False(log.Log.TrySubmit("x"u8.ToArray(), new object(), out var refusal));
        Assert.Equal(SubmitRefusalReason.Closed, refusal.Reason);
    }

    [Fact]
    public async Task Waiting_entries_are_arranged_by_the_hook_before_they_are_written()
    {
        using var gate = new ManualResetEventSlim();
        using var reached = new SemaphoreSlim(0);
        var disk = new FaultyDisk();
        await using var log = Harness.Start(disk, Harness.Options() with
        {
            Arrange = waiting => waiting.Sort((a, b) => a.Payload.Span.SequenceCompareTo(b.Payload.Span)),
        });
        await log.Write("first");
        disk.BeforeSync = () =>
        {
            reached.Release();
            gate.Wait();
        };
        var blocked = log.Submit("second");
        await reached.WaitAsync();
        var rest = new[] { "d", "b", "a", "c" }.Select(log.Submit).ToArray();
        gate.Set();
        await Task.WhenAll(rest);
        await blocked;
        Assert.Equal(["first", "second", "a", "b", "c", "d"], log.Texts);
    }

    [Fact]
    public async Task A_hook_that_drops_an_entry_fails_the_log_and_every_waiting_ticket()
    {
        await using var log = Harness.Start(new FaultyDisk(), Harness.Options() with { Arrange = waiting => waiting.Clear() });
        var (_, failure) = await log.Submit("dropped");
        Assert.True(failure!.IsFinal);
        Assert.False(log.Log.Health.TakesEntries);
    }

    [Fact]
    public async Task A_receiver_that_throws_fails_the_log_for_good()
    {
        var disk = new FaultyDisk();
        await using var log = LocalLog.Open(Harness.Options(), disk);
        var failed = new TaskCompletionSource<LogFailure>();
        log.Start(0, _ => throw new InvalidOperationException("bug"), (_, reason) => failed.SetResult(reason));
        Assert.True(log.TrySubmit("x"u8.ToArray(), new object(), out _));
        Assert.Equal(LogFailureKind.DeliveryFailed, (await failed.Task).Kind);
        Assert.False(log.TrySubmit("y"u8.ToArray(), new object(), out var refusal));
        Assert.Equal(SubmitRefusalReason.Failed, refusal.Reason);
        Assert.Equal(1, log.End);
    }

    [Fact]
    public async Task Segments_before_the_snapshot_are_deleted_and_the_rest_still_replays()
    {
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk, Harness.Options() with { PrepareAhead = true }))
        {
            for (var i = 1; i <= 100; i++)
            {
                await log.Write(new string('x', 1000) + i);
            }

            Assert.Equal(3, log.Log.TruncateThrough(50));
            Assert.Equal(0, log.Log.TruncateThrough(50));
        }

        await using var again = Harness.Start(disk, after: 50);
        Assert.Equal(Enumerable.Range(51, 50).Select(i => (long)i), again.Delivered.Select(entry => entry.Position));
        Assert.InRange(again.Log.Recovery!.First, 2, 51);
        await again.DisposeAsync();

        var missing = Assert.Throws<JournalDamagedException>(() => Harness.Start(disk));
        Assert.Contains("entry 1 is needed next", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncation_never_deletes_the_last_segment()
    {
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk))
        {
            await log.Write("only");
            Assert.Equal(0, log.Log.TruncateThrough(long.MaxValue));
        }

        await using var again = Harness.Start(disk);
        Assert.Equal(["only"], again.Texts);
    }

    [Fact]
    public async Task An_entry_larger_than_the_read_buffer_is_replayed()
    {
        var disk = new FaultyDisk();
        var options = Harness.Options(segmentBytes: 8 << 20) with { MaxEntryBytes = 3 << 20, MaxBatchBytes = 4 << 20 };
        var large = new string('L', 3 << 20);
        await using (var log = Harness.Start(disk, options))
        {
            await log.Write("small");
            await log.Write(large);
            await log.Write("small again");
        }

        await using var again = Harness.Start(disk, options);
        Assert.Equal(["small", large, "small again"], again.Texts);
    }

    [Fact]
    public void Sizes_that_do_not_fit_each_other_are_refused_with_a_sentence()
    {
        var refused = Assert.Throws<JournalException>(() => LocalLog.Open(Harness.Options(segmentBytes: 100), new FaultyDisk()));
        Assert.Contains("SegmentBytes", refused.Message, StringComparison.Ordinal);
    }

    internal static string SegmentPath(long first) =>
        Path.Combine(Harness.Folder, "journal", first.ToString("D20", CultureInfo.InvariantCulture) + ".seg");
}
