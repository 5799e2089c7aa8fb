using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Parley.Journal.Disk;
using Parley.Journal.Format;

namespace Parley.Journal;

/// <summary>
/// The end of the journal: turns a batch into frames, writes and syncs them, and goes on to the next segment when one is full.
/// Owns the last segment's file. One thread.
/// </summary>
/// <remarks>
/// After any exception but <see cref="NoRoomException"/> it must not be used again: what the disk holds is unknown then, and the page
/// cache may show bytes that are not on it.
/// </remarks>
internal sealed class SegmentWriter(IDisk disk, string folder, JournalOptions options) : IAsyncDisposable
{
    private readonly SegmentPreparer _preparer = new(disk, folder, options.SegmentBytes);
    private readonly Lock _segmentsGate = new();
    private readonly List<SegmentFile> _segments = [];
    private IDiskFile? _file;
    private SegmentHeader _header;
    private byte[] _bytes = [];
    private long _offset;
    private long _capacity;
    private uint _chain;

    /// <summary>No room for the next segment; nothing was changed, and the same call may succeed later.</summary>
    internal sealed class NoRoomException(IOException cause) : Exception(cause.Message, cause);

    /// <summary>A sync failed.</summary>
    internal sealed class SyncException(IOException cause) : Exception(cause.Message, cause);

    /// <summary>The position of the last durable entry.</summary>
    public long Last { get; private set; }

    /// <summary>The oldest position kept; <see cref="Last"/> + 1 when there is none.</summary>
    public long First
    {
        get
        {
            lock (_segmentsGate) return _segments.Count == 0 ? Last + 1 : _segments[0].First;
        }
    }

    /// <summary>
    /// Takes over where a scan ended, having made certain that what it saw is on the disk: after a failed sync the page cache may
    /// show a last batch that the disk does not have, so that batch is written again, what is torn behind it is overwritten with
    /// zeros, and both are synced before anything goes after them. A crash in here leaves what the next start handles the same way.
    /// </summary>
    public void Resume(IReadOnlyList<SegmentFile> segments, JournalScan scan)
    {
        _segments.AddRange(segments);
        if (segments.Count > 0)
        {
            (_header, _offset, _chain, Last) = (scan.Header, scan.Offset, scan.Chain, scan.NextPosition!.Value - 1);
            _file = disk.Open(segments[^1].Path, writable: true);
            _capacity = _file.Length;
            Rewrite(scan.LastBatchOffset, scan.Offset);
            Clear(scan.Offset, scan.DirtyEnd);
            _file.Sync();
        }

        PrepareAhead();
    }

    /// <summary>How many of the entries, from the first on, go into the next write; at least one.</summary>
    public int Fitting(List<Submission> line)
    {
        // The rest of the segment if anything fits there, otherwise a fresh one.
        var room = Math.Min(options.MaxBatchBytes, _file is null ? 0 : _capacity - _offset);
        if (Frame.SizeOf(line[0].Payload.Length) > room) room = Math.Min(options.MaxBatchBytes, options.SegmentBytes - SegmentHeader.Size);
        long size = 0;
        for (var i = 0; i < line.Count; i++)
        {
            size += Frame.SizeOf(line[i].Payload.Length);
            if (size > room) return Math.Max(i, 1);
        }

        return line.Count;
    }

    /// <summary>Makes the entries durable, all in one write and one sync; the first has the position <see cref="Last"/> + 1.</summary>
    public void Append(ReadOnlySpan<Submission> batch)
    {
        var size = 0;
        foreach (var entry in batch)
        {
            size += Frame.SizeOf(entry.Payload.Length);
        }

        if (_file is null || _offset + size > _capacity) Roll();
        if (_bytes.Length < size) _bytes = GC.AllocateUninitializedArray<byte>((int)Math.Max(size, Math.Min(2L * size, options.MaxBatchBytes)));

        var chain = _chain;
        var at = 0;
        for (var i = 0; i < batch.Length; i++)
        {
            var payload = batch[i].Payload.Span;
            chain = Frame.Write(_bytes.AsSpan(at), payload, Last + 1 + i, i, chain, _header.Salt);
            at += Frame.SizeOf(payload.Length);
        }

        _file!.Write(_bytes.AsSpan(0, size), _offset);
        Sync(_file);
        _offset += size;
        _chain = chain;
        Last += batch.Length;
        PrepareAhead();
    }

    /// <summary>Deletes segments without anything after the position, oldest first so that a crash leaves no gap. Any thread.</summary>
    public int TruncateThrough(long position)
    {
        lock (_segmentsGate)
        {
            var deleted = 0;
            while (_segments.Count > 1 && _segments[1].First - 1 <= position)
            {
                disk.Delete(_segments[0].Path);
                _segments.RemoveAt(0);
                deleted++;
            }

            if (deleted > 0) disk.SyncFolder(folder);
            return deleted;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _preparer.DisposeAsync();
        _file?.Dispose();
    }

    // The next segment is wanted soon once half of this one is used; until then a small journal is spared the disk space.
    private void PrepareAhead()
    {
        if (options.PrepareAhead && _offset >= _capacity / 2) _preparer.Begin();
    }

    // The header is durable before the file gets a segment's name, so a segment without a good header is damage and never a crash.
    // A crash after the rename leaves an empty last segment.
    private void Roll()
    {
        SegmentPreparer.Prepared prepared;
        try
        {
            prepared = _preparer.Take();
        }
        catch (IOException full) when (DiskErrors.IsFull(full))
        {
            throw new NoRoomException(full);
        }

        var header = new SegmentHeader(Last + 1, _chain, MemoryMarshal.Read<uint>(RandomNumberGenerator.GetBytes(sizeof(uint))));
        var path = Path.Combine(folder, header.FileName);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        header.Write(bytes);
        prepared.File.Write(bytes, 0);
        Sync(prepared.File);
        disk.Rename(prepared.Path, path);
        disk.SyncFolder(folder);

        _file?.Dispose();
        (_file, _header, _offset, _capacity) = (prepared.File, header, SegmentHeader.Size, options.SegmentBytes);
        lock (_segmentsGate) _segments.Add(new SegmentFile(path, header.FirstPosition));
    }

    private void Rewrite(long from, long to)
    {
        var bytes = new byte[to - from];
        var got = _file!.Read(bytes, from);
        if (got != bytes.Length) throw new IOException($"{_segments[^1].Path} became shorter while it was read");
        _file.Write(bytes, from);
    }

    private void Clear(long from, long to)
    {
        if (to > from) _file!.Write(new byte[to - from], from);
    }

    private static void Sync(IDiskFile file)
    {
        try
        {
            file.Sync();
        }
        catch (IOException failed)
        {
            throw new SyncException(failed);
        }
    }
}
