using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;

namespace Parley.Relay;

/// <summary>
/// Takes letters in, keeps them until every receiver has signed for them, and wakes those who listen. The rules are the state's
/// (<see cref="ExchangeState"/>); here is what needs a clock, keys, settings or the contents. Thread-safe.
/// </summary>
internal sealed class LetterRelay(ExchangeEngine engine, LetterContents contents, Admitted admitted, RelayLimits limits, ILogger log)
{
    /// <summary>How far what a party signed may be from the exchange's clock.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Listener> _listeners = new(StringComparer.Ordinal);

    // One letter of a sender, and one confirmation of a receiver, at a time: their numbers follow each other.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private long _taken;

    public ExchangeEngine Engine => engine;

    public Admitted Admitted => admitted;

    /// <summary>Letters taken since the start.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Set once contents and state are both read; nothing is taken or delivered before.</summary>
    public bool Ready { get; private set; }

    /// <summary>After the journal was replayed: brings contents and directory in line with the state, and begins to listen to it.</summary>
    public void Start()
    {
        var missing = contents.KeepOnly(engine.Read(0, static (state, _) => state.WaitingLetters()));
        foreach (var key in missing)
        {
            LogEvents.LetterLost(log, key.From.Value, key.Number);
        }

        engine.Applied = Applied;
        admitted.Refresh();
        Ready = true;
    }

    /// <summary>
    /// Takes a letter whose envelope this sender signed. When it returns <see cref="LetterTaken"/>, the letter is delivered whatever becomes of
    /// the process. A crash before that leaves content without an entry, which nobody sees.
    /// </summary>
    public async Task<Outcome> TakeAsync(Envelope envelope, string jws, byte[] letter)
    {
        if (Stale(envelope.At, "envelope") is { } stale)
        {
            return stale;
        }

        if (letter.Length != envelope.Size || Base64Url.EncodeToString(SHA256.HashData(letter)) != envelope.Sha256)
        {
            return new NotAsSigned("The letter is not the one that the envelope was signed for: its size or hash differs.");
        }

        var turn = _turns.GetOrAdd($"send {envelope.From}", static _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            var command = new TakeLetter(
                engine.Now, new PartyName(envelope.From), envelope.Number, [.. envelope.To.Select(static t => new PartyName(t))], letter.Length, envelope.Sha256);
            if (engine.Read(command, static (state, command) => state.Refusal(command)) is { } known)
            {
                return known;
            }

            if (OverQuota(command) is { } over)
            {
                return over;
            }

            var key = new LetterKey(command.By, command.Number, command.Sha256);
            if (await contents.AddAsync(key, new StoredLetter(jws, letter)) is { } failure)
            {
                return new Unavailable(failure.Sentence, !failure.IsFinal);
            }

            var outcome = await engine.SubmitAsync(command with { Now = engine.Now });
            if (outcome is Refused)
            {
                contents.Release([key]);
            }

            return outcome;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Confirms mail by the receipts that its receiver signed.</summary>
    /// <param name="receipts">At least one, all through the same place.</param>
    public async Task<Outcome> ConfirmAsync(PartyDescription receiver, IReadOnlyList<(Receipt Receipt, string Jws)> receipts)
    {
        var through = receipts[0].Receipt.Through;
        if (receipts.Any(r => r.Receipt.Through != through))
        {
            return new NotAsSigned("The receipts are not all through the same place; sign them anew.");
        }

        if (receipts.Select(r => Stale(r.Receipt.At, "receipt")).FirstOrDefault(static s => s is not null) is { } stale)
        {
            return stale;
        }

        var party = new PartyName(receiver.Name);
        var turn = _turns.GetOrAdd($"confirm {receiver.Name}", static _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            var command = new ConfirmLetters(engine.Now, party, through, []);
            if (engine.Read(command, static (state, command) => state.Refusal(command)) is { } known)
            {
                return known;
            }

            var waiting = engine.Read((party, through), static (state, asked) =>
                state.Mail(asked.party, 0, (int)Math.Min(int.MaxValue, asked.through - state.Standing(asked.party).First + 1))
                    .OfType<LetterEntry>().ToDictionary(static e => new LetterName(e.From.Value, e.Number, e.Sha256)));
            var signed = new List<SignedReceipt>();
            foreach (var (receipt, jws) in receipts)
            {
                var numbers = receipt.Letters.Where(waiting.Remove).Select(static l => l.Number).Order().ToArray();
                if (numbers.Length > 0)
                {
                    signed.Add(new SignedReceipt(new PartyName(receipt.Letters[0].From), [.. numbers], jws));
                }
            }

            if (waiting.Keys.FirstOrDefault() is { } left)
            {
                return new NotAsSigned($"No receipt names letter {left.Number} of {left.From} with its hash; sign for every letter through {through}.");
            }

            return await engine.SubmitAsync(command with { Now = engine.Now, Receipts = [.. signed] });
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Begins to listen for a party; whoever listened for it before is told to stop.</summary>
    public Listener Listen(string party)
    {
        var listener = new Listener();
        _listeners.AddOrUpdate(party, listener, (_, before) =>
        {
            before.End();
            return listener;
        });
        return listener;
    }

    /// <summary>Whether a party has a stream open now.</summary>
    public bool IsListening(string party) => _listeners.ContainsKey(party);

    public void StopListening(string party, Listener listener) => _listeners.TryRemove(new KeyValuePair<string, Listener>(party, listener));

    /// <summary>Some mail of a party after a place, in order, with what it takes to deliver it.</summary>
    public async Task<IReadOnlyList<(MailEntry Entry, StoredLetter? Letter)>> MailAsync(PartyName party, long after)
    {
        const int AtOnce = 32;
        var entries = engine.Read((party, after), static (state, asked) => state.Mail(asked.party, asked.after, AtOnce));
        var keys = entries.OfType<LetterEntry>().Select(KeyOf).ToList();
        var letters = keys.Count == 0 ? [] : await contents.ReadAsync(keys);
        return [.. entries.Select(e => (e, e is LetterEntry letter && letters.TryGetValue(KeyOf(letter), out var stored) ? stored : null))];
    }

    public (long Sent, long First, long Next) Standing(string party) =>
        engine.Read(new PartyName(party), static (state, party) => state.Standing(party));

    private static LetterKey KeyOf(LetterEntry entry) => new(entry.From, entry.Number, entry.Sha256);

    // On the log's thread, in order.
    private void Applied(Outcome outcome)
    {
        switch (outcome)
        {
            case LetterTaken { Again: false } taken:
                Interlocked.Increment(ref _taken);
                Wake(taken.Told);
                break;
            case LettersConfirmed { Again: false } confirmed:
                contents.Release(confirmed.Released);
                Wake(confirmed.Told);
                break;
            case PartyAdmitted { Again: false } changed:
                admitted.Refresh();
                LogEvents.PartyAdmitted(log, changed.Party.Name.Value);
                End(changed.Party.Name);
                break;
            case PartyExpelled { Again: false } expelled:
                admitted.Refresh();
                LogEvents.PartyExpelled(log, expelled.Party.Name.Value);
                End(expelled.Party.Name);
                break;
        }
    }

    private void Wake(IEnumerable<PartyName> parties)
    {
        foreach (var party in parties)
        {
            if (_listeners.TryGetValue(party.Value, out var listener))
            {
                listener.Wake();
            }
        }
    }

    // A stream that was opened with a key which is no longer good ends; its party opens another if it may.
    private void End(PartyName party)
    {
        if (_listeners.TryRemove(party.Value, out var listener))
        {
            listener.End();
        }
    }

    private NotAsSigned? Stale(string at, string what)
    {
        // Its form was checked with its signature.
        var age = engine.Now.Since(Instant.Parse(at).Value);
        return age > Freshness ? new NotAsSigned($"The {what} is back-dated: it was signed {(long)age.TotalSeconds} s ago by the exchange's clock, and {Freshness.TotalSeconds} s are allowed.")
            : age < -Freshness ? new NotAsSigned($"The {what} is signed in the future: {(long)-age.TotalSeconds} s ahead of the exchange's clock; compare the clocks.")
            : null;
    }

    private OverQuota? OverQuota(TakeLetter letter)
    {
        foreach (var receiver in letter.To)
        {
            var waiting = engine.Read((receiver, letter.By), static (state, pair) => state.WaitingFor(pair.receiver, pair.By));
            if (waiting.Letters >= limits.MaxWaitingLetters || waiting.Bytes + letter.Size > limits.MaxWaitingBytes)
            {
                return new OverQuota(
                    $"{waiting.Letters} letters ({waiting.Bytes} bytes) from {letter.By} wait for {receiver} already, which is as much as may; send again once it has read some.");
            }
        }

        var (_, first, next) = Standing(letter.By.Value);
        return next - first >= limits.MaxMailbox
            ? new OverQuota($"{next - first} items wait in the mailbox of {letter.By} itself; read and confirm them before sending more.")
            : null;
    }
}
