using Parley.Journal;
using Parley.Journal.Disk;

namespace Parley.Tests.Journal;

public sealed class JournalReaderTests
{
    [Fact]
    public async Task Entries_are_read_from_a_position_with_their_places()
    {
        var disk = new FaultyDisk();
        await using var log = Harness.Start(disk);
        for (var i = 1; i <= 60; i++)
        {
            await log.Write(new string('x', 1000) + i);
        }

        var seen = new List<StoredEntry>();
        Assert.Null(JournalReader.Open(Harness.Folder, disk).Read(20, entry =>
        {
            seen.Add(entry);
            return seen.Count < 25;
        }));
        Assert.Equal(Enumerable.Range(20, 25).Select(i => (long)i), seen.Select(entry => entry.Position));
        Assert.Equal((LocalLogTests.SegmentPath(31), 64), (seen[11].Segment, seen[11].Offset));
        Assert.All(seen, entry => Assert.Equal(entry.Position, entry.BatchFirst));
    }

    [Fact]
    public async Task Every_damaged_segment_is_listed_and_the_good_ones_are_counted()
    {
        var disk = new FaultyDisk();
        await using (var log = Harness.Start(disk))
        {
            for (var i = 1; i <= 60; i++)
            {
                await log.Write(new string('x', 1000) + i);
            }
        }

        var reader = JournalReader.Open(Harness.Folder, disk);
        Assert.Equivalent(new JournalVerification(4, 60, 1, 60, [], null), reader.Verify());
        disk.Damage(LocalLogTests.SegmentPath(1), 500, 1);
        disk.Damage(LocalLogTests.SegmentPath(31), 3, 1);
        var found = reader.Verify();
        Assert.Equal(30, found.Entries);
        Assert.Equal([(LocalLogTests.SegmentPath(1), 64L), (LocalLogTests.SegmentPath(31), 0L)], found.Problems.Select(problem => (problem.File, problem.Offset)));
    }

    [Fact]
    public async Task Beside_a_running_writer_no_look_finds_damage()
    {
        var folder = Directory.CreateTempSubdirectory("parley-journal-").FullName;
        try
        {
            await using var log = Harness.Start(FileDisk.Instance, Harness.Options(folder, 256 << 10) with { PrepareAhead = true });
            using var stop = new CancellationTokenSource();
            var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested) await log.Write(new string('w', 100 * (writer + 1)));
            })).ToArray();
            var reader = JournalReader.Open(folder);
            var looks = 0;
            while (looks < 50 || log.Log.End < 3000)
            {
                var end = log.Log.End;
                var found = reader.Verify();
                Assert.Empty(found.Problems);
                Assert.True(found.Last >= end);
                if (++looks % 10 == 0) log.Log.TruncateThrough(end / 2);
            }

            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
