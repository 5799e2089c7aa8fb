using BenchmarkDotNet.Attributes;
using Parley.Core.Geometry;

namespace Parley.Bench.Micro;

/// <summary>From a checked outline to its cells: what each request pays before it is a command.</summary>
[MemoryDiagnoser]
public class CoveringBenchmarks
{
    private readonly Outline _circle = Shapes.Circle(60);
    private readonly Outline _town = Shapes.Ring(radiusKm: 5, vertices: 12);
    private readonly Outline _largest = Shapes.Ring(radiusKm: 27.9, vertices: 40);
    private readonly Outline _country = Shapes.Ring(radiusKm: 410, vertices: 200);

    [Benchmark(Baseline = true, Description = "circle of 60 m")]
    public int Circle() => CellCovering.Of(_circle).Count;

    [Benchmark(Description = "polygon 10 km across")]
    public int Town() => CellCovering.Of(_town).Count;

    [Benchmark(Description = "polygon of 2,500 km²")]
    public int Largest() => CellCovering.Of(_largest).Count;

    [Benchmark(Description = "polygon as large as a country")]
    public int Country() => CellCovering.Of(_country).Count;
}
