using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core;

namespace Parley.Demo.Exercise;

/// <summary>Where the exercise tells what happens. One thread.</summary>
internal interface IReport
{
    void Begin(string scenario, string title);

    void Says(string who, string what);

    void Warned(string who, string what);

    void Expected(string expectation, bool held);
}

/// <summary>For people: who knew what, when.</summary>
internal sealed class TimelineReport(Timeline timeline) : IReport
{
    public void Begin(string scenario, string title) => timeline.Title(title);

    public void Says(string who, string what) => timeline.Says(who, what);

    public void Warned(string who, string what) => timeline.Warned(who, what);

    public void Expected(string expectation, bool held)
    {
        if (held)
        {
            timeline.Settled("held", expectation);
        }
        else
        {
            timeline.Failed("NOT HELD", expectation);
        }
    }
}

/// <summary>For programs: one JSON object a line for each expectation.</summary>
internal sealed class JsonReport(TextWriter output, TimeProvider clock) : IReport
{
    private string _scenario = "";

    public void Begin(string scenario, string title) => _scenario = scenario;

    public void Says(string who, string what)
    {
    }

    public void Warned(string who, string what)
    {
    }

    public void Expected(string expectation, bool held) =>
        output.WriteLine(JsonSerializer.Serialize(new ExpectationLine(_scenario, expectation, held, Instant.From(clock.GetUtcNow()).ToString()), ExerciseJson.Default.ExpectationLine));
}

internal sealed record ExpectationLine(string Scenario, string Expectation, bool Held, string At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExpectationLine))]
internal sealed partial class ExerciseJson : JsonSerializerContext;
