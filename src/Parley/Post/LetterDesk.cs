using System.Text.Json;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;

namespace Parley.Post;

/// <summary>
/// What a letter asks this post itself to do, beside what it means in the state: tell again what the other side lost, answer a civil
/// system's request. Each is done behind the mail that comes in; asked again, it is done again. Thread-safe.
/// </summary>
internal sealed class LetterDesk(PostEngine engine, string data, ILogger<LetterDesk> logger)
{
    private const int MostBytes = 20_000;

    /// <summary>Who answers F3548-21 requests that the exchange brings; set before the mail is read.</summary>
    public Func<UssRequest, Task<UssAnswer>>? Uss { get; set; }

    public void Handle(Letter letter)
    {
        if (letter.Body is UssRequest request && Uss is { } answer)
        {
            _ = GuardedAsync("Answering a civil system", async () => await engine.SubmitAsync(new WriteLetters(engine.Now, [new Draft([letter.From], await answer(request))])));
        }
        else if (letter.Body is HistoryAsked asked)
        {
            _ = GuardedAsync("Telling history again", () => Task.Run(() => TellAsync(letter.From, asked)));
        }
    }

    /// <summary>Reads this post's own journal for what the two said to each other after the asker's last numbers, in the order of their places.</summary>
    private async Task TellAsync(PartyName to, HistoryAsked asked)
    {
        var chunk = new List<PastLetter>();
        var bytes = 0;
        var chunks = new List<PastLetter[]>();
        JournalReader.Open(data).Read(1, entry =>
        {
            if (PastOf(PostCodec.Decode(entry.Payload), to, asked) is { } past)
            {
                var size = past.Jws?.Length ?? JsonSerializer.SerializeToUtf8Bytes(past.Letter!, PostJson.Default.Letter).Length;
                if (bytes + size > MostBytes && chunk.Count > 0)
                {
                    chunks.Add([.. chunk]);
                    chunk.Clear();
                    bytes = 0;
                }

                chunk.Add(past);
                bytes += size;
            }

            return true;
        });
        chunks.Add([.. chunk]);
        for (var i = 0; i < chunks.Count; i++)
        {
            await engine.SubmitAsync(new WriteLetters(engine.Now, [new Draft([to], new HistoryTold([.. chunks[i]], i == chunks.Count - 1))]));
        }
    }

    private PastLetter? PastOf(PostCommand command, PartyName with, HistoryAsked asked) => command switch
    {
        ReceiveLetter take when take.Letter.From == with && take.Letter.To.GetValueOrDefault(engine.Me.Value) > asked.HasOfMine =>
            new PastLetter(take.Place, take.Time, Jws: take.Jws),
        TakeSent { Letter: { } letter } sent when letter.To.TryGetValue(with.Value, out var number) && number > asked.HasOfYours =>
            new PastLetter(sent.Place, sent.Time, Letter: letter),
        _ => null,
    };

    private async Task GuardedAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // Nobody waits for it here: the log is where it is seen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            PostLog.Fault(logger, what, e);
        }
    }
}
