using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>What takes two officers is done by no call of one, whatever buttons a page shows.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class ConsentRuleTests
{
    [Fact]
    public async Task Nobody_consents_to_an_own_request_nor_without_the_right_nor_to_one_whose_asker_lost_it()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        await post.StartAsync();
        using var asks = await post.VisitorAsync("commander");
        using var consents = await post.VisitorAsync("administrator");
        using var looks = await post.VisitorAsync("duty officer");
        var asked = await AskAsync(asks);
        Assert.Contains("another officer must consent", await RefusedAsync(asks, asked, 403), StringComparison.Ordinal);
        Assert.Contains("does not allow it", await RefusedAsync(looks, asked, 403), StringComparison.Ordinal);
        Assert.Contains("sign in at the console", (await post.PostAsync<KeysView>($"/api/consents/{asked.Id}/give")).Refused(403).Detail, StringComparison.Ordinal);

        // The right may be gone by the time that somebody consents.
        var person = (await post.PeopleAsync()).Single(p => p.Name == asks.Name);
        (await post.PutAsync<PersonView>($"/api/people/{person.Id}", new RoleRequest { Role = "observer" })).Is(200);
        Assert.Contains("may no longer do it", await RefusedAsync(consents, asked, 409), StringComparison.Ordinal);
        await RefusedAsync(consents, asked, 404);
        Assert.Null((await post.GetAsync<KeysView>("/api/keys")).Is(200).Next);

        // Given once, it is done once, in both names.
        (await post.PutAsync<PersonView>($"/api/people/{person.Id}", new RoleRequest { Role = "commander" })).Is(200);
        var again = await AskAsync(asks);
        Assert.Equal(200, (await consents.Visitor.CallAsync<KeysView>(HttpMethod.Post, $"/api/consents/{again.Id}/give", "{}")).Status);
        await RefusedAsync(consents, again, 404);
        var made = (await post.GetAsync<KeysView>("/api/keys")).Is(200).Next!;
        Assert.Equal((asks.Name, consents.Name), (made.Officer, made.SecondOfficer));
    }

    private static async Task<ConsentView> AskAsync(NamedVisitor who) =>
        (await who.Visitor.CallAsync<ConsentView>(HttpMethod.Post, "/api/keys/next", new MakeKeysRequest())).Is(202);

    private static async Task<string> RefusedAsync(NamedVisitor who, ConsentView consent, int status)
    {
        var reply = await who.Visitor.CallAsync<KeysView>(HttpMethod.Post, $"/api/consents/{consent.Id}/give", "{}");
        Assert.Equal(status, reply.Status);
        return reply.Text;
    }
}
