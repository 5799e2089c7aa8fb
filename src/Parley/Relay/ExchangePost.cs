using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;

namespace Parley.Relay;

/// <summary>
/// The exchange as a party of its own: it sends letters and reads its mailbox, in process but by the same rules as anybody. What it is
/// answered goes to whoever waits; what nobody waits for (any more) is confirmed and dropped. Thread-safe.
/// </summary>
internal sealed class ExchangePost(LetterRelay relay, PartyKeys keys, ILogger log) : BackgroundService
{
    // Numbers follow each other, so letters go out one at a time.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<EntityId, Asked> _waiting = new();

    private sealed record Asked(string Party, TaskCompletionSource<UssAnswer> Answer);

    /// <summary>Sends a request to a party's post and waits for its answer; null when none came in time.</summary>
    /// <returns>The answer, or what became of the letter.</returns>
    public async Task<(UssAnswer? Answer, Outcome? Refusal)> AskAsync(PartyDescription party, UssRequest request, TimeSpan patience, CancellationToken cancel)
    {
        var asked = new Asked(party.Name, new TaskCompletionSource<UssAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting[request.Id] = asked;
        try
        {
            var letter = new Letter(
                new PartyName(keys.Name), ImmutableSortedDictionary<string, long>.Empty.Add(party.Name, 0), relay.Engine.Now, request);
            var outcome = await SendAsync(party, JsonSerializer.SerializeToUtf8Bytes(letter, PostJson.Default.Letter));
            return outcome is LetterTaken ? (await asked.Answer.Task.WaitAsync(patience, cancel), null) : (null, outcome);
        }
        catch (TimeoutException)
        {
            return (null, null);
        }
        finally
        {
            _waiting.TryRemove(request.Id, out _);
        }
    }

    private async Task<Outcome> SendAsync(PartyDescription party, byte[] payload)
    {
        byte[] letter;
        try
        {
            (letter, _) = SealedLetter.Seal(payload, keys, [party]);
        }
        catch (ArgumentException)
        {
            return new NotAsSigned("The request is too large for a letter.");
        }

        var hash = Base64Url.EncodeToString(SHA256.HashData(letter));
        await _turn.WaitAsync();
        try
        {
            var envelope = new Envelope(keys.Name, relay.Standing(keys.Name).Sent + 1, [party.Name], hash, letter.Length, relay.Engine.Now.ToString());
            return await relay.TakeAsync(envelope, envelope.Sign(keys), letter);
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        try
        {
            while (!relay.Ready)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), stopping);
            }

            using var listener = relay.Listen(keys.Name);
            while (true)
            {
                if (!await ReadAsync())
                {
                    await listener.WaitAsync(TimeSpan.FromSeconds(5), stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task<bool> ReadAsync()
    {
        var mail = await relay.MailAsync(new PartyName(keys.Name), 0);
        if (mail.Count == 0)
        {
            return false;
        }

        var names = new List<LetterName>();
        foreach (var (entry, letter) in mail)
        {
            if (entry is LetterEntry e)
            {
                names.Add(new LetterName(e.From.Value, e.Number, e.Sha256));
                Take(e.From.Value, letter?.Letter ?? []);
            }
        }

        var through = mail[^1].Entry.Seq;
        List<Receipt> receipts =
            [.. names.GroupBy(static n => n.From, StringComparer.Ordinal).Select(g => new Receipt(keys.Name, through, [.. g], relay.Engine.Now.ToString()))];
        if (receipts.Count == 0)
        {
            receipts.Add(new Receipt(keys.Name, through, [], relay.Engine.Now.ToString()));
        }

        // Not confirmed while the journal can't be written: read again then, and nobody waits for it.
        return await relay.ConfirmAsync(keys.Description, [.. receipts.Select(r => (r, r.Sign(keys)))]) is LettersConfirmed;
    }

    private void Take(string from, byte[] letter)
    {
        if (!SealedLetter.Open(letter, keys, relay.Admitted.Find).Try(out var opened, out var problem))
        {
            LogEvents.LetterRefused(log, from, 0, problem.ToString());
            return;
        }

        Letter? said;
        try
        {
            said = JsonSerializer.Deserialize(opened.Payload, PostJson.Default.Letter);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            said = null;
        }

        if (said is { Body: Blank })
        {
            // It keeps a sender's numbers in a row.
            return;
        }

        if (said is not { Body: UssAnswer answer } || said.From.Value != opened.From.Name || answer.Status is < 200 or > 599)
        {
            LogEvents.LetterRefused(log, from, 0, "It is no answer to a request that the exchange relayed.");
        }
        else if (_waiting.TryGetValue(answer.Id, out var asked) && asked.Party == opened.From.Name)
        {
            asked.Answer.TrySetResult(answer);
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }
}
