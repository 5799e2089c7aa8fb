using System.Text.Json.Serialization;

namespace Parley.Bench.Load;

/// <summary>How long one kind of request took, in ms.</summary>
internal sealed record OperationResult(string Operation, long Count, double P50Ms, double P99Ms, double MaxMs);

/// <summary>What one load did.</summary>
/// <param name="Rate">Whole flights, or searches, a second.</param>
/// <param name="GivenUp">Flights or searches that did not come to their end.</param>
internal sealed record LoadResult(
    string Mode,
    int Planners,
    double Seconds,
    double Rate,
    long Done,
    long GivenUp,
    IReadOnlyList<OperationResult> Operations,
    IReadOnlyDictionary<string, long> Statuses)
{
    /// <summary>The p99 of the slowest kind of request.</summary>
    [JsonIgnore]
    public double WorstP99Ms => Operations.Select(static o => o.P99Ms).DefaultIfEmpty().Max();

    [JsonIgnore]
    public string Unit => Mode == "query" ? "queries/s" : "flights/s";

    public void WriteTo(TextWriter to)
    {
        to.WriteLine($"{Mode}: {Rate:F1} {Unit}, {GivenUp} given up, {Planners} planners, {Seconds:F1} s");
        foreach (var o in Operations)
        {
            to.WriteLine($"  {o.Operation,-9}{o.Count,9}  {o.Count / Seconds,9:F0}/s  p50 {o.P50Ms,7:F2}  p99 {o.P99Ms,7:F2}  max {o.MaxMs,8:F2} ms");
        }

        to.WriteLine("  " + string.Join(", ", Statuses.Select(static s => $"{s.Key}: {s.Value}")));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LoadResult))]
internal sealed partial class LoadJson : JsonSerializerContext;
