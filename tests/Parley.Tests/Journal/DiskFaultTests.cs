using Parley.Journal;

namespace Parley.Tests.Journal;

/// <summary>Every write and every sync failed twice, not persisted and persisted but reported failed, and everything reloaded.</summary>
public sealed class DiskFaultTests
{
    public static TheoryData<Fault, bool, int> Faults()
    {
        var data = new TheoryData<Fault, bool, int>();
        foreach (var fault in Enum.GetValues<Fault>())
        {
            // Of a batch: its write or its sync. Of a roll to the next segment: its zeros, header, folder or the batch.
            for (var nth = 1; nth <= 5; nth++)
            {
                data.Add(fault, true, nth);
                data.Add(fault, false, nth);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task After_a_failed_write_or_sync_nothing_answered_is_lost_and_nothing_is_taken_until_a_restart(Fault fault, bool write, int nth)
    {
        foreach (var powerCut in new[] { false, true })
        {
            var disk = new FaultyDisk();
            var answered = new List<string>();
            var submitted = new List<string>();
            LogFailure? failure = null;
            await using (var log = Harness.Start(disk))
            {
                await log.Write("before");
                answered.Add("before");
                submitted.Add("before");
                var calls = 0;
                if (write) disk.OnWrite = (_, _, _) => ++calls == nth ? fault : null;
                else disk.OnSync = _ => ++calls == nth ? fault : null;
                for (var i = 0; failure is null; i++)
                {
                    // Large enough that a few roll over to the next segment.
                    var text = i + new string('x', 1900);
                    submitted.Add(text);
                    (_, failure) = await log.Submit(text);
                    if (failure is null) answered.Add(text);
                }

                Assert.True(failure.IsFinal);
                Assert.False(log.Log.Health.TakesEntries);
                Assert.False(log.Log.TrySubmit("x"u8.ToArray(), new object(), out var refusal));
                Assert.Equal((SubmitRefusalReason.Failed, failure.Sentence), (refusal.Reason, refusal.Sentence));
                Assert.Equal(answered, log.Texts);
                Assert.Equal(answered.Count, await log.Log.BarrierAsync());
            }

            disk.OnWrite = null;
            disk.OnSync = null;
            if (powerCut) disk.PowerCut(() => false);
            await RestartsCleanlyTwice(disk, answered, submitted);
        }
    }

    [Fact]
    public async Task A_batch_seen_only_in_the_cache_after_a_failed_sync_is_written_again_before_anything_follows_it()
    {
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk))
        {
            await log.Write("answered");
            disk.OnSync = _ => Fault.NotPersisted;
            Assert.NotNull((await log.Submit("in the cache only")).Failure);
        }

        disk.OnSync = null;
        await using (var log = Harness.Start(disk))
        {
            Assert.Equal(["answered", "in the cache only"], log.Texts);
            await log.Write("after");
        }

        disk.PowerCut(() => false);
        await using var last = Harness.Start(disk);
        Assert.Equal(["answered", "in the cache only", "after"], last.Texts);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_batch_and_the_next_is_written_once_there_is_room()
    {
        var disk = new FaultyDisk { Free = 16 << 10 };
        await using (var log = Harness.Start(disk))
        {
            LogFailure? failure = null;
            var answered = 0;
            while (failure is null)
            {
                (_, failure) = await log.Submit(new string('x', 1900));
                if (failure is null) answered++;
            }

            Assert.Equal(8, answered);
            Assert.Equal(LogFailureKind.DiskFull, failure.Kind);
            Assert.Equal(failure, log.Log.Health.Failure);
            Assert.True(log.Log.Health.TakesEntries);
            Assert.Equal(LogFailureKind.DiskFull, (await log.Submit(new string('y', 1900))).Failure!.Kind);

            // What still fits the segment is taken all the same.
            Assert.Equal(9, await log.Write("small"));
            disk.Free = 1 << 20;
            Assert.Equal(10, await log.Write(new string('z', 1900)));
            Assert.Equal(LogHealth.Fine, log.Log.Health);
            Assert.Equal(LogHealth.Fine, log.Healths[^1]);
        }

        await using var again = Harness.Start(disk);
        Assert.Equal(10, again.Delivered.Count);
        Assert.DoesNotContain(again.Texts, text => text[0] == 'y');
    }

    [Fact]
    public async Task All_that_waits_behind_a_failed_batch_is_failed_with_it()
    {
        using var gate = new ManualResetEventSlim();
        using var reached = new SemaphoreSlim(0);
        var disk = new FaultyDisk();
        await using var log = Harness.Start(disk);
        await log.Write("first");
        disk.BeforeSync = () =>
        {
            reached.Release();
            gate.Wait();
        };
        disk.OnSync = _ => Fault.PersistedButReportedFailed;
        var lost = log.Submit("lost");
        await reached.WaitAsync();
        var behind = Enumerable.Range(0, 20).Select(i => log.Submit($"{i}")).ToArray();
        gate.Set();
        Assert.Equal(LogFailureKind.SyncFailed, (await lost).Failure!.Kind);
        Assert.All(await Task.WhenAll(behind), answer => Assert.Equal(LogFailureKind.SyncFailed, answer.Failure!.Kind));
        Assert.Equal(21, log.Failed.Count);
    }

    [Fact]
    public async Task A_start_on_a_disk_that_refuses_says_so_and_leaves_the_folder_free()
    {
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk)) await log.Write("x");
        disk.OnSync = _ => Fault.NotPersisted;
        Assert.Throws<JournalException>(() => Harness.Start(disk));
        disk.OnSync = null;
        await using var again = Harness.Start(disk);
        Assert.Equal(["x"], again.Texts);
    }

    private static async Task RestartsCleanlyTwice(FaultyDisk disk, List<string> answered, List<string> submitted)
    {
        List<string> seen;
        await using (var log = Harness.Start(disk))
        {
            seen = [.. log.Texts];
            Assert.Equal(answered, seen.Take(answered.Count));
            Assert.Equal(submitted.Take(seen.Count), seen);
            Assert.Equal(seen.Count + 1, await log.Write("after"));
        }

        await using var again = Harness.Start(disk);
        Assert.Equal([.. seen, "after"], again.Texts);
        Assert.Null(again.Log.Recovery!.Cut);
    }
}
