using System.Collections.Concurrent;
using System.Diagnostics;

namespace Parley.Demo;

/// <summary>Another <c>parley</c> as a process of its own, killed when disposed and when this one ends.</summary>
internal sealed class Child : IDisposable
{
    private static readonly ConcurrentDictionary<Process, bool> Running = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _said = new();
    private readonly Process _process;

    static Child() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var process in Running.Keys)
        {
            process.Kill();
        }
    };

    private Child(string[] arguments)
    {
        var self = Environment.ProcessPath!;
        var start = Path.GetFileNameWithoutExtension(self) == "dotnet"
            ? new ProcessStartInfo(self, [Environment.GetCommandLineArgs()[0], .. arguments])
            : new ProcessStartInfo(self, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        // Short lives: quick code beats good code here.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        Running[_process] = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The last it printed.</summary>
    public string Said => string.Join(' ', _said);

    public static Child Start(params string[] arguments) => new(arguments);

    /// <summary>Waits until something answers at an address; false when the process ended, or took too long.</summary>
    public async Task<bool> AnswersAsync(string url)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var until = Stopwatch.GetTimestamp() + (long)(Patience.TotalSeconds * Stopwatch.Frequency);
        while (!_process.HasExited && Stopwatch.GetTimestamp() < until)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(url));
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            _said.Enqueue(line.Data);
            while (_said.Count > 5 && _said.TryDequeue(out _))
            {
            }
        }
    }

    public void Dispose()
    {
        if (Running.TryRemove(_process, out _))
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
