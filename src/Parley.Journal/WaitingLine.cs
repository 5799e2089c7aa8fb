using System.Diagnostics.CodeAnalysis;

namespace Parley.Journal;

/// <summary>
/// The entries that wait for the log's thread, bounded. Any thread adds; only the log's thread waits and removes, and between
/// <see cref="Wait"/> and the removal the list it got is its own.
/// </summary>
internal sealed class WaitingLine(JournalOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    // Not a semaphore that spins first: on a small machine the spinning takes the core that the next submitter needs.
    private readonly AutoResetEvent _wake = new(false);
    private readonly List<Submission> _line = [];
    private List<Submission> _incoming = [];
    private List<Submission> _spare = [];
    private SubmitRefusal? _closed = new(SubmitRefusalReason.Closed, "The journal was not started.");
    private long _bytes;
    private int _count;
    private bool _sleeping;

    public void Open()
    {
        lock (_gate) _closed = null;
    }

    /// <summary>Refuses all later entries for this reason; a second reason does not replace the first.</summary>
    public void Close(SubmitRefusal reason)
    {
        lock (_gate)
        {
            _closed ??= reason;
            WakeIfSleeping();
        }
    }

    public bool TryAdd(Submission submission, [NotNullWhen(false)] out SubmitRefusal? refusal)
    {
        var size = submission.Payload.Length;
        lock (_gate)
        {
            refusal = _closed
                ?? (size > options.MaxEntryBytes
                    ? new SubmitRefusal(SubmitRefusalReason.TooLarge, $"An entry of {size} bytes is over the limit of {options.MaxEntryBytes}.")
                : _count >= options.MaxWaitingEntries || (_count > 0 && _bytes + size > options.MaxWaitingBytes)
                    ? new SubmitRefusal(SubmitRefusalReason.Busy, $"{_count} entries wait for the disk already; try again shortly.")
                : null);
            if (refusal is not null) return false;
            _count++;
            _bytes += size;
            _incoming.Add(submission);
            WakeIfSleeping();
            return true;
        }
    }

    /// <summary>All that waits, in order, at least one; null when the line is closed and empty.</summary>
    public List<Submission>? Wait()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_incoming.Count > 0)
                {
                    (_incoming, _spare) = (_spare, _incoming);
                    _line.AddRange(_spare);
                    _spare.Clear();
                }

                if (_line.Count > 0) return _line;
                if (_closed is not null) return null;
                _sleeping = true;
            }

            _wake.WaitOne();
        }
    }

    /// <summary>Takes the first entries out of the line.</summary>
    public void Forget(int count)
    {
        long bytes = 0;
        for (var i = 0; i < count; i++)
        {
            bytes += _line[i].Payload.Length;
        }

        _line.RemoveRange(0, count);
        lock (_gate)
        {
            _count -= count;
            _bytes -= bytes;
        }
    }

    /// <summary>Takes the first entries out of the line and gives their tickets.</summary>
    public IReadOnlyList<object> Remove(int count)
    {
        var tickets = new object[count];
        for (var i = 0; i < count; i++)
        {
            tickets[i] = _line[i].Ticket;
        }

        Forget(count);
        return tickets;
    }

    /// <summary>Takes everything out, what came in since the last <see cref="Wait"/> too; called after <see cref="Close"/>.</summary>
    public IReadOnlyList<object> RemoveAll()
    {
        lock (_gate)
        {
            _line.AddRange(_incoming);
            _incoming.Clear();
        }

        return Remove(_line.Count);
    }

    public void Dispose() => _wake.Dispose();

    private void WakeIfSleeping()
    {
        if (!_sleeping) return;
        _sleeping = false;
        _wake.Set();
    }
}
