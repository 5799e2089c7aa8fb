using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core.Exchange;

namespace Parley.Relay;

/// <summary>A party's mail as server-sent events: what waits, then what comes, and a sign of life every few seconds.</summary>
internal static class MailStream
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Writes until cancelled. One item is in memory for each at most a batch; a slow reader holds up nobody but itself.</summary>
    public static async Task WriteAsync(HttpResponse response, LetterRelay relay, string party, long after, Listener listener, CancellationToken cancel)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var body = response.BodyWriter;
        body.Write(":\n\n"u8);
        await body.FlushAsync(cancel);
        var name = new PartyName(party);
        while (true)
        {
            var mail = await relay.MailAsync(name, after);
            if (mail.Count == 0)
            {
                if (!await listener.WaitAsync(Heartbeat, cancel))
                {
                    body.Write(":\n\n"u8);
                    await body.FlushAsync(cancel);
                }

                continue;
            }

            foreach (var (entry, letter) in mail)
            {
                Write(body, Wire(party, entry, letter));
                after = entry.Seq;
            }

            await body.FlushAsync(cancel);
        }
    }

    private static void Write(PipeWriter body, WireMail mail)
    {
        body.Write(Encoding.ASCII.GetBytes($"id: {mail.Seq}\nevent: {mail.Kind}\ndata: "));
        body.Write(JsonSerializer.SerializeToUtf8Bytes(mail, LetterJson.Default.WireMail));
        body.Write("\n\n"u8);
    }

    private static WireMail Wire(string party, MailEntry entry, StoredLetter? letter) => entry switch
    {
        LetterEntry e => new(
            e.Seq, e.Place, e.Time.ToString(), "letter", e.From.Value, e.Number, e.Sha256, letter?.Letter ?? [], null, null, null),
        SentEntry e => new(e.Seq, e.Place, e.Time.ToString(), "sent", party, e.Number, e.Sha256, null, null, null, null),
        ReceiptEntry e => new(
            e.Seq, e.Place, e.Time.ToString(), "receipt", party, e.Numbers[^1], null, null, e.By.Value, e.Jws, e.Numbers),
        _ => throw new InvalidOperationException($"{entry.GetType().Name} is no mail"),
    };
}
