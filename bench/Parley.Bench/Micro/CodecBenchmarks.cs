using BenchmarkDotNet.Attributes;
using Parley.Core.Exchange;

namespace Parley.Bench.Micro;

/// <summary>Commands to journal entries and back; decoding is part of each restart.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private Command _command = Commands.Create(0);
    private byte[] _entry = [];

    /// <summary>OVNs in the key: none in an empty sky, 26 in a crowded cell.</summary>
    [Params(0, 26)]
    public int KeyLength { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _command = Commands.Create(0, KeyLength);
        _entry = CommandCodec.Encode(_command);
    }

    [Benchmark]
    public int Encode() => CommandCodec.Encode(_command).Length;

    [Benchmark]
    public Command Decode() => CommandCodec.Decode(_entry);
}
