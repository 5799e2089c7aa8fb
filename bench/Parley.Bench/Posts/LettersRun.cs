using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Parley.Bench.Load;
using Parley.Bench.Machine;
using Parley.Client.Letters;

namespace Parley.Bench.Posts;

/// <summary>
/// Pairs of parties, one sending and one receiving, through one relay in a process of its own. Letters are sealed beforehand and not opened:
/// sealing and opening are the posts' work, on other machines, and are measured by themselves. Receivers confirm what they got.
/// </summary>
internal static class LettersRun
{
    private const int Sealed = 256;

    public static async Task<LettersResult> RunAsync(int pairs, TimeSpan length, int bytes, int rate, CancellationToken cancel)
    {
        await using var world = await World.StartAsync(cancel);
        var bare = world.Bare(bytes * 2);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(60) };
        var parties = new List<(PartyKeys From, PartyKeys To)>();
        for (var i = 0; i < pairs; i++)
        {
            var pair = (PartyKeys.Create($"from{i}", []), PartyKeys.Create($"to{i}", []));
            await world.AdmitAsync(pair.Item1.Description);
            await world.AdmitAsync(pair.Item2.Description);
            parties.Add(pair);
        }

        var (sealMs, openMs) = Crypto(parties[0], bytes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var before = ProcessFacts.Resident(world.Exchange.Id);
        var began = Stopwatch.GetTimestamp();
        var each = rate > 0 ? TimeSpan.FromSeconds((double)pairs / rate) : TimeSpan.Zero;
        var runs = parties.Select(p => PairAsync(p.From, p.To, world, http, length, each, bytes, stop.Token)).ToArray();
        var done = await Task.WhenAll(runs);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var latencies = new Latencies();
        foreach (var one in done)
        {
            latencies.Merge(one);
        }

        return new LettersResult(
            latencies.Count, seconds, latencies.Count / seconds, latencies.QuantileMs(0.5), latencies.QuantileMs(0.99), latencies.MaxMs, sealMs, openMs,
            (before ?? 0) / 1e6, (ProcessFacts.Resident(world.Exchange.Id) ?? 0) / 1e6, bare.PerSecond, bare.P50Ms);
    }

    private static async Task<Latencies> PairAsync(
        PartyKeys from, PartyKeys to, World world, HttpClient http, TimeSpan length, TimeSpan each, int bytes, CancellationToken cancel)
    {
        var letters = Enumerable.Range(0, Sealed).Select(_ => SealedLetter.Seal(RandomNumberGenerator.GetBytes(bytes), from, [to.Description])).ToArray();
        var sender = new RelayClient(http, from, world.Url);
        var receiver = new RelayClient(http, to, world.Url);
        var sent = new ConcurrentDictionary<long, long>();
        var latencies = new Latencies();
        long last = 0;
        var all = new TaskCompletionSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var receiving = ReceiveAsync();
        var began = Stopwatch.GetTimestamp();
        long number = 0;
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            number++;
            var (sealedBytes, jws) = letters[number % Sealed];
            sent[number] = Stopwatch.GetTimestamp();
            var answer = await sender.SendSealedAsync(number, [to.Name], sealedBytes, jws, cancel);
            if (!answer.Ok)
            {
                throw new InvalidOperationException($"The relay answered {answer.Status}: {answer.Refusal}");
            }

            // A sender's own mailbox holds word of each letter; it is confirmed now and then, as a post does.
            if (number % 500 == 0 && (await sender.StatusAsync(cancel)).Value is { } status)
            {
                await sender.ConfirmAsync(status.Next - 1, [], cancel);
            }

            if (each > TimeSpan.Zero && (each * number) - Stopwatch.GetElapsedTime(began) is { } early && early > TimeSpan.Zero)
            {
                await Task.Delay(early, cancel);
            }
        }

        Volatile.Write(ref last, number);
        if (latencies.Count < number)
        {
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30), cancel);
        }

        await ended.CancelAsync();
        await receiving;
        return latencies;

        async Task ReceiveAsync()
        {
            var names = new List<LetterName>();
            var confirming = Task.CompletedTask;
            try
            {
                await foreach (var item in receiver.StreamAsync(0, ended.Token))
                {
                    if (item.Kind != MailKind.Letter)
                    {
                        continue;
                    }

                    latencies.AddSince(sent[item.Number]);
                    sent.TryRemove(item.Number, out _);
                    names.Add(item.Name);
                    if (names.Count >= 100 && confirming.IsCompleted)
                    {
                        var batch = names.ToArray();
                        names.Clear();
                        confirming = receiver.ConfirmAsync(item.Seq, batch, ended.Token);
                    }

                    if (Volatile.Read(ref last) == latencies.Count)
                    {
                        all.TrySetResult();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }
    }

    private static (double SealMs, double OpenMs) Crypto((PartyKeys From, PartyKeys To) pair, int bytes)
    {
        var payload = RandomNumberGenerator.GetBytes(bytes);
        byte[] one = [];
        double Time(Action action)
        {
            for (var i = 0; i < 100; i++)
            {
                action();
            }

            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < 200; i++)
            {
                action();
            }

            return Stopwatch.GetElapsedTime(began).TotalMilliseconds / 200;
        }

        var sealing = Time(() => one = SealedLetter.Seal(payload, pair.From, [pair.To.Description]).Bytes);
        return (sealing, Time(() => _ = SealedLetter.Open(one, pair.To, _ => pair.From.Description).Value));
    }
}
