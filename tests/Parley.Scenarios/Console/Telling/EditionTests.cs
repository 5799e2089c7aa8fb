using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Telling;

/// <summary>The daily edition of a real post: comes at its hour, once; stopped by one click from the mail program, and not by a scanner that only looks.</summary>
public sealed partial class EditionTests
{
    // The post's own file is set back a day: as if the person had got the last edition yesterday, and the post slept until now.
    private static async Task SleepADayAsync(PostProcess post)
    {
        await post.StopAsync();
        var file = Assert.Single(Directory.GetFiles(Path.Combine(post.Folder, "console", "telling"), "*.json"));
        var kept = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        kept["last_edition"] = DateOnly.Parse((string)kept["last_edition"]!).AddDays(-1).ToString("yyyy-MM-dd");
        await File.WriteAllTextAsync(file, kept.ToJsonString());
        await post.StartAsync(more: "--log-requests");
    }

    [Fact]
    public async Task The_edition_comes_once_a_day_and_is_stopped_by_one_click_but_not_by_looking()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var post = world["aldermoor"];
        (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38, 10, 20)))).Is(201);
        await world.QuietAsync();
        using var person = await ToldPerson.SignedInAsync(post);
        var zone = TimeZoneInfo.FindSystemTimeZoneById((await person.TellingAsync()).Zone);
        var view = await person.ChangeAsync(p => p with { Edition = true, EditionHour = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).Hour, Ways = [] });
        Assert.True(view.Preferences.Edition);

        // Asked for in its very hour, the first comes tomorrow; and after a night's sleep it comes late, once.
        await SleepADayAsync(post);
        await Eventually.TrueAsync(() => Task.FromResult(person.Mails("aldermoor today: ").Count > 0), "the edition comes");
        await post.StopAsync();
        await post.StartAsync(more: "--log-requests");
        await post.ConnectedAsync();
        await Eventually.TrueAsync(async () => (await person.DeliveriesAsync()).Any(static d => d.Event.StartsWith("edition-", StringComparison.Ordinal)), "it is recorded");
        var mail = Assert.Single(person.Mails("aldermoor today: "));
        Assert.Equal("aldermoor today: ", mail.Subject![..17]);
        // The day ends at the edition's hour; what was declared since comes in the next 24 hours, and its lateness in the next edition.
        Assert.Contains("We were given 0 notices; 0 were late, 0 vague.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Whose: \u2068quill\u2069", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("<bdi>quill</bdi>", mail.HtmlBody, StringComparison.Ordinal);

        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        var url = new Uri(Angled().Match(mail.Headers["List-Unsubscribe"]!).Groups[1].Value);
        Assert.Equal(post.Url.Authority, url.Authority);
        using var nobody = new HttpClient();
        using (var looked = await nobody.GetAsync(url))
        {
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
            Assert.Contains("<form method=\"post\"", await looked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", looked.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.True((await person.TellingAsync()).Preferences.Edition);
        using (var forged = await nobody.PostAsync(url.AbsoluteUri[..^3] + "AAA", new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")])))
        {
            Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        }

        Assert.True((await person.TellingAsync()).Preferences.Edition);
        using (var clicked = await nobody.PostAsync(url, new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")])))
        {
            Assert.Equal(HttpStatusCode.OK, clicked.StatusCode);
            Assert.Contains("The daily edition is stopped.", await clicked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.False((await person.TellingAsync()).Preferences.Edition);

        // What the link carries is written down nowhere, though each request is logged.
        var secret = url.Query[(url.Query.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Assert.True(secret.Length > 20, url.Query);
        Assert.Contains("/telling/stop", post.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, post.Output, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(post.Folder, "console", "record")))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            Assert.DoesNotContain(secret, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_an_edition_would_say_now_is_shown_to_its_person_and_on_the_command_line()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        var post = world["aldermoor"];
        using var person = await ToldPerson.SignedInAsync(post);
        var shown = (await person.CallAsync<EditionView>(HttpMethod.Get, "/api/telling/edition")).Is(200);
        Assert.StartsWith("Daily edition of aldermoor", shown.Text, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", shown.Html, StringComparison.Ordinal);
        var printed = (await ParleyCommand.RunAsync("telling", "edition", "--person", shown.Person, "--post", post.Folder)).Is(0).Output;
        Assert.StartsWith("Daily edition of aldermoor", printed, StringComparison.Ordinal);
        (await post.GetAsync<EditionView>("/api/telling/edition")).Refused(403);
    }

    [GeneratedRegex("<(http[^>]+)>")]
    private static partial Regex Angled();
}
