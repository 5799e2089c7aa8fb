namespace Parley.Client.Letters;

/// <summary>
/// A stream of server-sent events that must let itself be heard: reading fails when nothing came for a while, or when a line is longer than any
/// letter. One reader; the inner stream is the caller's own.
/// </summary>
internal sealed class LiveLine(Stream inner, TimeSpan silence) : Stream
{
    private const int LongestLine = 512 << 10;

    private long _line;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(silence);
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, patience.Token);
        }
        catch (OperationCanceledException nothing) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The exchange has not been heard for {silence.TotalSeconds} s.", nothing);
        }

        var end = buffer.Span[..read].LastIndexOf((byte)'\n');
        _line = end < 0 ? _line + read : read - end - 1;
        return _line > LongestLine ? throw new IOException("The exchange sent a line longer than any letter.") : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
