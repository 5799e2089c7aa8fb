using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Telling;

/// <summary>Telling in a real browser: the page that sets it, a window that is seen, and the worker that shows what comes when no page is open.</summary>
public sealed class WindowTests(Browser browser)
{
    private static async Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(PostProcess post, string name) =>
        (await post.GetAsync<IReadOnlyList<DeliveryView>>($"/api/telling/deliveries?person={Uri.EscapeDataString(name)}")).Is(200);

    [Fact]
    public async Task A_window_that_is_seen_is_told_in_itself_and_one_that_was_closed_is_not_waited_for()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var post = world["aldermoor"];
        (await post.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "A. One" })).Is(200);
        async Task SendAsync(string text) =>
            (await world["quill"].PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = "IMMEDIATE", Text = text, Officer = "Q. One" })).Is(201);
        string name;
        await using (var seat = await post.SignInAsync(browser, "watch officer"))
        {
            name = seat.Person.Name;
            await seat.Page.Locator("#main h1").WaitForAsync();
            await Eventually.TrueAsync(
                async () =>
                {
                    await SendAsync("seen?");
                    return (await DeliveriesAsync(post, name)).Any(static d => d is { Way: "console", Outcome: "delivered" });
                },
                "the window gives its sign of life and is told");
            await seat.Page.Locator(".rz-notification-item").First.WaitForAsync();
            Assert.Empty(seat.Errors);
        }

        await Eventually.TrueAsync(
            async () =>
            {
                await SendAsync("and now?");
                return (await DeliveriesAsync(post, name)).Any(static d => d is { Way: "e-mail", Outcome: "delivered" });
            },
            "e-mail comes once the window is gone");
    }

    [Fact]
    public async Task A_person_sets_what_reaches_them_by_keyboard_and_axe_finds_nothing()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        var post = world["aldermoor"];
        await using var seat = await post.SignInAsync(browser, "duty officer", path: "/telling");
        await seat.Page.GetByLabel("ROUTINE messages").FocusAsync();
        await seat.Page.Keyboard.PressAsync("Space");
        await seat.Page.GetByLabel("Between these times").CheckAsync();
        await seat.Page.GetByLabel("From", new PageGetByLabelOptions { Exact = true }).FillAsync("21:30");
        await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Earlier: E-mail" }).ClickAsync();
        await seat.Page.GetByLabel("Send me an e-mail each day").CheckAsync();
        await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Keep this" }).ClickAsync();
        TellingPreferences? kept = null;
        await Eventually.TrueAsync(
            async () => (kept = (await post.GetAsync<TellingView>($"/api/telling?person={Uri.EscapeDataString(seat.Person.Name)}")).Is(200).Preferences).Edition, "it is kept");
        Assert.Equal(("21:30", "06:00"), (kept!.QuietFrom, kept.QuietTo));
        Assert.DoesNotContain("routine", kept.Kinds!);
        Assert.Equal(["console", "e-mail", "push"], kept.Ways);

        await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show what it would say now" }).ClickAsync();
        await seat.Page.GetByText("Daily edition of aldermoor").WaitForAsync();
        await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Try it: send me a test by each way" }).ClickAsync();
        await seat.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "A test from Parley" }).First.WaitForAsync();
        await seat.Page.StillAsync();
        var found = await seat.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join("; ", found.Violations.Select(static v => $"{v.Id}: {v.Nodes[0].Html}")));
        Assert.Empty(seat.Errors);
    }

    [Fact]
    public async Task The_worker_shows_what_is_pushed_when_no_page_of_the_console_is_open_and_leads_nowhere_else()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        var post = world["aldermoor"];
        await using var window = await browser.OpenAsync();
        var origin = post.Url.GetLeftPart(UriPartial.Authority);
        await window.Context.GrantPermissionsAsync(["notifications"], new BrowserContextGrantPermissionsOptions { Origin = origin });

        // A page of the address, but none of the console.
        await window.Page.GotoAsync($"{origin}/web/icon.svg");
        await window.Page.EvaluateAsync("async () => { await navigator.serviceWorker.register('/push-worker.js', { scope: '/' }); await navigator.serviceWorker.ready; }");
        var devtools = await window.Context.NewCDPSessionAsync(window.Page);
        var registered = new TaskCompletionSource<string>();
        devtools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, e) =>
        {
            if (e?.GetProperty("registrations") is { } all && all.GetArrayLength() > 0)
            {
                registered.TrySetResult(all[0].GetProperty("registrationId").GetString()!);
            }
        };
        await devtools.SendAsync("ServiceWorker.enable");
        var id = await registered.Task.WaitAsync(ExchangeProcess.Patience);
        Task PushAsync(string data) => devtools.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object> { ["origin"] = origin, ["registrationId"] = id, ["data"] = data });
        await PushAsync("""{"event":"e1","kind":"message","severity":3,"title":"FLASH מאת quill","text":"Hold","url":"/line?party=quill","language":"he","direction":"rtl"}""");
        await PushAsync("""{"event":"e2","title":"Forged","url":"https://elsewhere.example/"}""");
        await PushAsync("no JSON");

        string[] expected = ["e1|FLASH מאת quill|Hold|rtl|he|true|/line?party=quill", "e2|Forged||auto|en|false|/", "parley|Parley||auto|en|false|/"];
        string[] shown = [];
        for (var patience = 0; patience < 200 && shown.Length < expected.Length; patience++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            shown = await window.Page.EvaluateAsync<string[]>(
                "async () => (await (await navigator.serviceWorker.getRegistration('/')).getNotifications()).map((n) => [n.tag, n.title, n.body, n.dir, n.lang, n.requireInteraction, n.data.url].join('|'))");
        }

        Assert.Equal(expected, shown.Order(StringComparer.Ordinal));
    }
}
