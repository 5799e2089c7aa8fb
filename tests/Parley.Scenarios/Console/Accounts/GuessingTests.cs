using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>Whoever tries and fails again and again from one place is heard no more for a while, and fills no record with it.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class GuessingTests
{
    [Fact]
    public async Task After_forty_failures_from_one_place_nothing_more_of_it_is_recorded_and_nothing_is_tried_from_there()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        post.SetConsole(static c => c["oidc"] = new JsonArray(new JsonObject { ["name"] = "Harbour", ["authority"] = "http://127.0.0.1:9", ["client_id"] = "console" }));
        await post.StartAsync();
        var email = $"{Guid.NewGuid():N}@example.org";
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = "Lt. Ash", Email = email, Role = "duty officer" })).Is(201);
        var token = (await post.LinkToAsync(email)).Split('#')[1];

        // Back from a provider without ever having been there: anybody can.
        for (var i = 0; i < 50; i++)
        {
            using var stranger = new Visitor(post.Url);
            var (status, _, headers) = await stranger.GetAsync("/sign-in/from/Harbour?error=access_denied&state=forged");
            Assert.Equal((302, "/sign-in?why=provider"), (status, headers.Location?.OriginalString));
        }

        var lines = (await post.GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=1000")).Is(200);
        Assert.Equal(40, lines.Count(static l => l.Outcome == "failed at the provider"));

        // A good invitation is not taken from there either, and is as good as before.
        using var invited = new Visitor(post.Url);
        var (refused, _, text) = await invited.SendAsync("/invitation", "/invitation/accept", ("token", token), ("language", "en"), ("zone", "UTC"));
        Assert.Equal(429, refused);
        Assert.Null(invited.Session);
        Assert.Contains("minutes", text, StringComparison.Ordinal);
        Assert.Single((await post.GetAsync<IReadOnlyList<InvitationView>>("/api/people/invitations")).Is(200));
        Assert.Empty(await post.PeopleAsync());
        await post.StopAsync();
        await post.StartAsync();
        await invited.AcceptAsync($"#{token}");
    }
}
