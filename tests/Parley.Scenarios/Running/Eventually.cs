namespace Parley.Scenarios.Running;

/// <summary>Waits for what must come to be, as long as it takes on a loaded machine, and no longer than it takes on an idle one.</summary>
public static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> holds, string what, TimeSpan? patience = null)
    {
        var until = DateTimeOffset.UtcNow + (patience ?? ExchangeProcess.Patience);
        while (!await holds())
        {
            Assert.True(DateTimeOffset.UtcNow < until, $"It never came to be that {what}.");
            await Task.Delay(20);
        }
    }
}
