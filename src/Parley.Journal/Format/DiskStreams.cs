using Parley.Journal.Disk;

namespace Parley.Journal.Format;

/// <summary>Writes a file from its beginning through a buffer, keeping length and checksum. One writer; does not own the file.</summary>
internal sealed class DiskWriteStream(IDiskFile file) : Stream
{
    // Synced in pieces, so that the journal's own syncs wait behind one piece and not behind half a gigabyte at the end.
    private const int SyncEveryBytes = 8 << 20;

    private readonly byte[] _buffer = new byte[1 << 20];
    private int _filled;
    private long _written;
    private long _synced;

    /// <summary>Of all that was written so far.</summary>
    public uint Crc { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written + _filled;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Crc = Crc32C.Of(buffer, Crc);
        while (buffer.Length > 0)
        {
            var count = Math.Min(buffer.Length, _buffer.Length - _filled);
            buffer[..count].CopyTo(_buffer.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
            if (_filled == _buffer.Length) Flush();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
        if (_filled == 0) return;
        file.Write(_buffer.AsSpan(0, _filled), _written);
        _written += _filled;
        _filled = 0;
        if (_written - _synced < SyncEveryBytes) return;
        file.Sync();
        _synced = _written;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Reads a part of a file through a buffer; owns the file. One reader.</summary>
internal sealed class DiskReadStream(IDiskFile file, long start, long length) : Stream
{
    private readonly byte[] _buffer = new byte[256 << 10];
    private int _at;
    private int _filled;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read - (_filled - _at);
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _filled)
        {
            _at = 0;
            _filled = file.Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, length - _read)), start + _read);
            _read += _filled;
        }

        var count = Math.Min(buffer.Length, _filled - _at);
        _buffer.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
