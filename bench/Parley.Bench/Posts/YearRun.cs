using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Bench.Load;
using Parley.Bench.Machine;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;
using Parley.Post;

namespace Parley.Bench.Posts;

/// <summary>A start of the post's process, until its API answers.</summary>
internal sealed record YearStart(double Seconds, double CpuSeconds, double ResidentMb, double PeakMb);

/// <summary>The stages by themselves, in one warm process.</summary>
/// <param name="HeldMs">How long the state stood still for the snapshot.</param>
/// <param name="BareReadSeconds">Reading the snapshot's file, from the disk where the cache could be emptied.</param>
/// <param name="BareJsonSeconds">Its JSON through the bare reader, on one thread, made into nothing.</param>
internal sealed record YearStages(
    double ReplaySeconds, double HeldMs, double WriteSeconds, double SnapshotMb, double BareReadSeconds, double BareJsonSeconds, double DecodeSeconds, double StateSeconds);

internal sealed record YearList(string Path, int Items, long Bytes, double P50Ms, double P99Ms, double MaxMs);

internal sealed record YearResult(
    MadeYear Made, YearStart Empty, YearStart Whole, YearStart Cold, YearStart[] Warm, YearStages Stages, YearList[] Lists, YearList Bare);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(YearResult))]
internal sealed partial class YearJson : JsonSerializerContext;

/// <summary>A post with a year behind it: how soon it listens, with a snapshot and without, and how soon it answers with a page of a list.</summary>
internal static class YearRun
{
    private const int Asks = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static async Task<YearResult> RunAsync(int messages, int intents, int live, CancellationToken cancel)
    {
        var work = Repository.NewFolder("year");
        try
        {
            // Nobody is there: a post starts without its exchange too.
            var (exchange, api, folder) = (Servers.FreeAddress(), Servers.FreeAddress(), Path.Combine(work, "north"));
            var made = await YearMaker.MakeAsync(folder, exchange, api, messages, intents, live, cancel);
            await System.Console.Error.WriteLineAsync($"made {made}");
            var empty = Path.Combine(work, "empty");
            _ = await YearMaker.MakeAsync(empty, exchange, api, 0, 0, 0, cancel);
            var bareStart = await StartAsync(work, empty, api, cancel);
            var whole = await StartAsync(work, folder, api, cancel);
            await System.Console.Error.WriteLineAsync($"without a snapshot {whole}");
            var stages = await StagesAsync(folder, cancel);
            await System.Console.Error.WriteLineAsync($"stages {stages}");
            DiskLimit.Forget(folder);
            var cold = await StartAsync(work, folder, api, cancel);
            var warm = new List<YearStart>();
            for (var i = 0; i < 5; i++)
            {
                warm.Add(await StartAsync(work, folder, api, cancel));
            }

            await using var post = Start(work, folder);
            using var http = await ReadyAsync(folder, api, cancel);
            return new YearResult(made, bareStart, whole, cold, [.. warm], stages, await ListsAsync(http, cancel), await AskAsync(http, $"/api/intents/{Guid.NewGuid()}", cancel));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static ChildProcess Start(string work, string folder) => ChildProcess.Start(Servers.ExchangeBinary(), ["post", "run", folder], work, Path.Combine(work, "post.log"));

    private static async Task<YearStart> StartAsync(string work, string folder, Uri api, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await using var post = Start(work, folder);
        using var http = await ReadyAsync(folder, api, cancel);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var cpu = post.ProcessorTime.TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(2), cancel);
        return new YearStart(seconds, cpu, (ProcessFacts.Resident(post.Id) ?? 0) / 1e6, (ProcessFacts.PeakResident(post.Id) ?? 0) / 1e6);
    }

    // Asks for the status until it is answered.
    private static async Task<HttpClient> ReadyAsync(string folder, Uri api, CancellationToken cancel)
    {
        var http = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", new PostFolder(folder).ReadApiKey().Value);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Longest; await Task.Delay(5, cancel))
        {
            try
            {
                using var answer = await http.GetAsync("/api/status", cancel);
                answer.EnsureSuccessStatusCode();
                return http;
            }
            catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // Not listening yet.
            }
        }

        throw new InvalidOperationException($"The post in {folder} does not answer.");
    }

    private static async Task<YearStages> StagesAsync(string folder, CancellationToken cancel)
    {
        var data = new PostFolder(folder).Data;
        double Since(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;
        double replay, held, write;
        {
            var log = LocalLog.Open(new JournalOptions(data));
            await using var engine = new PostEngine(log, new PartyName("north"), TimeProvider.System) { MyFingerprint = "" };
            var began = Stopwatch.GetTimestamp();
            engine.Start();
            replay = Since(began);
            began = Stopwatch.GetTimestamp();
            _ = engine.Picture();
            held = Since(began) * 1000;
            began = Stopwatch.GetTimestamp();
            await new PostSnapshots(SnapshotStore.Open(data), NullLogger.Instance).TakeAsync(engine, cancel);
            write = Since(began);
        }

        GC.Collect();
        var file = Directory.GetFiles(Path.Combine(data, "snapshots")).Single();
        DiskLimit.Forget(data);
        var reading = Stopwatch.GetTimestamp();
        var bytes = await File.ReadAllBytesAsync(file, cancel);
        var read = Since(reading);
        using var snapshot = SnapshotStore.Open(data).OpenNewest(out _)!;
        var chunks = PostSnapshot.Chunks(snapshot.Body).ToArray();
        var json = Bare(chunks);
        var decoding = Stopwatch.GetTimestamp();
        var picture = new PostPicture();
        foreach (var chunk in chunks)
        {
            PostSnapshot.Append(picture, PostSnapshot.Decode(chunk.Span));
        }

        var decode = Since(decoding);
        var making = Stopwatch.GetTimestamp();
        GC.KeepAlive(new PostState(picture));
        return new YearStages(replay, held, write, bytes.Length / 1e6, read, json, decode, Since(making));
    }

    private static double Bare(ReadOnlyMemory<byte>[] chunks)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var chunk in chunks)
        {
            for (var rest = chunk.Span; !rest.IsEmpty;)
            {
                var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(rest);
                var reader = new Utf8JsonReader(rest[5..(4 + length)]);
                while (reader.Read())
                {
                }

                rest = rest[(4 + length)..];
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<YearList[]> ListsAsync(HttpClient http, CancellationToken cancel)
    {
        var now = Instant.From(DateTimeOffset.UtcNow);
        var lists = new List<YearList>();
        foreach (var path in (string[])[
            "/api/intents?limit=200",
            "/api/intents?limit=1000",
            "/api/intents?limit=200&after=80000000-0000-4000-8000-000000000000",
            "/api/intents?limit=200&after=fe000000-0000-4000-8000-000000000000",
            $"/api/intents?limit=200&from={now}",
            $"/api/intents?limit=200&from={now.Plus(-TimeSpan.FromDays(100))}&to={now.Plus(-TimeSpan.FromDays(99.5))}",
            "/api/intents?limit=200&mine=true",
            "/api/conflicts?limit=200",
            "/api/conflicts?limit=200&after=80000000-0000-4000-8000-000000000000",
            "/api/conflicts?limit=200&state=open",
            "/api/status",
            "/api/line/messages?limit=200",
        ])
        {
            lists.Add(await AskAsync(http, path, cancel));
        }

        // As one who turns the pages: the last of a page is where the next begins.
        if ((await http.GetAsync("/api/line/messages?limit=200", cancel)).IsSuccessStatusCode)
        {
            var next = "/api/line/messages?limit=1000";
            for (var i = 0; i < 50 && next is not null; i++)
            {
                using var page = await http.GetAsync(next, cancel);
                next = page.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null;
            }

            lists.Add(await AskAsync(http, next ?? "/api/line/messages", cancel));
        }

        return [.. lists];
    }

    private static async Task<YearList> AskAsync(HttpClient http, string path, CancellationToken cancel)
    {
        var latencies = new Latencies();
        byte[] body = [];
        var warmUp = 100;
        var ok = true;
        for (var i = -warmUp; i < Asks; i++)
        {
            var one = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(path, cancel);
            body = await answer.Content.ReadAsByteArrayAsync(cancel);
            if (i >= 0)
            {
                latencies.AddSince(one);
            }

            ok = answer.IsSuccessStatusCode;
        }

        using var json = body.Length > 0 && ok ? JsonDocument.Parse(body) : null;
        var items = json?.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.GetArrayLength() : 0;
        return new YearList(path, items, body.Length, latencies.QuantileMs(0.5), latencies.QuantileMs(0.99), latencies.MaxMs);
    }
}
