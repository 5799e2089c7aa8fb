using System.Net;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Sends what waits in the outbox, in the order of its numbers, each until the exchange has it for good. A letter is signed when it is sent, so
/// its time is that of the sending; sent twice after a crash, it has the same number and is taken once. It leaves the outbox when the
/// exchange's word of it comes back through the mailbox. One loop.
/// </summary>
internal sealed class Outbox(PostEngine engine, RelayClient relay, PartyBook book, ILogger<Outbox> logger) : BackgroundService
{
    /// <summary>Payload bytes that fit a letter with its signature, its seal for a few receivers, and their encoding.</summary>
    public const int MostBytes = 30_000;

    private long _sent;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!stopping.IsCancellationRequested)
        {
            var changed = engine.Changed;
            var next = engine.Read(s => s.Outbox.FirstOrDefault(l => l.Number > _sent));
            if (next is null)
            {
                await changed.WaitAsync(stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
                continue;
            }

            try
            {
                if (await SendAsync(next, stopping))
                {
                    _sent = next.Number;
                    pause = TimeSpan.FromMilliseconds(100);
                    continue;
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException)
            {
                // The inbox says so in the log; here is only the next try.
            }
#pragma warning disable CA1031 // A fault with one letter must not end the line for good; it is logged, and tried again.
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                PostLog.Fault(logger, "Sending letters", e);
            }

            await Task.Delay(pause, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            pause = pause * 2 < TimeSpan.FromSeconds(5) ? pause * 2 : pause;
        }
    }

    private async Task<bool> SendAsync(OutLetter letter, CancellationToken cancel)
    {
        var receivers = new List<PartyDescription>();
        foreach (var name in letter.To.Keys)
        {
            var party = book.Find(name);
            if (party is null)
            {
                await book.RefreshAsync(cancel);
                party = book.Find(name);
            }

            if (party is null)
            {
                await VoidAsync(letter, $"{name} is not known to the exchange.");
                return false;
            }

            receivers.Add(party);
        }

        var payload = JsonSerializer.SerializeToUtf8Bytes(new Letter(engine.Me, letter.To, engine.Now, letter.Body), PostJson.Default.Letter);
        if (payload.Length > MostBytes + 6_000)
        {
            await VoidAsync(letter, $"It has {payload.Length} bytes, more than a letter carries.");
            return false;
        }

        var answer = await relay.SendAsync(letter.Number, receivers, payload, cancel);
        if (answer.Ok)
        {
            return true;
        }

        PostLog.LetterNotTaken(logger, letter.Number, answer.Refusal ?? "");
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge)
        {
            // Not this letter, not now and not later: the line must go on behind it, and an officer must know.
            if (letter.Body is not Blank)
            {
                await VoidAsync(letter, answer.Refusal ?? $"The exchange answered {(int)answer.Status}.");
            }
        }

        return false;
    }

    private Task<PostOutcome> VoidAsync(OutLetter letter, string reason) => engine.SubmitAsync(new VoidLetter(engine.Now, letter.Number, reason));
}
