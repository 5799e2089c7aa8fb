using System.Diagnostics;
using System.Text.Json;
using Parley.Bench.Load;
using Parley.Bench.Machine;
using Parley.Client.F3548;
using Parley.Client.Letters;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Post;

namespace Parley.Bench.Posts;

/// <summary>Two posts and an exchange, each a process, with many live intents between them; then intents that meet one of the other side's.</summary>
internal static class FilingRun
{
    private const int AtOnce = 16;
    private const int WarmUp = 50;

    internal sealed record Side(ChildProcess Process, HttpClient Http, PostClient Client);

    public static async Task<FilingResult> RunAsync(int live, int filed, CancellationToken cancel)
    {
        await using var world = await World.StartAsync(cancel);
        var bare = world.Bare(4096);
        var a = await StartAsync(world, "alder", cancel);
        var b = await StartAsync(world, "birch", cancel);
        await using (a.Process)
        await using (b.Process)
        {
            await AgreeAsync(a, b, cancel);
            var began = Stopwatch.GetTimestamp();
            await LoadAsync(a, b, live, cancel);
            var loading = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var (answers, standing, http) = (new Latencies(), new Latencies(), new Latencies());
            for (var i = 0; i < 200; i++)
            {
                var one = Stopwatch.GetTimestamp();
                await b.Client.IntentAsync(Guid.NewGuid().ToString(), cancel);
                http.AddSince(one);
            }

            // The first ones find the code cold, as no post is that has been up for a minute.
            for (var i = -WarmUp; i < filed; i++)
            {
                // The conflict's id follows from the two ids, so B can be asked for it before A is answered.
                var (mine, theirs) = (Guid.NewGuid(), Guid.NewGuid());
                await FileAsync(b.Client, theirs, Cell(live + WarmUp + i), cancel);
                var one = Stopwatch.GetTimestamp();
                var seen = StandingAsync(b, PostVolumes.ConflictBetween(new EntityId(mine), new EntityId(theirs)), one, i >= 0 ? standing : new Latencies(), cancel);
                await FileAsync(a.Client, mine, Cell(live + WarmUp + i), cancel);
                if (i >= 0)
                {
                    answers.AddSince(one);
                }

                await seen;
            }

            return new FilingResult(
                live, loading, filed, answers.QuantileMs(0.5), answers.QuantileMs(0.99), standing.QuantileMs(0.5), standing.QuantileMs(0.99), standing.MaxMs, bare.P50Ms, http.QuantileMs(0.5));
        }
    }

    /// <summary>So many live intents, each alone in its cell, half of them of either side.</summary>
    internal static Task LoadAsync(Side a, Side b, int live, CancellationToken cancel) =>
        Parallel.ForAsync(0, live, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, stop) =>
            await FileAsync((i % 2 == 0 ? a : b).Client, null, Cell(i), stop));

    private static async Task StandingAsync(Side b, EntityId conflict, long began, Latencies latencies, CancellationToken cancel)
    {
        while ((await b.Client.ConflictAsync(conflict.ToString(), cancel)).Value is null)
        {
            await Task.Yield();
        }

        latencies.AddSince(began);
    }

    internal static async Task<Side> StartAsync(World world, string party, CancellationToken cancel)
    {
        var path = Path.Combine(world.Folder, party);
        var folder = new PostFolder(path);
        var api = Servers.FreeAddress();
        if (folder.Init(party, world.Url.OriginalString, api.OriginalString, [new Client.Letters.Contact("Duty")]) is { } problem)
        {
            throw new InvalidOperationException(problem.ToString());
        }

        await world.AdmitAsync(PartyDescription.Parse(await File.ReadAllBytesAsync(folder.PartyFile, cancel)).Value);
        var process = ChildProcess.Start(Servers.ExchangeBinary(), ["post", "run", path], world.Folder, Path.Combine(world.Folder, $"{party}.log"));
        await process.WaitUntilReadyAsync(new Uri(api, "/openapi/v1.json"), TimeSpan.FromSeconds(60), cancel);
        var http = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(60) };
        return new Side(process, http, new PostClient(http, folder.ReadApiKey().Value));
    }

    internal static async Task AgreeAsync(Side a, Side b, CancellationToken cancel)
    {
        var now = Instant.From(DateTimeOffset.UtcNow);
        var document = JsonSerializer.SerializeToElement(JsonDocument.Parse($$"""
            {"title": "Bench", "parties": ["alder", "birch"], "area": {"type": "Polygon", "coordinates": [[[-45, 5], [-25, 5], [-25, 25], [-45, 25], [-45, 5]]]},
             "altitude_lower_m": 0, "altitude_upper_m": 5000, "valid_from": "{{now}}", "valid_to": "{{now.Plus(TimeSpan.FromDays(30))}}", "minimum_notice_s": 900,
             "separation": {"horizontal_m": 500, "vertical_m": 100, "time_s": 60}, "acknowledge_within_s": {"FLASH": 60, "IMMEDIATE": 120, "PRIORITY": 600, "ROUTINE": 3600},
             "disclosure": "full", "link_check_every_s": 3600, "coordinate_by_s": 600, "contacts": {"alder": [{"name": "A"}], "birch": [{"name": "B"}]} }
            """).RootElement);
        DraftedView? drafted = null;
        while (drafted?.Hash is null)
        {
            await Task.Delay(100, cancel);
            drafted = (await a.Client.DraftAgreementAsync(document, cancel)).Value;
        }

        await a.Client.SignAgreementAsync(drafted.Id, null, cancel);
        while ((await b.Client.SignAgreementAsync(drafted.Id, null, cancel)).Value?.State != "in-force")
        {
            await Task.Delay(50, cancel);
        }
    }

    private static async Task FileAsync(PostClient client, Guid? id, WireVolume4D volume, CancellationToken cancel)
    {
        var answer = await client.FileIntentAsync(new IntentRequest { Id = id?.ToString(), Volumes = [volume] }, cancel);
        if (answer.Value is null)
        {
            throw new InvalidOperationException($"A post answered {answer.Status}: {answer.Problem?.Detail}");
        }
    }

    // Its own cell of a grid, 8 km apart: it meets nobody but who is given the same.
    private static WireVolume4D Cell(int index)
    {
        var (row, column) = (index / 200, index % 200);
        var start = DateTimeOffset.UtcNow.AddHours(2);
        return new WireVolume4D
        {
            Volume = new Volume3D
            {
                OutlineCircle = new Circle { Center = new LatLngPoint { Lat = 6 + (row * 0.08), Lng = -44 + (column * 0.08) }, Radius = new Radius { Value = 300, Units = "M" } },
                AltitudeLower = new WireAltitude { Value = 100, Reference = "W84", Units = "M" },
                AltitudeUpper = new WireAltitude { Value = 200, Reference = "W84", Units = "M" },
            },
            TimeStart = Wire(start),
            TimeEnd = Wire(start.AddMinutes(30)),
        };
    }

    private static WireTime Wire(DateTimeOffset time) => new() { Value = Instant.From(time).ToString(), Format = "RFC3339" };
}
