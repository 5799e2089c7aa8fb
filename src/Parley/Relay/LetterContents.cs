using System.Formats.Cbor;
using Parley.Core.Exchange;
using Parley.Journal;

namespace Parley.Relay;

/// <summary>A letter as the exchange holds it. Immutable.</summary>
/// <param name="Envelope">What the sender signed for the outside.</param>
/// <param name="Letter">The sealed bytes.</param>
internal sealed record StoredLetter(string Envelope, byte[] Letter);

/// <summary>
/// The sealed letters that wait for somebody, in a log of their own (DATA/letters) beside the journal, which names them only by hash. Each is
/// durable before the journal entry that makes it a letter. What a crash leaves between the two belongs to no entry, and is let go of at the
/// next start. Thread-safe.
/// </summary>
internal sealed class LetterContents : IAsyncDisposable
{
    /// <summary>Small, as space is given back by whole segments.</summary>
    public const int SegmentBytes = 8 << 20;

    // Who listens is given a letter a moment after it came; it should cost no read.
    private const long MostCached = 32L << 20;
    private const int MostInLine = 65_536;
    private const int CarriedAtOnce = 16;

    // Guards all below; never held across I/O.
    private readonly Lock _gate = new();
    private readonly Dictionary<LetterKey, Content> _contents = [];
    private readonly SortedDictionary<long, LetterKey> _byPosition = [];
    private readonly Queue<Content> _cached = [];
    private readonly SemaphoreSlim _reading = new(2);
    private readonly LocalLog _log;
    private readonly string _folder;
    private long _cachedBytes;
    private long _liveBytes;

    private LetterContents(LocalLog log, string folder) => (_log, _folder) = (log, folder);

    private sealed class Content(long position, int size, StoredLetter? kept)
    {
        public long Position { get; set; } = position;

        public int Size { get; } = size;

        public StoredLetter? Kept { get; set; } = kept;
    }

    // One that is being written. Moved: where it was before, if it is only carried forward.
    private sealed class Pending(LetterKey key, int size, StoredLetter letter, long? moved)
        : TaskCompletionSource<LogFailure?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public LetterKey Key { get; } = key;

        public int Size { get; } = size;

        public StoredLetter Letter { get; } = letter;

        public long? Moved { get; } = moved;
    }

    /// <summary>How many letters are held, and their bytes.</summary>
    public (int Letters, long Bytes) Held
    {
        get
        {
            lock (_gate)
            {
                return (_contents.Count, _liveBytes);
            }
        }
    }

    /// <exception cref="JournalException">The folder cannot be used.</exception>
    public static LetterContents Open(string data)
    {
        var folder = Path.Combine(data, "letters");
        return new LetterContents(LocalLog.Open(new JournalOptions(folder, SegmentBytes) { MaxEntryBytes = 256 << 10, MaxBatchBytes = 2 << 20 }), folder);
    }

    /// <summary>Finds all that is stored. Once, before everything else.</summary>
    /// <exception cref="JournalException">What is stored cannot be trusted or read.</exception>
    public void Start() => _log.Start(
        JournalReader.Open(_folder).SegmentStarts() is [var first, ..] ? first - 1 : 0,
        Deliver,
        static (tickets, failure) =>
        {
            foreach (var ticket in tickets)
            {
                ((Pending)ticket).TrySetResult(failure);
            }
        });

    /// <summary>Lets go of all but these, and names those that should be here and are not. Once, after the journal was replayed and before letters are taken.</summary>
    public IReadOnlyList<LetterKey> KeepOnly(IEnumerable<LetterKey> waiting)
    {
        var wanted = waiting.ToHashSet();
        lock (_gate)
        {
            foreach (var key in _contents.Keys.Where(k => !wanted.Contains(k)).ToList())
            {
                Remove(key);
            }

            wanted.ExceptWith(_contents.Keys);
        }

        return [.. wanted];
    }

    /// <summary>Makes a letter durable. Null when it is, or why it can't be.</summary>
    public Task<LogFailure?> AddAsync(LetterKey key, StoredLetter letter) => WriteAsync(key, letter, null);

    /// <summary>Forgets letters that nobody waits for any more; their space comes back later.</summary>
    public void Release(IEnumerable<LetterKey> keys)
    {
        lock (_gate)
        {
            foreach (var key in keys)
            {
                Remove(key);
            }
        }
    }

    /// <summary>The letters of these keys, from memory or the files; one that is not there is left out.</summary>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public async Task<Dictionary<LetterKey, StoredLetter>> ReadAsync(IReadOnlyList<LetterKey> keys)
    {
        var found = new Dictionary<LetterKey, StoredLetter>();
        // Again, as a letter may be carried forward between the look-up and the read.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var missing = new SortedDictionary<long, LetterKey>();
            lock (_gate)
            {
                foreach (var key in keys)
                {
                    if (!found.ContainsKey(key) && _contents.TryGetValue(key, out var content))
                    {
                        if (content.Kept is { } kept)
                        {
                            found[key] = kept;
                        }
                        else
                        {
                            missing[content.Position] = key;
                        }
                    }
                }
            }

            if (missing.Count == 0)
            {
                break;
            }

            await _reading.WaitAsync();
            try
            {
                await Task.Run(() => ReadFiles([.. missing.Keys], found));
            }
            finally
            {
                _reading.Release();
            }
        }

        return found;
    }

    /// <summary>
    /// Gives space back: deletes segments that hold nothing of use, and while much less is waiting than the files take, carries what still
    /// waits in the oldest segment forward to the end. Each byte carried is paid for by at least as many that were released. One caller at a time.
    /// </summary>
    /// <exception cref="JournalException">A file cannot be read or deleted.</exception>
    public async Task GiveBackAsync(CancellationToken cancel)
    {
        var reader = JournalReader.Open(_folder);
        while (!cancel.IsCancellationRequested)
        {
            long oldest, live;
            lock (_gate)
            {
                oldest = _byPosition.Count == 0 ? long.MaxValue : _byPosition.First().Key;
                live = _liveBytes;
            }

            // What was written since the look is behind the last segment's start, which is never deleted.
            _log.TruncateThrough(Math.Min(oldest, _log.End + 1) - 1);
            var segments = reader.SegmentStarts();
            if (segments.Count <= 4 + (2 * ((live / SegmentBytes) + 1)) || oldest >= segments[1] || !await CarryAsync(segments[1]))
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _reading.Dispose();
    }

    private async Task<bool> CarryAsync(long before)
    {
        while (true)
        {
            List<KeyValuePair<long, LetterKey>> old;
            lock (_gate)
            {
                old = [.. _byPosition.TakeWhile(p => p.Key < before).Take(CarriedAtOnce)];
            }

            if (old.Count == 0)
            {
                return true;
            }

            var letters = await ReadAsync([.. old.Select(static o => o.Value)]);
            var writes = old.Where(o => letters.ContainsKey(o.Value)).Select(o => WriteAsync(o.Value, letters[o.Value], o.Key)).ToList();
            if (writes.Count == 0 || (await Task.WhenAll(writes)).Any(static failure => failure is not null))
            {
                return false;
            }
        }
    }

    private async Task<LogFailure?> WriteAsync(LetterKey key, StoredLetter letter, long? moved)
    {
        var bytes = Encode(key, letter);
        var pending = new Pending(key, bytes.Length, letter, moved);
        return _log.TrySubmit(bytes, pending, out var refusal)
            ? await pending.Task
            : new LogFailure(refusal.Reason == SubmitRefusalReason.Busy ? LogFailureKind.DiskFull : LogFailureKind.WriteFailed, refusal.Sentence);
    }

    private void Deliver(ReadOnlyMemory<OrderedEntry> batch)
    {
        lock (_gate)
        {
            foreach (ref readonly var entry in batch.Span)
            {
                if (entry.Ticket is not Pending pending)
                {
                    Add(Decode(entry.Payload, out _), new Content(entry.Position, entry.Payload.Length, null));
                }
                else if (pending.Moved is null)
                {
                    Add(pending.Key, new Content(entry.Position, pending.Size, pending.Letter));
                }
                else if (_contents.TryGetValue(pending.Key, out var content) && content.Position == pending.Moved)
                {
                    _byPosition.Remove(content.Position);
                    content.Position = entry.Position;
                    _byPosition[content.Position] = pending.Key;
                }
            }
        }

        foreach (ref readonly var entry in batch.Span)
        {
            (entry.Ticket as Pending)?.TrySetResult(null);
        }
    }

    // The three below: under _gate.
    private void Add(LetterKey key, Content content)
    {
        Remove(key);
        _contents[key] = content;
        _byPosition[content.Position] = key;
        _liveBytes += content.Size;
        if (content.Kept is not null)
        {
            _cached.Enqueue(content);
            _cachedBytes += content.Size;
            // Counted too, as what was released stays in line until its turn.
            while (_cachedBytes > MostCached || _cached.Count > MostInLine)
            {
                Uncache(_cached.Dequeue());
            }
        }
    }

    private void Remove(LetterKey key)
    {
        if (_contents.Remove(key, out var content))
        {
            _byPosition.Remove(content.Position);
            _liveBytes -= content.Size;
            Uncache(content);
            while (_cached.TryPeek(out var gone) && gone.Kept is null)
            {
                _cached.Dequeue();
            }
        }
    }

    private void Uncache(Content content)
    {
        if (content.Kept is not null)
        {
            content.Kept = null;
            _cachedBytes -= content.Size;
        }
    }

    private void ReadFiles(List<long> positions, Dictionary<LetterKey, StoredLetter> found)
    {
        var reader = JournalReader.Open(_folder);
        for (var next = 0; next < positions.Count;)
        {
            // What others wrote in between is read over, unless it is much: then the search begins anew from its segment.
            var began = next;
            var damage = reader.Read(positions[next], entry =>
            {
                // Carried forward since it was looked up: the caller looks again.
                while (next < positions.Count && positions[next] < entry.Position)
                {
                    next++;
                }

                if (next < positions.Count && entry.Position == positions[next])
                {
                    found[Decode(entry.Payload, out var letter)] = letter;
                    next++;
                }

                return next < positions.Count && positions[next] - entry.Position < 512;
            });
            if (damage is not null)
            {
                throw new JournalDamagedException(damage);
            }

            if (next == began)
            {
                return;
            }
        }
    }

    private static byte[] Encode(LetterKey key, StoredLetter letter)
    {
        var w = new CborWriter(CborConformanceMode.Canonical, initialCapacity: letter.Letter.Length + 2048);
        w.WriteStartArray(6);
        w.WriteInt32(1);
        w.WriteTextString(key.From.Value);
        w.WriteInt64(key.Number);
        w.WriteTextString(key.Sha256);
        w.WriteTextString(letter.Envelope);
        w.WriteByteString(letter.Letter);
        w.WriteEndArray();
        return w.Encode();
    }

    private static LetterKey Decode(ReadOnlyMemory<byte> entry, out StoredLetter letter)
    {
        var r = new CborReader(entry, CborConformanceMode.Lax);
        r.ReadStartArray();
        if (r.ReadInt32() is var kind and not 1)
        {
            throw new CborContentException($"Letter of unknown kind {kind}: written by a newer Parley; run that version.");
        }

        var key = new LetterKey(new PartyName(r.ReadTextString()), r.ReadInt64(), r.ReadTextString());
        letter = new StoredLetter(r.ReadTextString(), r.ReadByteString());
        return key;
    }
}
