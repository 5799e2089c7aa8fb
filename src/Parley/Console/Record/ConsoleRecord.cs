using System.Text.Json;
using System.Threading.Channels;
using Parley.Client.Letters;
using Parley.Console.Accounts;
using Parley.Core;

namespace Parley.Console.Record;

/// <summary>
/// Writes the record: one loop takes whatever lines wait, writes them together and syncs once. A line that is answered for is on the disk; one that a
/// crash tore was answered to nobody, and is cut. A chain that is broken goes on only behind a line that says so. Thread-safe.
/// </summary>
internal sealed class ConsoleRecord : IConsoleRecord, IAsyncDisposable
{
    /// <summary>As it stands under <c>what</c> where a break was found.</summary>
    public const string Broken = "record broken";

    private const int MostText = 300;

    private readonly Channel<(RecordLine Line, TaskCompletionSource Done)> _waiting = Channel.CreateBounded<(RecordLine, TaskCompletionSource)>(4096);
    private readonly Lock _lock = new();
    // Of each line: its file, where it begins, how long it is. The first one's number is _first.
    private readonly List<(string File, long At, int Length)> _lines = [];
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly int _mostBytes;
    private readonly Task _writing;
    private long _first = 1;
    private long _number;
    private string _hash = RecordChain.Start;
    private FileStream? _file;

    private ConsoleRecord(string folder, TimeProvider clock, ILogger log, int mostBytes)
    {
        (_folder, _clock, _log, _mostBytes) = (folder, clock, log, mostBytes);
        Folders.MakeOwn(folder);
        var known = new HashSet<long>();
        var (number, hash, torn, breaks) = RecordChain.Walk(folder, (file, at, length, line) =>
        {
            if (_lines.Count == 0)
            {
                _first = line.N;
            }

            // A number that is missing has no line: what is asked for by number is found by its place here.
            while (_first + _lines.Count < line.N && line.N - _first - _lines.Count < 1_000_000)
            {
                _lines.Add(("", 0, 0));
            }

            _lines.Add((file, at, length));
            if (line.What == Broken && long.TryParse(line.About, out var broken))
            {
                known.Add(broken);
            }
        });
        (_number, _hash) = (number, hash);
        var last = RecordChain.Files(folder) is [.., var file] ? file : RecordChain.FileOf(folder, 1);
        _file = Open(last);
        if (torn > 0)
        {
            _file.SetLength(_file.Length - torn);
            ConsoleLog.RecordTorn(log, torn);
        }

        _writing = Task.Run(WriteAsync);
        foreach (var found in breaks)
        {
            ConsoleLog.RecordBroken(log, found.Sentence);
            if (!known.Contains(found.Number))
            {
                _ = AppendAsync(new RecordLine(null, "parley", Broken, $"{found.Number}", found.Sentence)).AsTask();
            }
        }

        ConsoleLog.RecordOpened(log, number, hash);
    }

    /// <param name="mostBytes">A file that is longer gets no more lines; the next one is begun.</param>
    public static ConsoleRecord Open(string folder, TimeProvider clock, ILogger log, int mostBytes = 32 << 20) => new(folder, clock, log, mostBytes);

    public async ValueTask AppendAsync(RecordLine line)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync((line, done));
        await done.Task;
    }

    /// <summary>The newest first, or, after a number, the oldest of those that follow.</summary>
    public IReadOnlyList<WrittenLine> Read(long? before, long? after, int limit)
    {
        (string File, long At, int Length)[] found;
        lock (_lock)
        {
            var (from, to) = after is { } a ? (a + 1, a + limit) : ((before ?? _number + 1) - limit, (before ?? _number + 1) - 1);
            (from, to) = (Math.Max(from, _first), Math.Min(to, _first + _lines.Count - 1));
            found = from > to ? [] : [.. _lines.Skip((int)(from - _first)).Take((int)(to - from + 1))];
        }

        var lines = new List<WrittenLine>(found.Length);
        foreach (var group in found.Where(static f => f.Length > 0).GroupBy(static f => f.File))
        {
            using var file = File.OpenHandle(group.Key, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            foreach (var (_, at, length) in group)
            {
                var bytes = new byte[length];
                if (RandomAccess.Read(file, bytes, at) == length && RecordChain.Parse(bytes) is { } line)
                {
                    lines.Add(line);
                }
            }
        }

        if (after is null)
        {
            lines.Reverse();
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private async Task WriteAsync()
    {
        var batch = new List<(RecordLine Line, TaskCompletionSource Done)>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < 1000 && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            try
            {
                Write(batch.Select(static b => b.Line));
                batch.ForEach(static b => b.Done.TrySetResult());
            }
#pragma warning disable CA1031 // This loop must outlive every fault: without it all who wait for a line would wait for ever.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // Nobody may do here what nobody can see later: who waits for the line is refused.
                ConsoleLog.RecordFailed(_log, e.Message.ReplaceLineEndings(" "));
                batch.ForEach(b => b.Done.TrySetException(new RecordUnwritableException(e)));
            }
        }
    }

    private void Write(IEnumerable<RecordLine> lines)
    {
        if (_file!.Length > _mostBytes)
        {
            // Where no new one can be opened, the one that there is stays open, and the next line tries again.
            var next = Open(RecordChain.FileOf(_folder, _number + 1));
            _file.Dispose();
            _file = next;
        }

        var (number, hash, at) = (_number, _hash, _file.Length);
        var bytes = new MemoryStream();
        var written = new List<(string, long, int)>();
        foreach (var line in lines)
        {
            number++;
            var text = JsonSerializer.SerializeToUtf8Bytes(
                new WrittenLine(number, Instant.From(_clock.GetUtcNow()).ToString(), line.Who, Plain(line.Name)!, Plain(line.What)!, Plain(line.About), Plain(line.Outcome)!, hash), RecordJson.Default.WrittenLine);
            hash = RecordChain.Hash(text);
            written.Add((_file.Name, at + bytes.Length, text.Length));
            bytes.Write(text);
            bytes.WriteByte((byte)'\n');
        }

        try
        {
            _file.Seek(at, SeekOrigin.Begin);
            _file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // What came of it may be half a line: it is written over by the next try.
            _file.SetLength(at);
            throw;
        }

        (_number, _hash) = (number, hash);
        lock (_lock)
        {
            _lines.AddRange(written);
        }

        RecordChain.WriteHead(_folder, number, hash);
    }

    private static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Folders.Own(path);
        return file;
    }

    // What others typed stands here as it can be shown: no control characters, not without end.
    private static string? Plain(string? text) => text is null ? null : PlainText.Defuse(text, MostText);
}
