using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>Another party's keys are exchanged by two officers who compared them by voice, and by nobody else; whoever is on duty learns of it at once.</summary>
public sealed class ChangedKeysTests(Browser browser)
{
    [Fact]
    public async Task New_keys_of_a_party_call_until_two_officers_accept_them_and_the_journal_says_who_did()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (alder, quill) = (world["aldermoor"], world["quill"]);
        await using var first = await alder.SignInAsync(browser, "commander");
        await using var second = await alder.SignInAsync(browser, "commander");
        using var away = await alder.VisitorAsync("duty officer");
        var mails = alder.MailTo(away.Email).Count;

        // Quill lost its machine: it has new keys, and the exchange's operator took them.
        await quill.StopAsync();
        var made = await NewKeysAsync(world);
        await AdmitAsync(world, made);
        foreach (var file in new[] { "party.json", "keys.json" })
        {
            File.Copy(Path.Combine(made, file), Path.Combine(quill.Folder, file), overwrite: true);
        }

        await quill.StartAsync();
        await quill.ConnectedAsync();
        await SendAsync(quill, "under the new keys");
        await first.SaysAsync(".need", "Keys changed");
        await first.SaysAsync(".need", "The exchange shows other keys for quill");
        await Eventually.TrueAsync(() => Task.FromResult(alder.MailTo(away.Email).Count > mails), "who is not looking is told, too");
        Assert.DoesNotContain(await alder.MessagesAsync(), static m => m.Text == "under the new keys");

        await first.Page.Locator(".need a[href='/parties']").First.ClickAsync();
        await first.Page.GetByLabel("Fingerprint as it was read to you").FillAsync((await quill.StatusAsync()).Fingerprint);
        await first.Page.Locator(".changed-keys button[type=submit]").ClickAsync();
        await first.SaysAsync(".consent", "another officer has to consent");
        await second.SaysAsync(".need", "wants to change keys");
        await second.Page.Locator(".need a[href='/parties']").First.ClickAsync();
        await second.Button($"I consent — {second.Person.Name}").ClickAsync();
        await second.SaysAsync(".fingerprint", (await quill.StatusAsync()).Fingerprint);
        await first.Page.Locator(".changed-keys").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        var entry = (await alder.GetAsync<JournalPageView>("/api/journal?kind=pin-party&party=quill")).Is(200).Entries[0];
        Assert.Equal((first.Person.Name, second.Person.Name), (entry.Officer, entry.SecondOfficer));
        Assert.Null((await alder.GetAsync<JournalPageView>("/api/journal?kind=pin-party&party=quill")).Is(200).Entries[^1].Officer);
        Assert.DoesNotContain((await alder.StatusAsync()).Alarms, static a => a.Kind == "keys-changed");
        await Eventually.TrueAsync(
            async () =>
            {
                await SendAsync(quill, "once they were accepted");
                return (await alder.MessagesAsync()).Any(static m => m.Text == "once they were accepted");
            },
            "they talk again");
    }

    [Fact]
    public async Task Keys_that_the_exchange_shows_no_more_call_no_more_and_nobody_can_accept_them()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (alder, quill) = (world["aldermoor"], world["quill"]);
        var made = await NewKeysAsync(world);
        await AdmitAsync(world, made);
        await alder.StopAsync();
        await alder.StartAsync();
        await Eventually.TrueAsync(async () => (await alder.StatusAsync()).Alarms.Any(static a => a is { Kind: "keys-changed", Severity: 3 }), "other keys are shown for quill");
        Assert.NotEmpty((await alder.StatusAsync()).Alarms.Single(static a => a.Kind == "keys-changed").Since);

        // It was a mistake of the exchange's operator; two officers have just compared the wrong ones.
        await AdmitAsync(world, quill.Folder);
        var accept = new AcceptPartyRequest { Fingerprint = "00000 00000 00000 00000 00000 00000", Officer = "Ash", SecondOfficer = "Birch" };
        (await alder.PostAsync<IReadOnlyList<PartyView>>("/api/parties/quill/accept", accept)).Refused(404);
        Assert.DoesNotContain((await alder.StatusAsync()).Alarms, static a => a.Kind == "keys-changed");
        Assert.Equal((await quill.StatusAsync()).Fingerprint, (await alder.GetAsync<IReadOnlyList<PartyView>>("/api/parties")).Is(200).Single(static p => p.Name == "quill").Fingerprint);

        // Wrong again, and taken back without anybody's doing anything at the post.
        await AdmitAsync(world, made);
        await alder.StopAsync();
        await alder.StartAsync();
        await Eventually.TrueAsync(async () => (await alder.StatusAsync()).Alarms.Any(static a => a.Kind == "keys-changed"), "other keys are shown again");
        await AdmitAsync(world, quill.Folder);
        await Eventually.TrueAsync(async () => (await alder.StatusAsync()).Alarms.All(static a => a.Kind != "keys-changed"), "the alarm goes by itself");
    }

    private static async Task<string> NewKeysAsync(PostWorld world)
    {
        var made = Scratch.NewPath();
        (await ParleyCommand.RunAsync("post", "init", made, "--party", "quill", "--exchange", world.Exchange.Url.ToString().TrimEnd('/'), "--api", "http://127.0.0.1:9")).Is(0);
        return made;
    }

    private static async Task AdmitAsync(PostWorld world, string folder) =>
        (await ParleyCommand.RunAsync("exchange", "admit", Path.Combine(folder, "party.json"), "--data", world.Data, "--replace-keys")).Is(0);

    private static async Task SendAsync(PostProcess from, string text) =>
        (await from.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = "ROUTINE", Text = text, Officer = "Q. One" })).Is(201);
}
