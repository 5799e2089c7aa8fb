using System.Diagnostics;
using System.Runtime.InteropServices;
using Parley.Scenarios.Running;

namespace Parley.Scenarios;

/// <summary>The demo as a newcomer runs it.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_tells_how_two_parties_settle_an_overlap_and_ends_well()
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "parley.dll"), "demo" },
        };
        using var demo = Process.Start(start)!;
        var told = await demo.StandardOutput.ReadToEndAsync().WaitAsync(ExchangeProcess.Patience);
        await demo.WaitForExitAsync();
        Assert.Equal(0, demo.ExitCode);

        var flat = string.Join(' ', told.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string[] inOrder = ["declares an intent", "is refused: the key lacks aldermoor's intent", "is accepted", "is told: its subscription stands at notification 2"];
        var places = inOrder.Select(words => flat.IndexOf(words, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }
}
