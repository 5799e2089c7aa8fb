using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Client.Post;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;

namespace Parley.Post.Record;

/// <summary>Which entries of a journal are wanted; null members ask for nothing.</summary>
/// <param name="Kind">What an entry does, or what its letter says.</param>
/// <param name="Party">From or to it.</param>
/// <param name="About">Id or name of what it is about.</param>
internal sealed record Wanted(string? Kind, string? Party, string? About)
{
    private readonly byte[]? _kind = Kind is null ? null : Encoding.UTF8.GetBytes($"\"{Kind}");
    private readonly byte[]? _party = Party is null ? null : Encoding.UTF8.GetBytes(Party);
    private readonly byte[]? _about = About is null ? null : Encoding.UTF8.GetBytes(About);

    public bool Everything => Kind is null && Party is null && About is null;

    /// <summary>False only for what it can't be: so that a long search reads few entries in full.</summary>
    /// <param name="own">This post's party, of whom an entry need not speak.</param>
    public bool Perhaps(ReadOnlySpan<byte> entry, string own) =>
        (_kind is null || entry.IndexOf(_kind) >= 0) && (_about is null || entry.IndexOf(_about) >= 0) && (_party is null || Party == own || entry.IndexOf(_party) >= 0);

    public bool Is(JournalEntryView entry) =>
        (Kind is null || entry.Kind == Kind || entry.Letter == Kind) && (Party is null || entry.From == Party || entry.To.Contains(Party)) && (About is null || entry.About == About);
}

/// <summary>
/// Reads a post's journal backwards by pages, from its files, off the engine's lock. A page reads the segments it lies in (64 MB each) and no
/// more; a search that finds little stops after so many entries and says where to go on. Thread-safe.
/// </summary>
internal sealed class JournalBook(PostEngine engine, string data) : IDisposable
{
    /// <summary>How many entries one call looks through at most.</summary>
    public const int MostLooked = 250_000;

    private const int MostAtOnce = 32_768;

    // A page takes tens of milliseconds of one processor: not more of them at a time than leave the post its own.
    private readonly SemaphoreSlim _few = new(2);

    /// <param name="before">Entries before this position.</param>
    /// <exception cref="JournalException">The journal can't be read.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public Task<JournalPageView> PageAsync(long before, int limit, Wanted wanted, CancellationToken cancel) => ReadAsync(last => Page(last, before, limit, wanted, cancel), cancel);

    /// <summary>Null when there is no such entry, or no longer.</summary>
    /// <exception cref="JournalException">The journal can't be read.</exception>
    public Task<JournalContentView?> EntryAsync(long position, CancellationToken cancel) => ReadAsync(
        last =>
        {
            JournalContentView? found = null;
            if (position >= 1 && position <= last)
            {
                Walk(position, position + 1, (entry, command) => found = Content(entry, command), static _ => true, cancel);
            }

            return found;
        },
        cancel);

    private async Task<T> ReadAsync<T>(Func<long, T> read, CancellationToken cancel)
    {
        await _few.WaitAsync(cancel);
        try
        {
            var last = engine.Read(_ => engine.Position);
            return await Task.Run(() => read(last), cancel);
        }
        finally
        {
            _few.Release();
        }
    }

    private JournalPageView Page(long last, long before, int limit, Wanted wanted, CancellationToken cancel)
    {
        var found = new List<JournalEntryView>(limit);
        var end = Math.Min(before, last + 1);
        long looked = 0, size = wanted.Everything ? limit : 1024;
        while (end > 1 && found.Count < limit && looked < MostLooked)
        {
            var from = Math.Max(1, end - size);
            // Of a window, the newest count: what does not fit is for the next page.
            var part = new Queue<JournalEntryView>();
            var room = limit - found.Count;
            var read = Walk(
                from, end,
                (entry, command) =>
                {
                    var view = EntryWords.Of(entry.Position, command, engine.Me);
                    if (!wanted.Is(view))
                    {
                        return;
                    }

                    part.Enqueue(view);
                    if (part.Count > room)
                    {
                        part.Dequeue();
                    }
                },
                payload => wanted.Perhaps(payload.Span, engine.Me.Value), cancel);
            found.AddRange(part.Reverse());
            if (read == 0)
            {
                // Truncated away.
                end = 1;
                break;
            }

            looked += end - from;
            end = found.Count == limit ? found[^1].Position : from;
            size = Math.Min(size * 2, MostAtOnce);
        }

        return new JournalPageView(Titled(found), last, end > 1 ? end : null);
    }

    // How many entries there were.
    private long Walk(long from, long end, Action<StoredEntry, PostCommand> take, Func<ReadOnlyMemory<byte>, bool> perhaps, CancellationToken cancel)
    {
        var read = 0L;
        var damage = JournalReader.Open(data).Read(from, entry =>
        {
            if (entry.Position >= end)
            {
                return false;
            }

            cancel.ThrowIfCancellationRequested();
            read++;
            if (perhaps(entry.Payload))
            {
                take(entry, PostCodec.Decode(entry.Payload));
            }

            return entry.Position + 1 < end;
        });
        return damage is null ? read : throw new JournalException(damage.ToString());
    }

    private JournalContentView Content(StoredEntry entry, PostCommand command)
    {
        var jws = command switch { ReceiveLetter take => take.Jws, TellHistory told => told.Jws, _ => "" };
        return new JournalContentView(
            Titled([EntryWords.Of(entry.Position, command, engine.Me)])[0], entry.Payload.Length, Convert.ToHexStringLower(SHA256.HashData(entry.Payload.Span)),
            jws.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(jws))) : null, JsonElement.Parse(entry.Payload.Span));
    }

    private IReadOnlyList<JournalEntryView> Titled(IReadOnlyList<JournalEntryView> entries) => engine.Read(s => entries.Select(e => e with
    {
        Title = e.AboutKind is "agreement" or "incident" && EntityId.Parse(e.About).Try(out var id, out _)
            ? e.AboutKind == "agreement" ? s.Agreement(id)?.Terms.Title : s.Incident(id)?.What.Title
            : null,
    }).ToArray());

    public void Dispose() => _few.Dispose();
}
