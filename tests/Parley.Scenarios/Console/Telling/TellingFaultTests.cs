using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Telling;

/// <summary>Telling where the disk refuses or a push service means ill: whoever must know still does, and is not told every few seconds.</summary>
public sealed class TellingFaultTests
{
    private const string Flash = "Your aircraft is inside our area.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_FLASH_is_told_once_though_the_disk_takes_nothing_and_as_ever_when_it_does_again()
    {
        await using var world = await WorldAsync();
        using var person = await ToldPerson.SignedInAsync(world["aldermoor"]);
        await person.ChangeAsync(static p => p with { Kinds = ["flash"] });
        var full = Full(world["aldermoor"]);
        await SendAsync(world, "FLASH", Flash);
        await Eventually.TrueAsync(() => Task.FromResult(person.Mails(Flash).Count > 0), "it is told");
        // It is looked at each second.
        await Task.Delay(TimeSpan.FromSeconds(5), Cancel);
        Assert.Single(person.Mails(Flash));
        full.Delete();
        await Eventually.TrueAsync(() => Task.FromResult(person.Mails(Flash).Count == 2), "it is told once more, and kept");
        await Task.Delay(TimeSpan.FromSeconds(3), Cancel);
        Assert.Equal(2, person.Mails(Flash).Count);
    }

    [Fact]
    public async Task A_push_services_endless_answer_is_not_listened_to()
    {
        await using var service = await PushService.StartAsync();
        await using var world = await WorldAsync();
        using var person = await ToldPerson.SignedInAsync(world["aldermoor"]);
        using var browser = new PushSubscriber();
        await person.ChangeAsync(static p => p with { Kinds = ["immediate"] });
        await person.AddAsync(browser.At(service.Endpoint("endless")));
        service.AnswerEndlessly("endless", 400);
        await SendAsync(world, "IMMEDIATE", "Hold outside the area.");
        await Eventually.TrueAsync(() => Task.FromResult(person.Mails("Hold outside the area.").Count > 0), "e-mail comes in its stead");
        Assert.Contains(await person.DeliveriesAsync(), static d => d is { Way: "push", Outcome: "dead" } && d.Why!.Contains("400", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => Task.FromResult(service.Listening == 0), "nobody listens to it any more");
    }

    [Fact]
    public async Task A_FLASH_that_came_by_e_mail_does_not_come_again_though_the_post_is_killed_while_a_push_service_is_silent()
    {
        await using var service = await PushService.StartAsync();
        await using var world = await WorldAsync();
        var post = world["aldermoor"];
        using var person = await ToldPerson.SignedInAsync(post);
        using var browser = new PushSubscriber();
        await person.ChangeAsync(static p => p with { Kinds = ["flash"] });
        await person.AddAsync(browser.At(service.Endpoint("silent")));
        service.Answer("silent", static context =>
        {
            context.RequestAborted.WaitHandle.WaitOne();
            return 503;
        });
        await SendAsync(world, "FLASH", Flash);
        await Eventually.TrueAsync(
            async () => JsonNode.Parse(await File.ReadAllTextAsync(Book(post), Cancel))!["under_way"]!.AsArray()
                .Any(static e => (bool)e!["breaks"]! && (string?)e["targets"]?["e-mail"]?["outcome"] == "Delivered"),
            "it is kept that it came by e-mail");
        await post.KillAsync();
        service.Answer("silent", static _ => 201);
        await post.StartAsync();
        await Eventually.TrueAsync(async () => (await person.DeliveriesAsync()).Any(static d => d is { Way: "push", Outcome: "delivered" }), "the push arrives after the restart");
        Assert.Single(person.Mails(Flash));
    }

    [Fact]
    public async Task An_edition_that_can_not_be_put_down_as_sent_is_not_sent_again_and_again()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        var post = world["aldermoor"];
        using var person = await ToldPerson.SignedInAsync(post);
        var zone = TimeZoneInfo.FindSystemTimeZoneById((await person.TellingAsync()).Zone);
        await person.ChangeAsync(p => p with { Edition = true, EditionHour = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).Hour, Ways = [] });
        await post.StopAsync();
        var file = Book(post);
        var kept = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancel))!;
        kept["last_edition"] = DateOnly.Parse((string)kept["last_edition"]!, System.Globalization.CultureInfo.InvariantCulture).AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(file, kept.ToJsonString(), Cancel);
        Full(post);
        await post.StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(person.Mails("aldermoor today: ").Count > 0), "the edition comes");
        // It is looked at every five seconds.
        await Task.Delay(TimeSpan.FromSeconds(12), Cancel);
        Assert.Single(person.Mails("aldermoor today: "));
    }

    private static async Task<PostWorld> WorldAsync()
    {
        var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        return world;
    }

    private static async Task SendAsync(PostWorld world, string precedence, string text) =>
        (await world["quill"].PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = precedence, Text = text, Officer = "Q. One" })).Is(201);

    private static string Book(PostProcess post) => Assert.Single(Directory.GetFiles(Path.Combine(post.Folder, "console", "telling"), "*.json"));

    // What the person's file is written to first can't be made: to the post it is a disk that refuses. What is there can still be read.
    private static DirectoryInfo Full(PostProcess post) => Directory.CreateDirectory(Book(post) + ".unfinished");
}
