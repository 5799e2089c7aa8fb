using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Parley.Client.Letters;

/// <summary>
/// Server-sent events as far as the exchange uses them: the <c>data:</c> of each event, in one line. Comments count only as signs of life.
/// One reader.
/// </summary>
internal sealed class EventLines(Stream body, TimeSpan silence)
{
    private const int LongestLine = 512 << 10;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true, bufferSize: 16 << 10));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        while (true)
        {
            patience.CancelAfter(silence);
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException nothing) when (!cancel.IsCancellationRequested)
            {
                throw new IOException($"The exchange has not been heard for {silence.TotalSeconds} s.", nothing);
            }

            // Whoever takes an item may take long over it; the line is not silent meanwhile.
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                if (Data(line) is { } data)
                {
                    yield return data;
                }

                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > LongestLine)
            {
                throw new IOException("The exchange sent a line longer than any letter.");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }

    private static ReadOnlyMemory<byte>? Data(ReadOnlySequence<byte> line)
    {
        Span<byte> head = stackalloc byte[6];
        if (line.Length < head.Length)
        {
            return null;
        }

        line.Slice(0, head.Length).CopyTo(head);
        return head.SequenceEqual("data: "u8) ? new ReadOnlyMemory<byte>(line.Slice(head.Length).ToArray()) : (ReadOnlyMemory<byte>?)null;
    }
}
