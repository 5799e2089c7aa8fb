namespace Parley.Demo.Exercise;

/// <summary>Plays scenarios one after the other on one stage.</summary>
internal sealed class Play(DemoWorld world, IReport report)
{
    /// <returns>The names of those in which an expectation did not hold.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<Scenario> scenarios, CancellationToken cancel)
    {
        var stage = new Stage(world, report, cancel);
        var broken = new List<string>();
        foreach (var scenario in scenarios)
        {
            report.Begin(scenario.Name, scenario.Title);
            try
            {
                await scenario.PlayAsync(stage);
            }
            catch (Exception e) when (e is NotHeldException or HttpRequestException)
            {
                if (e is not NotHeldException { Reported: true })
                {
                    report.Expected($"every step can be taken: {e.Message}", held: false);
                }

                broken.Add(scenario.Name);
            }
        }

        return broken;
    }
}
