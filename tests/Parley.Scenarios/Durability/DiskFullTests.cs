using System.Diagnostics;
using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Durability;

/// <summary>A disk without room: writes are refused with a reason, reads go on, and room that is made is used.</summary>
[Trait("rule", "issue-2 §5")]
public sealed class DiskFullTests
{
    [Fact]
    public async Task Without_room_writes_are_503_reads_go_on_and_writes_come_back_with_the_room()
    {
        using var disk = SmallDisk.Mount();
        Assert.SkipWhen(disk is null, "Only root can mount a small file system to fill.");
        await using (var exchange = await ExchangeProcess.StartAsync(Path.Combine(disk!.Folder, "data")))
        {
            var party = exchange.As("plover");
            var plan = Plan.Somewhere();
            var intent = await party.DeclareAsync(plan);
            disk.Fill();

            // The segment in use has its room already; large reports use it up.
            var kept = new List<string>();
            Reply<ErrorReport> reply;
            while ((reply = await party.ReportAsync(Large())).Status == 201)
            {
                kept.Add(reply.Is(201).ReportId!);
                Assert.InRange(kept.Count, 1, 100);
            }

            Assert.Contains("no room", reply.Refused(503).Message, StringComparison.Ordinal);
            Assert.NotNull(reply.Headers.RetryAfter?.Delta);
            (await party.ReportAsync(Large())).Refused(503);
            Assert.Equal(intent, (await party.GetIntentAsync(Guid.Parse(intent.Id!))).Is(200).OperationalIntentReference);
            Assert.Single(await party.FindIntentsAsync(plan.Volume));
            Assert.Equal(503, (int)(await exchange.Http.GetAsync("/healthy")).StatusCode);
            Assert.Equal(200, (int)(await exchange.Http.GetAsync("/healthy/ready")).StatusCode);

            disk.Free();
            await Eventually.TrueAsync(async () => (await party.ReportAsync(Large())).Status == 201, "a report is taken again");
            await party.DeclareAsync(Plan.Somewhere());
            Assert.Equal(200, (int)(await exchange.Http.GetAsync("/healthy")).StatusCode);
            Assert.Contains("can be written again", exchange.Output, StringComparison.Ordinal);
            Assert.Equal(0, await exchange.StopAsync());
        }

        await using var again = await ExchangeProcess.StartAsync(Path.Combine(disk.Folder, "data"));
        Assert.DoesNotContain("torn", again.Output, StringComparison.Ordinal);
    }

    private static ErrorReport Large() => new()
    {
        Exchange = new ExchangeRecord
        {
            Url = "https://plover.example",
            Method = "PUT",
            RecorderRole = "Client",
            RequestTime = Plan.Time(Plan.Soon(0)),
            RequestBody = new string('x', 3_900_000),
        },
    };

    /// <summary>200 MB in memory, mounted for one test.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private const int Bytes = 200 << 20;

        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        private string Filler => Path.Combine(Folder, "filler");

        public static SmallDisk? Mount()
        {
            var folder = Scratch.NewPath();
            Directory.CreateDirectory(folder);
            return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={Bytes}", "parley-test", folder) ? new SmallDisk(folder) : null;
        }

        /// <summary>Takes all that is left.</summary>
        public void Fill()
        {
            var some = new byte[1 << 20];
            using var file = File.Create(Filler);
            try
            {
                for (var i = 0; i < Bytes / some.Length; i++)
                {
                    file.Write(some);
                    file.Flush(flushToDisk: true);
                }
            }
            catch (IOException)
            {
                // Full, as it should be.
            }
        }

        public void Free() => File.Delete(Filler);

        public void Dispose() => Run("umount", "-l", Folder);

        private static bool Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
