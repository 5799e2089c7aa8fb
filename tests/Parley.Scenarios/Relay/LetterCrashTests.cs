using System.Collections.Concurrent;
using System.Net;
using Parley.Client.Letters;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Relay;

/// <summary>Whatever becomes of the exchange, what it took is delivered once and in order.</summary>
[Trait("rule", "issue-3 §1")]
public sealed class LetterCrashTests
{
    private const int Senders = 4;

    [Fact]
    public async Task After_kills_under_load_every_acknowledged_letter_arrives_exactly_once_in_order()
    {
        var data = Scratch.NewPath();
        var senders = Enumerable.Range(0, Senders).Select(static n => new Writer($"sender{n}")).ToList();
        using var receiver = new Writer("receiver");
        var acknowledged = new ConcurrentDictionary<(string From, long Number), SentLetter>();
        var sent = new long[Senders];
        var got = new List<MailItem>();
        for (var round = 0; round < 4; round++)
        {
            await using var exchange = await ExchangeProcess.StartAsync(data);
            if (round == 0)
            {
                await Task.WhenAll(senders.Append(receiver).Select(w => w.AdmitAsync(data)));
            }

            using var stop = new CancellationTokenSource();
            var sending = senders.Select((w, n) => SendAsync(w, n, exchange, receiver, sent, acknowledged, stop.Token)).ToList();
            var reading = ReadAsync(receiver, exchange, got, confirm: round % 2 == 1, stop.Token);
            var enough = acknowledged.Count + 60;
            await Eventually.TrueAsync(() => Task.FromResult(acknowledged.Count >= enough), "the load has run a while");
            await exchange.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll([.. sending, reading]);
        }

        await using var last = await ExchangeProcess.StartAsync(data);
        var status = (await receiver.At(last).StatusAsync()).Value!;
        if (got.Count == 0 || got[^1].Seq < status.Next - 1)
        {
            var after = got.Count == 0 ? 0 : got[^1].Seq;
            got.AddRange(await receiver.ReadAsync(last, after, (int)(status.Next - 1 - after)));
        }

        Assert.Equal(Enumerable.Range(1, got.Count).Select(static n => (long)n), got.Select(static m => m.Seq));
        Assert.Equal(got.Select(static m => m.Place).Order(), got.Select(static m => m.Place));
        foreach (var (sender, n) in senders.Select(static (w, n) => (w, n)))
        {
            var mine = got.Where(m => m.From == sender.Name).ToList();
            Assert.Equal(Enumerable.Range(1, mine.Count).Select(static i => (long)i), mine.Select(static m => m.Number));
            Assert.All(mine, m => Assert.Equal($"{sender.Name} {m.Number}", receiver.Open(m, sender)));
            Assert.InRange(mine.Count, sent[n], sent[n] + 1);
            sender.Dispose();
        }

        foreach (var ((from, number), taken) in acknowledged)
        {
            var arrived = Assert.Single(got, m => m.From == from && m.Number == number);
            Assert.Equal((taken.Place, taken.Time), (arrived.Place, arrived.Time));
        }
    }

    private static async Task SendAsync(
        Writer writer, int n, ExchangeProcess exchange, Writer to, long[] sent, ConcurrentDictionary<(string From, long Number), SentLetter> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var number = sent[n] + 1;
                var answer = await writer.At(exchange).SendAsync(number, [to.Description], System.Text.Encoding.UTF8.GetBytes($"{writer.Name} {number}"), CancellationToken.None);
                Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.Refusal);
                acknowledged[(writer.Name, number)] = answer.Value!;
                sent[n] = number;
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task ReadAsync(Writer reader, ExchangeProcess exchange, List<MailItem> got, bool confirm, CancellationToken stop)
    {
        try
        {
            await foreach (var item in reader.At(exchange).StreamAsync(got.Count == 0 ? 0 : got[^1].Seq, stop))
            {
                got.Add(item);
                if (confirm && item.Seq % 10 == 0)
                {
                    var answer = await reader.At(exchange).ConfirmAsync(item.Seq, [.. got.Select(static m => m.Name)], CancellationToken.None);
                    Assert.True(answer.Ok, answer.Refusal);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Killed.
        }
    }
}
