using System.Diagnostics;
using System.Runtime.InteropServices;
using Parley.Scenarios.Running;

namespace Parley.Scenarios;

/// <summary>The demo as a newcomer runs it.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_tells_how_two_posts_agree_give_notice_and_settle_a_conflict_and_ends_well()
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
        string[] inOrder =
        [
            "drafts", "signs", "show it in force, with the same text hash", "shows the same figure", "sees that Lt. Reed has seen it", "marked late at once", "shows it late by the same figure",
            "same place, same heights: conflict", "shows the same conflict under the same id", "proposes", "accepts", "its intent is changed", "Both posts show the same",
        ];
        var places = inOrder.Select(words => flat.IndexOf(words, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }
}
