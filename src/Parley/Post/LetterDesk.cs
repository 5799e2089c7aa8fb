using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;

namespace Parley.Post;

/// <summary>
/// What a letter asks this post itself to do, beside what it means in the state: tell again what the other side lost, answer a civil
/// system's request. Each is done behind the mail that comes in; asked again, it is done again. Thread-safe.
/// </summary>
internal sealed class LetterDesk(PostEngine engine, PartyKeys keys, string data, ILogger<LetterDesk> logger)
{
    private const int MostBytes = 20_000;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<PartyName, HistoryAsked> _asked = [];
    private readonly Dictionary<PartyName, Instant> _told = [];
    private bool _telling;

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
            Ask(letter.From, asked);
        }
    }

    // Each question is answered by a search through the whole journal: one at a time, and to each party not more often than it can matter to one that is honest.
    private void Ask(PartyName from, HistoryAsked asked)
    {
        lock (_gate)
        {
            _asked[from] = asked;
            if (_telling)
            {
                return;
            }

            _telling = true;
        }

        _ = GuardedAsync("Telling history again", () => Task.Run(TellAllAsync));
    }

    private async Task TellAllAsync()
    {
        while (true)
        {
            PartyName to;
            HistoryAsked asked;
            TimeSpan wait;
            lock (_gate)
            {
                if (_asked.Count == 0)
                {
                    _telling = false;
                    return;
                }

                to = _asked.Keys.MinBy(p => _told.GetValueOrDefault(p));
                asked = _asked[to];
                wait = _told.TryGetValue(to, out var last) ? last.Plus(TellEvery).Since(engine.Now) : TimeSpan.Zero;
                if (wait <= TimeSpan.Zero)
                {
                    _asked.Remove(to);
                    _told[to] = engine.Now;
                }
            }

            if (wait > TimeSpan.Zero)
            {
                // Somebody else may ask meanwhile.
                await Task.Delay(wait < TimeSpan.FromMilliseconds(200) ? wait : TimeSpan.FromMilliseconds(200));
                continue;
            }

            await GuardedAsync("Telling history again", () => TellAsync(to, asked));
        }
    }

    /// <summary>Reads this post's own journal for what the two said to each other after the asker's last numbers, in the order of their places.</summary>
    private async Task TellAsync(PartyName to, HistoryAsked asked)
    {
        var past = new List<PastLetter>();
        JournalReader.Open(data).Read(1, entry =>
        {
            if (PastOf(PostCodec.Decode(entry.Payload), to, asked) is { } letter)
            {
                past.Add(letter);
            }

            return true;
        });

        var chunks = new List<List<PastLetter>> { new() };
        var bytes = 0;
        // Told by several, a letter is in the journal more than once.
        foreach (var letter in past.DistinctBy(static p => p.Place).OrderBy(static p => p.Place))
        {
            if (bytes + letter.Jws.Length > MostBytes && chunks[^1].Count > 0)
            {
                chunks.Add([]);
                bytes = 0;
            }

            chunks[^1].Add(letter);
            bytes += letter.Jws.Length;
        }

        for (var i = 0; i < chunks.Count; i++)
        {
            await engine.SubmitAsync(new WriteLetters(engine.Now, [new Draft([to], new HistoryTold([.. chunks[i]], i == chunks.Count - 1))]));
        }
    }

    private PastLetter? PastOf(PostCommand command, PartyName with, HistoryAsked asked)
    {
        var (place, time, letter, jws) = command switch
        {
            ReceiveLetter receive => (receive.Place, receive.Time, receive.Letter, receive.Jws),
            TakeSent { Letter: { } sent } take => (take.Place, take.Time, sent, null),
            TellHistory tell => (tell.Place, tell.Time, tell.Letter, tell.Jws),
            _ => (0, default, null, null),
        };
        return letter is null ? null
            : letter.From == with && letter.To.GetValueOrDefault(engine.Me.Value) > asked.HasOfMine ? new PastLetter(place, time, jws!)
            : letter.From == engine.Me && letter.To.GetValueOrDefault(with.Value) > asked.HasOfYours
                ? new PastLetter(place, time, SealedLetter.Sign(JsonSerializer.SerializeToUtf8Bytes(letter, PostJson.Default.Letter), keys))
            : null;
    }

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
