using System.Collections.Concurrent;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>
/// Callers of tokens that were verified under one key set, by the token's full text; it goes when that key set does. Bounded. A lookup
/// allocates nothing and takes no lock. Any thread.
/// </summary>
internal sealed class VerifiedTokens
{
    /// <summary>Longer tokens are verified each time, so that a full cache stays under about 40 MB.</summary>
    public const int MaxCachedLength = 2048;

    private readonly int _capacity;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private int _count;
    private int _sweeping;

    public VerifiedTokens(KeySet keys, int capacity)
    {
        (Keys, _capacity) = (keys, capacity);
        _bySpan = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The keys all these were verified with.</summary>
    public KeySet Keys { get; }

    public int Count => Volatile.Read(ref _count);

    /// <summary>Who the token was verified to be; to hold <see cref="Caller.Expires"/> against the clock is for the reader.</summary>
    public Caller? Find(ReadOnlySpan<char> token)
    {
        if (!_bySpan.TryGetValue(token, out var entry))
        {
            return null;
        }

        // Written only when it changes: a line that every request writes would travel between all cores.
        if (!entry.Used)
        {
            entry.Used = true;
        }

        return entry.Caller;
    }

    /// <summary>Remembers a caller if there is room or room can be made.</summary>
    public void Add(string token, Caller caller, Instant now)
    {
        if (token.Length > MaxCachedLength || (Count >= _capacity && !TryMakeRoom(now)))
        {
            return;
        }

        // A place is taken before it is filled, so that the bound holds however many add at once.
        if (Interlocked.Increment(ref _count) > _capacity || !_entries.TryAdd(token, new Entry(caller)))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    // One sweeps; a token that comes meanwhile is not remembered and is verified once more next time.
    private bool TryMakeRoom(Instant now)
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
        {
            return false;
        }

        Sweep(now);
        Volatile.Write(ref _sweeping, 0);
        return true;
    }

    public void Remove(ReadOnlySpan<char> token)
    {
        if (_bySpan.TryRemove(token, out _, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    // Second chance: first what is over, then what nobody used since the last sweep, then any, until a quarter is free.
    private void Sweep(Instant now)
    {
        var goal = _capacity - Math.Max(1, _capacity / 4);
        Drop(e => e.Caller.Expires <= now, 0);
        Drop(e => !e.Used, goal);
        Drop(_ => true, goal);
        foreach (var (_, entry) in _entries)
        {
            entry.Used = false;
        }
    }

    private void Drop(Func<Entry, bool> which, int downTo)
    {
        foreach (var (token, entry) in _entries)
        {
            if (Count <= downTo)
            {
                return;
            }

            if (which(entry))
            {
                Remove(token);
            }
        }
    }

    private sealed class Entry(Caller caller)
    {
        public Caller Caller { get; } = caller;

        public bool Used { get; set; }
    }
}
