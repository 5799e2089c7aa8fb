using BenchmarkDotNet.Attributes;
using Parley.Core.Exchange;

namespace Parley.Bench.Micro;

/// <summary>One whole flight, folded into a state that holds none or a million others.</summary>
[MemoryDiagnoser]
public class ApplyBenchmarks
{
    private readonly ExchangeState _state = new();
    private readonly Command[] _flight = Flight();

    [Params(0, 1_000_000)]
    public int Live { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        for (var n = 1; n <= Live; n++)
        {
            Take(Commands.Create(n));
        }

        if (_state.IntentCount != Live)
        {
            throw new InvalidOperationException($"{_state.IntentCount} intents are there instead of {Live}.");
        }
    }

    [Benchmark(Description = "create, activate, delete")]
    public int Fly()
    {
        foreach (var command in _flight)
        {
            Take(command);
        }

        return _state.IntentCount;
    }

    private void Take(Command command)
    {
        // A refusal would be quicker than what is to be measured.
        if (_state.Apply(command) is not IntentChanged)
        {
            throw new InvalidOperationException("A command was refused; the benchmark's flights are wrong.");
        }
    }

    private static Command[] Flight()
    {
        var created = Commands.Create(0);
        var active = Commands.Activate(created);
        return [created, active, Commands.Delete(active)];
    }
}
