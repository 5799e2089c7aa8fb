using System.Diagnostics;
using Parley.Bench.Load;
using Parley.Client.Post;

namespace Parley.Bench.Posts;

/// <summary>Two posts and an exchange, each a process; FLASH messages, one after the other, each asked for at the other post until it is there.</summary>
internal static class FlashRun
{
    private const int WarmUp = 300;

    public static async Task<FlashResult> RunAsync(int messages, CancellationToken cancel)
    {
        await using var world = await World.StartAsync(cancel);
        var bare = world.Bare(4096);
        var a = await FilingRun.StartAsync(world, "alder", cancel);
        var b = await FilingRun.StartAsync(world, "birch", cancel);
        await using (a.Process)
        await using (b.Process)
        {
            await FilingRun.AgreeAsync(a, b, cancel);
            await b.Client.TakeWatchAsync(new WatchRequest { Officer = "Lt. Reed" }, cancel);
            var (answers, standing, http) = (new Latencies(), new Latencies(), new Latencies());
            for (var i = 0; i < 200; i++)
            {
                var one = Stopwatch.GetTimestamp();
                await b.Client.MessageAsync(Guid.NewGuid().ToString(), cancel: cancel);
                http.AddSince(one);
            }

            for (var i = -WarmUp; i < messages; i++)
            {
                var id = Guid.NewGuid().ToString();
                var one = Stopwatch.GetTimestamp();
                var seen = StandingAsync(b, id, one, i >= 0 ? standing : new Latencies(), cancel);
                var sent = await a.Client.SendMessageAsync(new MessageRequest { Id = id, To = ["birch"], Precedence = "FLASH", Text = "Your aircraft is about to enter our area.", Officer = "Maj. Alder" }, cancel);
                if (!sent.Ok)
                {
                    throw new InvalidOperationException(sent.Problem!.Detail);
                }

                if (i >= 0)
                {
                    answers.AddSince(one);
                }

                await seen;

                // As an officer would: what is acknowledged calls no more.
                await b.Client.AcknowledgeMessageAsync(id, "Lt. Reed", cancel);
            }

            return new FlashResult(
                messages, standing.QuantileMs(0.5), standing.QuantileMs(0.99), standing.MaxMs, answers.QuantileMs(0.5), answers.QuantileMs(0.99), bare.P50Ms, http.QuantileMs(0.5));
        }
    }

    private static async Task StandingAsync(FilingRun.Side b, string id, long began, Latencies latencies, CancellationToken cancel)
    {
        while ((await b.Client.MessageAsync(id, cancel: cancel)).Value is null)
        {
            await Task.Yield();
        }

        latencies.AddSince(began);
    }
}
