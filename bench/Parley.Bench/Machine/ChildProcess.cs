using System.Diagnostics;

namespace Parley.Bench.Machine;

/// <summary>A server that this process started and that ends with it: when disposed of, on an exception, on Ctrl-C. Its output goes to a file.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _logFile;
    private readonly TextWriter _log;

    private ChildProcess(ProcessStartInfo start, string logFile)
    {
        _logFile = logFile;
        _log = TextWriter.Synchronized(new StreamWriter(logFile, append: false) { AutoFlush = true });
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _log.WriteLine(line.Data);
        _process.ErrorDataReceived += (_, line) => _log.WriteLine(line.Data);
    }

    public int Id => _process.Id;

    /// <summary>What it has used of all processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program in a folder of its own, without settings of the caller's: neither a file's nor the environment's.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, string folder, string logFile)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(static k => k.StartsWith("PARLEY_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        var child = new ChildProcess(start, logFile);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Asks for an address until it answers 200.</summary>
    public async Task WaitUntilReadyAsync(Uri address, TimeSpan longest, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        while (Stopwatch.GetElapsedTime(began) < longest)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with {_process.ExitCode} before it was ready:\n{LastLines()}");
            }

            try
            {
                using var response = await http.GetAsync(address, cancel);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // Not listening yet.
            }

            await Task.Delay(5, cancel);
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} was not ready in {longest.TotalSeconds} s:\n{LastLines()}");
    }

    private string LastLines()
    {
        using var log = new StreamReader(new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join('\n', log.ReadToEnd().Split('\n').TakeLast(10));
    }

    /// <summary>Kills it, and what it started, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        await _log.DisposeAsync();
    }
}
