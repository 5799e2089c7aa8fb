using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Takes this post's mail from the exchange, one item after the other, each into the journal before the next is looked at: so what is found
/// about a letter is found against all that came before it, here as at every other receiver. One loop; nothing else takes letters.
/// A crash at any step leaves items unconfirmed, which come again and are known by their numbers.
/// </summary>
internal sealed class Inbox(PostEngine engine, RelayClient relay, PartyKeys keys, PartyBook book, LetterReader reader, LetterDesk desk, ILogger<Inbox> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private volatile bool _up;

    /// <summary>True while the exchange's stream of mail stands.</summary>
    public bool Up => _up;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var from = await CatchUpAsync(stopping);
                _up = true;
                await NoteLinkAsync(up: true);
                await TakeToldAsync();
                PostLog.Connected(logger, from);
                pause = TimeSpan.FromMilliseconds(100);
                await ReadAsync(from, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException)
            {
                PostLog.Disconnected(logger, e.Message.ReplaceLineEndings(" "));
            }
#pragma warning disable CA1031 // A fault with one item must not end the line for good; it is logged, and tried again.
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                PostLog.Fault(logger, "Taking mail", e);
            }

            _up = false;
            await NoteLinkAsync(up: false);
            await Task.Delay(pause, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // For the record, and for what a missed link check is due to. A stop is not a fault of the line.
    private async Task NoteLinkAsync(bool up)
    {
        if (engine.Read(static s => s.LinkUp) != up)
        {
            await engine.SubmitAsync(new ChangeLink(engine.Now, up));
        }
    }

    /// <summary>Where the exchange and this post stand with each other, before the stream is opened.</summary>
    private async Task<long> CatchUpAsync(CancellationToken cancel)
    {
        var answer = await relay.StatusAsync(cancel);
        if (answer.Value is not { } status)
        {
            throw new IOException(answer.Refusal);
        }

        await book.RefreshAsync(cancel);
        var (number, seq) = engine.Read(static s => (s.LastNumber, s.LastSeq));
        if (status.Sent > number || status.Confirmed > seq)
        {
            PostLog.Restored(logger, status.Sent, status.Confirmed);
            var ask = engine.Read(static s => s.Parties.Select(static p => p.Name).Where(static n => n.Value != PartyDescription.ExchangeName).ToArray());
            await engine.SubmitAsync(new AdoptNumbers(engine.Now, status.Sent, status.Confirmed, [.. ask]));
        }
        else if (engine.Read(static s => !s.HasCompared))
        {
            await engine.SubmitAsync(new Compared(engine.Now));
        }

        return status.Confirmed;
    }

    private async Task ReadAsync(long after, CancellationToken stopping)
    {
        await using var confirming = new Confirming(relay);
        await foreach (var item in relay.StreamAsync(after, stopping))
        {
            var last = engine.Read(static s => s.LastSeq);
            if (item.Seq > last + 1)
            {
                throw new IOException($"Mail {last + 1} to {item.Seq - 1} is missing.");
            }

            if (item.Seq > last)
            {
                await TakeAsync(item, stopping);
                await TakeToldAsync();
            }

            confirming.Add(item);
        }
    }

    private async Task TakeAsync(MailItem item, CancellationToken cancel)
    {
        var command = item.Kind switch
        {
            MailKind.Sent => TakeSent(item),
            MailKind.Receipt => TakeReceipt(item),
            _ => await ReadGuardedAsync(item, cancel),
        };
        var outcome = await engine.SubmitAsync(command);
        switch (outcome)
        {
            case PostUnavailable unavailable:
                throw new IOException(unavailable.Sentence);
            case PostRefused refused when command is ReceiveLetter or RefuseLetter:
                PostLog.LetterRefused(logger, item.From, refused.Sentence);
                break;
            default:
                if (command is ReceiveLetter take)
                {
                    desk.Handle(take.Letter);
                }

                break;
        }
    }

    // The exchange's word that a letter arrived is not the receiver's: only what the receiver signed counts.
    private TakeReceipt TakeReceipt(MailItem item)
    {
        var signed = book.Find(item.By ?? "") is { } by && Receipt.Read(item.ReceiptJws ?? "", by).Try(out var receipt, out _)
            ? receipt.Letters.Where(l => l.From == engine.Me.Value).Select(static l => l.Number).Intersect(item.Numbers)
            : [];
        return new TakeReceipt(engine.Now, item.Seq, item.Time, new PartyName(item.By ?? ""), [.. signed.Order()], item.ReceiptJws ?? "");
    }

    private TakeSent TakeSent(MailItem item)
    {
        var letter = engine.Read(s => s.OutLetter(item.Number));
        var found = letter is null ? null : reader.Find(letter.Body, engine.Me, letter.To.Keys, item.Time) is { Ok: true } fine ? fine.Value : null;
        return new TakeSent(
            engine.Now, item.Seq, item.Place, item.Time, item.Number, letter is null ? null : new Letter(engine.Me, letter.To, item.Time, letter.Body), found);
    }

    // No letter may stop the mail behind it, whatever a reader of ours overlooks in it.
    private async Task<PostCommand> ReadGuardedAsync(MailItem item, CancellationToken cancel)
    {
        try
        {
            return await ReadLetterAsync(item, cancel);
        }
#pragma warning disable CA1031 // See above; the fault is logged with where it came from.
        catch (Exception e) when (e is not (IOException or HttpRequestException or OperationCanceledException))
#pragma warning restore CA1031
        {
            PostLog.Fault(logger, "Reading a letter", e);
            return new RefuseLetter(engine.Now, item.Seq, item.Time, new PartyName(item.From), "it could not be read", item.Sha256);
        }
    }

    private async Task<PostCommand> ReadLetterAsync(MailItem item, CancellationToken cancel)
    {
        if (book.Find(item.From) is null)
        {
            await book.RefreshAsync(cancel);
        }

        if (!SealedLetter.Open(item.Sealed, keys, book.Find).Try(out var opened, out var problem)
            || (opened.From.Name != item.From && (problem = new Problem("", $"it is signed by {opened.From.Name}, but came from {item.From}")) is not null)
            || !reader.Read(opened.Payload, item.From, item.Time).Try(out var letter, out problem)
            || !reader.Find(letter.Body, letter.From, letter.To.Keys, item.Time).Try(out var found, out problem))
        {
            book.LookSoon();
            return new RefuseLetter(
                engine.Now, item.Seq, item.Time, new PartyName(item.From), problem.ToString(), item.Sha256, opened is null ? 0 : LetterReader.NumberOf(opened.Payload, engine.Me.Value));
        }

        if (letter.Body is HistoryTold told)
        {
            await TakeHistoryAsync(letter.From, told, item.Time);
        }

        return new ReceiveLetter(engine.Now, item.Seq, item.Place, item.Time, letter, opened.Jws, found == new Findings() ? null : found);
    }

    /// <summary>What was lost comes in again: our own letters by our own signature, the teller's by its word here and now.</summary>
    private async Task TakeHistoryAsync(PartyName teller, HistoryTold told, Instant taken)
    {
        var (restoring, untold) = engine.Read(s => (s.Restoring.Contains(teller), s.Alarm($"untold:{teller}") is not null));
        if (!engine.Read(s => s.RowWith(teller).Asked))
        {
            // Its times are the teller's word: taken unasked, they would be a way to back-date.
            PostLog.LetterRefused(logger, teller.Value, "it tells again what nobody asked for");
            return;
        }

        var letters = told.Letters.IsDefault ? [] : told.Letters;
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] is null || OfHistory(letters[i], teller, restoring || untold) is not { } letter)
            {
                PostLog.LetterRefused(logger, teller.Value, "a letter that it tells again is not signed by this post, or not its own");
                continue;
            }

            // Times are the teller's word. Only a post from an old backup needs it; whoever skips a number is told of it when the letter comes.
            var time = restoring ? letters[i].Time : taken;
            await engine.SubmitAsync(new TellHistory(engine.Now, teller, letters[i].Place, time, letter, letters[i].Jws));
        }

        if (told.Last)
        {
            await engine.SubmitAsync(new EndHistory(engine.Now, teller, Told: true));
            await TakeToldAsync();
            while (engine.Read(s => (Next: s.NextHeld(teller) is not null, Stuck: s.Stuck(teller))) is { } held && (held.Next || held.Stuck))
            {
                await engine.SubmitAsync(held.Next ? new ReleaseHeld(engine.Now, teller) : new SkipMissing(engine.Now, teller));
                await TakeToldAsync();
            }
        }
    }

    // Looked at anew, against all that is known by then.
    private async Task TakeToldAsync()
    {
        while (engine.Read(static s => s.NextTold) is { } told)
        {
            var found = reader.Find(told.Letter.Body, told.Letter.From, told.Letter.To.Keys, told.Time) is { Ok: true } fine ? fine.Value : null;
            await engine.SubmitAsync(new TakeHistory(engine.Now, told.Place, found));
        }
    }

    private Letter? OfHistory(PastLetter past, PartyName teller, bool lost)
    {
        byte[] payload;
        foreach (var mine in (PartyDescription[])[keys.Description, .. keys.Former])
        {
            if (SealedLetter.VerifyJws(past.Jws, mine).Try(out payload, out _))
            {
                return Parse(payload) is { } own && own.From == engine.Me && own.To.ContainsKey(teller.Value) ? own : null;
            }
        }

        if (book.Find(teller.Value) is not { } party || !SealedLetter.VerifyJws(past.Jws, party).Try(out payload, out _))
        {
            return lost ? OfLostKeys(past.Jws, teller) : null;
        }

        var (theirs, problem) = reader.ReadAgain(payload, teller);
        if (theirs is not null && problem is not null)
        {
            PostLog.LetterRefused(logger, teller.Value, problem.ToString());
        }

        return theirs;
    }

    // An own letter under keys that went with the machine: nobody can say whether this post wrote it, so it says nothing, but its number is not given twice.
    private Letter? OfLostKeys(string jws, PartyName teller)
    {
        if (SealedLetter.Unverified(jws) is not { } payload || Parse(payload) is not { To: not null } own || own.From != engine.Me
            || own.To.GetValueOrDefault(teller.Value) is var number && (number <= 0 || number > engine.Read(static s => s.LastNumber)))
        {
            return null;
        }

        PostLog.LostLetter(logger, number, teller.Value);
        return own with { To = ImmutableSortedDictionary<string, long>.Empty.Add(teller.Value, number), Body = new Blank() };
    }

    private static Letter? Parse(byte[] payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, PostJson.Default.Letter);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
