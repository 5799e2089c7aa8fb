using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>A party changes its own keys: two of its officers, the exchange's operator, and two officers of each other party have a hand in it, and no letter is lost.</summary>
public sealed class OwnKeysTests(Browser browser)
{
    [Fact]
    public async Task Two_officers_change_their_posts_keys_while_it_runs_and_what_was_said_meanwhile_arrives_once_the_others_took_them()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (alder, quill) = (world["aldermoor"], world["quill"]);
        var before = (await alder.StatusAsync()).Fingerprint;
        await using var first = await alder.SignInAsync(browser, "commander");
        await using var second = await alder.SignInAsync(browser, "administrator");
        await first.GoAsync("/parties");
        await first.Page.GetByLabel("Reason").FillAsync("The old laptop was sold.");
        await first.Button("Ask for new keys to be made").ClickAsync();
        await first.SaysAsync(".own-keys .consent", "another officer has to consent");
        Assert.Null((await KeysAsync(alder)).Next);

        await second.SaysAsync(".need", "wants to change keys");
        await second.Page.Locator(".need a[href='/parties']").First.ClickAsync();
        await second.SaysAsync(".own-keys .consent", "The old laptop was sold.");
        await second.Button($"I consent — {second.Person.Name}").ClickAsync();
        await first.SaysAsync(".own-keys", "New keys, not in force yet");
        var next = (await KeysAsync(alder)).Next!;
        await first.SaysAsync(".own-keys .fingerprint", next.Fingerprint);
        await first.CleanAsync("the parties' page with new keys");
        Assert.Equal(before, (await alder.StatusAsync()).Fingerprint);
        (await alder.PostAsync<KeysView>("/api/keys/next", new MakeKeysRequest { Officer = "Ash", SecondOfficer = "Birch" })).Refused(409);

        // What quill sends is sealed for the old keys, and goes on being so until quill's officers act.
        await AdmitAsync(world, first);
        await first.SaysAsync("table .fingerprint", next.Fingerprint);
        await first.Page.Locator(".own-keys ol").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.Equal(next.Fingerprint, (await alder.StatusAsync()).Fingerprint);
        Assert.Equal([before], (await KeysAsync(alder)).Former);
        await SendAsync(quill, "aldermoor", "sealed for the old keys");
        await Eventually.TrueAsync(async () => (await alder.MessagesAsync()).Any(static m => m.Text == "sealed for the old keys"), "it opens all the same");

        await SendAsync(alder, "quill", "under the new keys");
        await Eventually.TrueAsync(async () => (await quill.StatusAsync()).Alarms.Any(static a => a.Kind == "keys-changed"), "quill's officers are called");
        Assert.DoesNotContain(await quill.MessagesAsync(), static m => m.Text == "under the new keys");
        (await quill.PostAsync<IReadOnlyList<PartyView>>("/api/parties/aldermoor/accept", new AcceptPartyRequest { Fingerprint = next.Fingerprint, Officer = "Q. One", SecondOfficer = "Q. Two" })).Is(200);
        await Eventually.TrueAsync(async () => (await quill.MessagesAsync()).Any(static m => m.Text == "under the new keys"), "what was refused before comes again by itself");
        await SendAsync(alder, "quill", "once they were taken");
        await Eventually.TrueAsync(async () => (await quill.MessagesAsync()).Any(static m => m.Text == "once they were taken"), "and what is said from then on");
        (await alder.PostAsync<KeysView>("/api/keys/next", new MakeKeysRequest { Officer = "Ash", SecondOfficer = "Birch", Replaces = before })).Refused(409);

        // For good: the journal says who, and a restart finds the new keys.
        var made = (await alder.GetAsync<JournalPageView>("/api/journal?kind=make-keys")).Is(200).Entries.Single();
        Assert.Equal((first.Person.Name, second.Person.Name), (made.Officer, made.SecondOfficer));
        Assert.Contains("The old laptop was sold.", made.Text, StringComparison.Ordinal);
        Assert.Single((await alder.GetAsync<JournalPageView>("/api/journal?kind=change-keys")).Is(200).Entries);
        await alder.KillAsync();
        await alder.StartAsync();
        await alder.ConnectedAsync();
        Assert.Equal((next.Fingerprint, null), ((await KeysAsync(alder)).Fingerprint, (await KeysAsync(alder)).Next));
        Assert.False(File.Exists(Path.Combine(alder.Folder, "next-keys.json")));
        await SendAsync(quill, "aldermoor", "sealed for the new keys");
        await Eventually.TrueAsync(async () => (await alder.MessagesAsync()).Any(static m => m.Text == "sealed for the new keys"), "they talk on");
    }

    [Fact]
    public async Task New_keys_that_were_dropped_or_lost_leave_those_in_force_and_others_can_be_made_from_the_command_line()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var alder = world["aldermoor"];
        var before = (await alder.StatusAsync()).Fingerprint;
        string[] officers = ["--officer", "A. One", "--second-officer", "A. Two", "--post", alder.Folder];
        Assert.Contains("next-party.json", (await ParleyCommand.RunAsync(["keys", "make", "--reason", "each year", .. officers])).Is(0).Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(alder.Folder, "next-keys.json")));
        }

        Assert.Contains("made by A. One and A. Two already", (await ParleyCommand.RunAsync(["keys", "make", .. officers])).Is(1).Errors, StringComparison.Ordinal);
        (await ParleyCommand.RunAsync("keys", "drop", "--officer", "A. One", "--post", alder.Folder)).Is(0);
        Assert.False(File.Exists(Path.Combine(alder.Folder, "next-keys.json")));
        Assert.Null((await KeysAsync(alder)).Next);

        // A file that was damaged is said to be, and can be thrown away, too.
        (await ParleyCommand.RunAsync(["keys", "make", .. officers])).Is(0);
        await alder.KillAsync();
        await File.WriteAllTextAsync(Path.Combine(alder.Folder, "next-keys.json"), "{ half");
        await alder.StartAsync();
        await alder.ConnectedAsync();
        await Eventually.TrueAsync(async () => (await KeysAsync(alder)).Next is { Fault: not null }, "it says why they can't be taken up");
        await using (var seat = await alder.SignInAsync(browser, "commander", "fr", path: "/parties"))
        {
            await seat.SaysAsync(".own-keys [role=alert]", "endommagé");
        }

        Assert.Contains("drop them", (await ParleyCommand.RunAsync("keys", "--post", alder.Folder)).Is(0).Output, StringComparison.Ordinal);
        (await ParleyCommand.RunAsync("keys", "drop", "--officer", "A. One", "--post", alder.Folder)).Is(0);

        // Nobody can say whether an exchange that is away took them meanwhile, so they are not thrown away.
        (await ParleyCommand.RunAsync(["keys", "make", .. officers])).Is(0);
        await world.KillAsync("exchange");
        Assert.Contains("did not say whether", (await ParleyCommand.RunAsync("keys", "drop", "--officer", "A. One", "--post", alder.Folder)).Errors, StringComparison.Ordinal);
        await world.ReviveAsync();

        // Nor whether one did that finds this post's clock too far off to take any keys from it.
        await alder.KillAsync();
        await alder.StartAsync(FakeTime.By("+1h"));
        (await ParleyCommand.RunAsync("exchange", "admit", Path.Combine(alder.Folder, "next-party.json"), "--data", world.Data, "--replace-keys")).Is(0);
        Assert.Contains("did not say whether", (await ParleyCommand.RunAsync("keys", "drop", "--officer", "A. One", "--post", alder.Folder)).Errors, StringComparison.Ordinal);
        (await ParleyCommand.RunAsync("exchange", "admit", Path.Combine(alder.Folder, "party.json"), "--data", world.Data, "--replace-keys")).Is(0);

        // The file goes missing: nothing waits for keys that nobody has any more.
        await alder.KillAsync();
        File.Delete(Path.Combine(alder.Folder, "next-keys.json"));
        await alder.StartAsync();
        await alder.ConnectedAsync();
        await Eventually.TrueAsync(async () => (await KeysAsync(alder)).Next is null, "the keys are dropped");
        Assert.Equal(before, (await alder.StatusAsync()).Fingerprint);

        // Admitted while the post is down, they are in force at its next start.
        (await ParleyCommand.RunAsync(["keys", "make", .. officers])).Is(0);
        var next = (await KeysAsync(alder)).Next!.Fingerprint;
        await alder.KillAsync();
        (await ParleyCommand.RunAsync("exchange", "admit", Path.Combine(alder.Folder, "next-party.json"), "--data", world.Data, "--replace-keys")).Is(0);
        await alder.StartAsync();
        await alder.ConnectedAsync();
        await Eventually.TrueAsync(async () => (await alder.StatusAsync()).Fingerprint == next, "they are in force");
        Assert.Contains(next, await File.ReadAllTextAsync(Path.Combine(alder.Folder, "party.json")) is { } party && Client.Letters.PartyDescription.Parse(System.Text.Encoding.UTF8.GetBytes(party)).Value is { } described ? described.Fingerprint : "", StringComparison.Ordinal);
        Assert.Contains(before, (await ParleyCommand.RunAsync("keys", "--post", alder.Folder)).Is(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_whose_machine_is_lost_with_its_new_keys_comes_back_from_an_older_backup_with_yet_others_and_hears_again_what_was_said()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (alder, quill) = (world["aldermoor"], world["quill"]);
        var agreed = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await alder.StopAsync();
        var backup = Scratch.NewPath();
        Copy(alder.Folder, backup);
        await alder.StartAsync();
        await alder.ConnectedAsync();
        await ChangeAsync(world, alder, quill);
        await SendAsync(alder, "quill", "lost with the machine");
        await SendAsync(quill, "aldermoor", "said to the lost machine");
        await Eventually.TrueAsync(async () => (await alder.MessagesAsync()).Count(static m => m.Text?.Contains("machine", StringComparison.Ordinal) == true) == 2, "both are there");
        await world.QuietAsync();
        await alder.KillAsync();
        Directory.Delete(alder.Folder, recursive: true);
        Copy(backup, alder.Folder);

        // Its keys are of no use any more; made anew, they are.
        await alder.StartAsync();
        await ChangeAsync(world, alder, quill);
        await Eventually.TrueAsync(async () => (await alder.MessagesAsync()).Any(static m => m.Text == "said to the lost machine"), "what it was told comes again");
        await Eventually.TrueAsync(async () => await alder.StatusAsync() is { Exchange: "up", Restoring.Count: 0, LettersWaiting: 0 }, "nothing is missing");
        Assert.Equal("in-force", (await alder.AgreementAsync(agreed.Id))!.State);
        await SendAsync(alder, "quill", "from the new machine");
        await Eventually.TrueAsync(async () => (await quill.MessagesAsync()).Any(static m => m.Text == "from the new machine"), "its letters are taken");
        await SendAsync(quill, "aldermoor", "to the new machine");
        await Eventually.TrueAsync(async () => (await alder.MessagesAsync()).Any(static m => m.Text == "to the new machine"), "and it hears");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(file, there);
        }
    }

    private static async Task ChangeAsync(PostWorld world, PostProcess post, PostProcess other)
    {
        (await post.PostAsync<KeysView>("/api/keys/next", new MakeKeysRequest { Officer = "One", SecondOfficer = "Two" })).Is(200);
        var next = (await KeysAsync(post)).Next!.Fingerprint;
        (await ParleyCommand.RunAsync("exchange", "admit", Path.Combine(post.Folder, "next-party.json"), "--data", world.Data, "--replace-keys")).Is(0);
        await Eventually.TrueAsync(async () => await post.StatusAsync() is { Exchange: "up" } status && status.Fingerprint == next, "the new keys are in force");
        var accept = new AcceptPartyRequest { Fingerprint = next, Officer = "Three", SecondOfficer = "Four" };
        await Eventually.TrueAsync(async () => (await other.PostAsync<IReadOnlyList<PartyView>>($"/api/parties/{post.Name}/accept", accept)).Status == 200, "the other side took them");
    }

    private static async Task<KeysView> KeysAsync(PostProcess post) => (await post.GetAsync<KeysView>("/api/keys")).Is(200);

    // As a person would: the file that the page offers, given to the operator.
    private static async Task AdmitAsync(PostWorld world, Seat seat)
    {
        var download = await seat.Page.RunAndWaitForDownloadAsync(() => seat.Page.Locator(".own-keys a[download]").ClickAsync());
        var file = Scratch.NewPath();
        await download.SaveAsAsync(file);
        (await ParleyCommand.RunAsync("exchange", "admit", file, "--data", world.Data, "--replace-keys")).Is(0);
    }

    private static async Task SendAsync(PostProcess from, string to, string text) =>
        (await from.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = [to], Precedence = "ROUTINE", Text = text, Officer = "One" })).Is(201);
}
