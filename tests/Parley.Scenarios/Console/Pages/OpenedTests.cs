using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Pages;

/// <summary>What opens over a page or within it, in every language: a STOP about to be sent, a FLASH, a timeline, keys that are being changed.</summary>
[Trait("rule", "issue-5 §4")]
public sealed class OpenedTests(BusyPost busy, Browser browser) : IClassFixture<BusyPost>
{
    [Theory]
    [InlineData("en", false)]
    [InlineData("he", true)]
    [InlineData("ar", true)]
    [InlineData("ru", false)]
    [InlineData("uk", false)]
    [InlineData("fr", false)]
    public async Task What_opens_is_laid_out_without_clipped_or_mirrored_text(string language, bool rightToLeft)
    {
        if ((await busy.Post.GetAsync<KeysView>("/api/keys")).Is(200).Next is null)
        {
            (await busy.Post.PostAsync<KeysView>("/api/keys/next", new MakeKeysRequest { Officer = "Maj. Alder", SecondOfficer = "Capt. Birch", Reason = "The old laptop was sold." })).Is(200);
        }

        await using var seat = await busy.Post.SignInAsync(browser, "commander", language, path: "/parties");
        var faults = new List<string>();
        await seat.Page.Locator(".own-keys ol").WaitForAsync();
        await MeasureAsync(seat, "new keys", rightToLeft, faults);

        await seat.GoAsync(busy.Pages.First(static p => p.Path.StartsWith("/incidents/", StringComparison.Ordinal)).Path);
        await seat.Page.Locator("main h2 + button").ClickAsync();
        await seat.Page.Locator("table.timeline tbody tr").Nth(3).WaitForAsync();
        await MeasureAsync(seat, "a timeline", rightToLeft, faults);

        await seat.GoAsync("/watch");
        await seat.Page.Locator("header.bar button.stop").ClickAsync();
        await seat.Page.Locator(".cover form.dialog").WaitForAsync();
        await MeasureAsync(seat, "a STOP", rightToLeft, faults);
        await seat.Page.Keyboard.PressAsync("Escape");
        await seat.Page.Locator(".cover").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        (await busy.Other.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = "FLASH", Text = "Hold all flights.", Officer = "Capt. Quint" })).Is(201);
        await seat.Page.Locator("dialog.flash[open]").WaitForAsync();
        await MeasureAsync(seat, "a FLASH", rightToLeft, faults);
        await seat.Page.Locator("dialog.flash[data-armed] button.take").ClickAsync();
        await seat.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults)}");
        Assert.Empty(seat.Errors);
    }

    private static async Task MeasureAsync(Seat seat, string what, bool rightToLeft, List<string> faults)
    {
        await seat.Page.EvaluateAsync("document.fonts.ready.then(() => true)");
        foreach (var (width, height) in new[] { (768, 1024), (1280, 720) })
        {
            await seat.Page.SetViewportSizeAsync(width, height);
            faults.AddRange((await seat.Page.FaultsAsync(rightToLeft)).Select(f => $"{what} at {width}×{height}: {f}"));
        }
    }
}
