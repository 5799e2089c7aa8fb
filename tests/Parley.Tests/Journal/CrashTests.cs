using System.Text;
using CsCheck;
using Parley.Journal;

namespace Parley.Tests.Journal;

/// <summary>
/// The power is cut at every point: before each write and each sync, and in the middle of each, keeping any subset of the sectors
/// that were not synced.
/// </summary>
public sealed class CrashTests
{
    private sealed record Run(int[][] Batches, int CutAtCall, int KeepSeed, int KeepPercent);

    private static readonly Gen<Run> Runs =
        from batches in Gen.Int[0, 1900].Array[1, 6].Array[1, 20]
        from cut in Gen.Int[0, 60]
        from seed in Gen.Int
        from percent in Gen.OneOfConst(0, 10, 50, 90, 100)
        select new Run(batches, cut, seed, percent);

    [Fact]
    public Task What_was_answered_survives_any_power_cut_and_what_else_is_there_is_a_prefix_of_what_was_submitted() =>
        Runs.SampleAsync(async run =>
        {
            var disk = new FaultyDisk();
            var random = new Random(run.KeepSeed);
            var submitted = new List<string>();
            var answered = 0;

            // Cut twice, the second time during or after the recovery of the first.
            for (var round = 0; round < 2; round++)
            {
                var calls = 0;
                void Count(string path)
                {
                    if (++calls == run.CutAtCall) disk.PowerCut(() => random.Next(100) < run.KeepPercent);
                }

                disk.OnWrite = (path, _, _) =>
                {
                    Count(path);
                    return null;
                };
                disk.OnSync = path =>
                {
                    Count(path);
                    return null;
                };
                answered = await Use(disk, run, submitted, answered);
                disk.PowerCut(() => random.Next(100) < run.KeepPercent);
            }

            await using var last = Harness.Start(disk);
            CheckReplay(last, submitted, answered);
        }, iter: 300, threads: 1);

    /// <summary>Starts, checks the replay, submits the batches until the power goes; returns how many are certain to be there now.</summary>
    private static async Task<int> Use(FaultyDisk disk, Run run, List<string> submitted, int answered)
    {
        Harness log;
        try
        {
            log = Harness.Start(disk);
        }
        catch (JournalException cut) when (cut is not JournalDamagedException)
        {
            return answered;
        }

        await using (log)
        {
            CheckReplay(log, submitted, answered);
            answered = log.Delivered.Count;
            submitted.RemoveRange(answered, submitted.Count - answered);
            foreach (var batch in run.Batches)
            {
                var texts = batch.Select((size, i) => $"{submitted.Count + i}:" + new string('x', size)).ToArray();
                submitted.AddRange(texts);
                foreach (var ticket in texts.Select(TrySubmit).ToArray())
                {
                    if (!await ticket) return answered;
                    answered++;
                }
            }

            return answered;
        }

        async Task<bool> TrySubmit(string text)
        {
            var ticket = new TaskCompletionSource<(long, LogFailure? Failure)>(TaskCreationOptions.RunContinuationsAsynchronously);
            return log.Log.TrySubmit(Encoding.UTF8.GetBytes(text), ticket, out _) && (await ticket.Task).Failure is null;
        }
    }

    private static void CheckReplay(Harness log, List<string> submitted, int answered)
    {
        var texts = log.Texts.ToList();
        Assert.True(texts.Count >= answered, $"{answered} entries were answered, {texts.Count} are there");
        Assert.Equal(submitted.Take(texts.Count), texts);
        Assert.Equal(Enumerable.Range(1, texts.Count).Select(i => (long)i), log.Delivered.Select(entry => entry.Position));
    }
}
