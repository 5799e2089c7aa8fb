using System.Text.Json.Serialization;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Hosting;

/// <summary>What a health check is told.</summary>
/// <param name="Live">The process answers; always true.</param>
/// <param name="Ready">Reads are answered.</param>
/// <param name="Writable">Changes are taken; false while the journal's disk is full or has failed.</param>
/// <param name="Reason">Why something is false.</param>
/// <param name="Position">The last journal position that answers reflect.</param>
internal sealed record HealthReport(bool Live, bool Ready, bool Writable, string? Reason, long Position);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary><c>/healthy</c> is 200 only when everything works; <c>/healthy/live</c> asks only whether to restart the process, <c>/healthy/ready</c> whether to send reads.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder app, ExchangeEngine engine)
    {
        app.MapGet("/healthy", context => Tell(context, engine, static r => r.Ready && r.Writable)).ExcludeFromDescription();
        app.MapGet("/healthy/live", context => Tell(context, engine, static r => r.Live)).ExcludeFromDescription();
        app.MapGet("/healthy/ready", context => Tell(context, engine, static r => r.Ready)).ExcludeFromDescription();
    }

    private static Task Tell(HttpContext context, ExchangeEngine engine, Func<HealthReport, bool> fine)
    {
        var failure = engine.Log.Health.Failure;
        var report = new HealthReport(true, engine.NotReady is null, failure is null, engine.NotReady ?? failure?.Sentence, engine.Position);
        return Answer.Json(fine(report) ? Status200OK : Status503ServiceUnavailable, report, HealthJson.Default.HealthReport).WriteAsync(context);
    }
}
