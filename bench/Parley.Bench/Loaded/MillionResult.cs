using System.Text.Json.Serialization;
using Parley.Bench.Load;

namespace Parley.Bench.Loaded;

/// <summary>An exchange full of live intents.</summary>
/// <param name="Narrow">Searches for one flight each, among all of them.</param>
/// <param name="Wide">Searches of 10 km around a place, all altitudes.</param>
/// <param name="ResidentBefore">The exchange's memory before, in bytes; null when its process can't be seen.</param>
/// <param name="ResidentAfter">With all intents loaded and searched.</param>
/// <param name="ResidentPeak">The most it ever was: snapshots and garbage included.</param>
internal sealed record MillionResult(
    long Count, LoadResult Loading, LoadResult Narrow, LoadResult Wide, long? ResidentBefore, long? ResidentAfter, long? ResidentPeak)
{
    public void WriteTo(TextWriter to)
    {
        Loading.WriteTo(to);
        to.WriteLine("with them loaded, searches for one flight:");
        Narrow.WriteTo(to);
        to.WriteLine("with them loaded, searches of 10 km around:");
        Wide.WriteTo(to);
        to.WriteLine(ResidentAfter is null
            ? "The exchange's process can't be seen; give --pid for its memory."
            : $"memory of the exchange: {Mega(ResidentBefore)} before, {Mega(ResidentAfter)} after, {Mega(ResidentPeak)} at most; "
                + $"{(ResidentAfter - ResidentBefore) / Math.Max(1, Loading.Done)} bytes for each intent");
    }

    public static string Mega(long? bytes) => bytes is { } known ? $"{known / 1e6:F0} MB" : "?";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MillionResult))]
internal sealed partial class MillionJson : JsonSerializerContext;
