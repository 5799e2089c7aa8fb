using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>What ends by the clock alone: links, idle sessions, sessions at their last hour.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class ExpiryTests
{
    [Fact]
    public async Task A_link_ends_after_ten_minutes_an_idle_session_when_it_was_idle_and_any_session_at_its_last_hour()
    {
        var clock = FakeTime.By("+11m");
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        post.SetConsole(static c => (c["idle_minutes"], c["session_hours"]) = (30, 1));
        await post.StartAsync();
        using var person = await post.VisitorAsync();
        using var asks = new Visitor(post.Url);
        await asks.SendAsync("/sign-in", "/sign-in/link", ("email", person.Email));
        var link = await post.LinkToAsync(person.Email, after: 1);
        await post.StopAsync();

        await post.StartAsync(clock);
        var late = await asks.SendAsync("/enter", "/enter", ("token", link.Split('#')[1]));
        Assert.Equal(400, late.Status);
        Assert.Contains("too old", late.Text, StringComparison.Ordinal);
        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);
        await Eventually.TrueAsync(async () => await SeenAsync(post, person.Email) > DateTimeOffset.UtcNow.AddMinutes(10), "the sign of life is written down");
        await post.StopAsync();

        // 45 minutes after it began, 34 after it was last seen.
        await post.StartAsync(FakeTime.By("+45m"));
        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
        using var busy = await post.VisitorAsync("observer");
        (await busy.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);
        await post.StopAsync();

        // However busy: the hour that it was given is over.
        post.SetConsole(static c => (c["idle_minutes"], c["session_hours"]) = (1440, 1));
        await post.StartAsync(FakeTime.By("+95m"));
        (await busy.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);
        await post.StopAsync();
        await post.StartAsync(FakeTime.By("+125m"));
        (await busy.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
    }

    private static async Task<DateTimeOffset?> SeenAsync(PostProcess post, string email) =>
        (await post.PeopleAsync()).Single(p => p.Email == email).Seen is { } seen ? DateTimeOffset.Parse(seen, System.Globalization.CultureInfo.InvariantCulture) : null;
}
