using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Durability;

/// <summary>kill -9 of a post, the exchange, or all of them at every step of the play: nothing is lost, nothing is there twice, both sides agree.</summary>
[Trait("rule", "issue-3 The demo")]
public sealed class KillTests
{
    private static readonly string[][] Victims = [["north"], ["relief"], ["exchange"], ["north", "relief", "exchange"]];

    // Each run kills another victim at each step, so four runs kill each at each step, half of them while the request is under way.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whoever_is_killed_at_whichever_step_both_sides_agree_at_the_end(int run)
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        var play = new Play(world);
        var steps = play.Steps;
        for (var i = 0; i < steps.Count; i++)
        {
            var victims = Victims[(run + i) % Victims.Length];
            TestContext.Current.TestOutputHelper?.WriteLine($"{steps[i].Name}: {string.Join(", ", victims)}");
            await TakeAsync(world, play, steps[i], victims, underWay: (run + (i / 4)) % 2 == 0, delayMs: i * 7 % 30);
        }

        await play.HoldsAsync();
    }

    private static async Task TakeAsync(PostWorld world, Play play, Play.Step step, string[] victims, bool underWay, int delayMs)
    {
        var asked = step.AskAsync();
        if (underWay)
        {
            await Task.Delay(delayMs);
        }
        else
        {
            await asked;
        }

        await world.KillAsync(victims);
        await world.ReviveAsync();
        try
        {
            await asked;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Killed before it answered: only reading can tell what came of it.
        }

        await play.FinishAsync(step);
    }
}
