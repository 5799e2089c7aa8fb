using Microsoft.AspNetCore.Http;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Uss;

/// <summary>Posts and civil systems near each other, with no agreement between them.</summary>
[Trait("rule", "issue-3 §3")]
public sealed class NeighboursTests
{
    [Fact]
    public async Task Two_posts_without_agreement_register_near_each_other_and_both_see_the_conflict()
    {
        await using var world = await PostWorld.StartAsync("north", "south");
        var first = (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38, 60, 90)))).Is(201);
        var second = (await world["south"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38, 70, 100)))).Is(201);

        Assert.Single(second.Conflicts);
        var seen = (await world["south"].IntentAsync(first.Id))!;
        Assert.True(seen is { Civil: true, Owner: "north", Mine: false });
        Assert.Equal(first.Ovn, seen.Ovn);
        await Eventually.TrueAsync(
            async () => (await world["north"].ConflictsAsync()) is [{ State: "open", Agreements.Count: 0 } c] && c.Id == second.Conflicts[0], "north, who was told, has the conflict under the same id");

        (await world["south"].DeleteAsync<IntentView>($"/api/intents/{second.Id}")).Is(200, 202);
        await Eventually.TrueAsync(async () => (await world["north"].ConflictsAsync()) is [{ State: "gone" }], "north is told of the deletion, and the conflict is gone");
    }

    [Fact]
    public async Task A_civil_systems_details_are_fetched_it_is_told_and_the_conflict_shows()
    {
        await using var world = await UssWorld.StartAsync(("north", UssWorld.Signs));
        await using var civil = await CivilUss.StartAsync(world.Exchange, "skyfreight");
        var (theirs, plan) = (Guid.NewGuid(), PostWorld.At(12.5, -38, 60, 90));
        await civil.DeclareAsync(plan, theirs);

        var own = (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);
        Assert.Single(own.Conflicts);
        var conflict = (await world["north"].ConflictAsync(own.Conflicts[0]))!;
        Assert.Equal(["north", "skyfreight"], conflict.Parties.Order());
        Assert.Equal("open", conflict.State);

        var asked = civil.Calls.First(static c => c.Method == "GET");
        Assert.Equal($"/uss/v1/operational_intents/{theirs}", asked.Path);
        Assert.Equal(("north", "127.0.0.1", Scope.Planning), ((string?)asked.Claims!["sub"], (string?)asked.Claims["aud"], (string?)asked.Claims["scope"]));
        await Eventually.TrueAsync(() => Task.FromResult(civil.Calls.Any(static c => c.Method == "POST")), "the civil system is told");
        var told = civil.Calls.First(static c => c.Method == "POST").Body!;
        Assert.Equal(own.Id, (string?)told["operational_intent_id"]);
        Assert.Equal(own.Ovn, (string?)told["operational_intent"]!["reference"]!["ovn"]);
        Assert.NotEmpty(told["subscriptions"]!.AsArray());

        (await world["north"].PostAsync<ConflictView>($"/api/conflicts/{conflict.Id}/proposals", """{"kind":"hold"}""")).Refused(409);
        (await world["north"].DeleteAsync<IntentView>($"/api/intents/{own.Id}")).Is(200, 202);
        await Eventually.TrueAsync(
            () => Task.FromResult(civil.Calls.Any(c => c.Method == "POST" && (string?)c.Body!["operational_intent_id"] == own.Id && c.Body["operational_intent"] is null)), "it is told of the deletion");
    }

    [Fact]
    public async Task A_deletion_never_overtakes_the_change_before_it()
    {
        await using var world = await UssWorld.StartAsync(("north", UssWorld.Signs));
        await using var civil = await CivilUss.StartAsync(world.Exchange, "skyfreight");
        var plan = PostWorld.At(12.5, -38, 60, 90);
        await civil.DeclareAsync(plan, Guid.NewGuid());
        var slow = new TaskCompletionSource();
        civil.Hesitates = slow.Task;

        // One GET for details, and the POST that it hesitates over.
        var own = (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);
        await Eventually.TrueAsync(() => Task.FromResult(civil.Came == 2), "the civil system is being told");
        (await world["north"].DeleteAsync<IntentView>($"/api/intents/{own.Id}")).Is(200, 202);
        slow.SetResult();
        await Eventually.TrueAsync(() => Task.FromResult(civil.Calls.Count(static c => c.Method == "POST") == 2), "it is told of both");
        Assert.Equal([true, false], civil.Calls.Where(static c => c.Method == "POST").Select(static c => c.Body!["operational_intent"] is not null));
    }

    [Theory]
    [InlineData("another id")]
    [InlineData("another manager")]
    [InlineData("crossing itself")]
    [InlineData("endless")]
    [InlineData("elsewhere")]
    [InlineData("no json")]
    public async Task What_a_hostile_system_answers_is_a_sentence_in_the_log_and_nothing_more(string lie)
    {
        await using var world = await UssWorld.StartAsync(("north", UssWorld.Signs));
        await using var civil = await CivilUss.StartAsync(world.Exchange, "liar");
        var (theirs, plan) = (Guid.NewGuid(), PostWorld.At(12.5, -38, 60, 90));
        var declared = (await civil.DeclareAsync(plan, theirs)).OperationalIntentReference!;
        civil.Instead = _ => lie switch
        {
            "another id" => Json(CivilUss.Shown(declared with { Id = Guid.NewGuid().ToString() }, plan)),
            "another manager" => Json(CivilUss.Shown(declared with { Manager = "north" }, plan)),
            "crossing itself" => Json(CivilUss.Shown(declared, plan with { Vertices = [(12, -38), (13, -37), (12, -37), (13, -38)] })),
            "endless" => Results.Text(new string(' ', 2 << 20), "application/json"),
            "elsewhere" => Results.Redirect("http://169.254.169.254/latest/meta-data"),
            _ => Results.Text("<html>"),
        };
        (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Refused(400);
        Assert.Contains($"Details of {theirs} could not be had from 'liar': ", world["north"].Output, StringComparison.Ordinal);
        Assert.Null(await world["north"].IntentAsync(theirs.ToString()));
    }

    [Fact]
    public async Task What_a_civil_system_tells_opens_a_conflict_and_its_deletion_closes_it()
    {
        await using var world = await PostWorld.StartAsync("north");
        await using var civil = await CivilUss.StartAsync(world.Exchange, "skyfreight");
        var plan = PostWorld.At(12.5, -38, 60, 90);
        var own = (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);
        var asked = (await civil.At.CallAsync<GetOperationalIntentDetailsResponse>(HttpMethod.Get, $"/uss/north/uss/v1/operational_intents/{own.Id}")).Is(200).OperationalIntent!;
        Assert.Equal(own.Ovn, asked.Reference!.Ovn);

        var theirs = Guid.NewGuid();
        var declared = await civil.DeclareAsync(plan, theirs, own.Ovn!);
        var subscriber = declared.Subscribers!.Single(s => s.UssBaseUrl!.EndsWith("/uss/north", StringComparison.Ordinal));
        var telling = new PutOperationalIntentDetailsParameters
        {
            OperationalIntentId = theirs.ToString(),
            OperationalIntent = CivilUss.Shown(declared.OperationalIntentReference!, plan),
            Subscriptions = [.. subscriber.Subscriptions!],
        };
        Assert.Equal((204, ""), await civil.TellAsync(subscriber.UssBaseUrl!, "operational_intents", telling, Scope.Planning));
        Assert.Equal((204, ""), await civil.TellAsync(subscriber.UssBaseUrl!, "operational_intents", telling, Scope.Planning));
        Assert.Equal(["open"], (await world["north"].ConflictsAsync()).Select(static c => c.State));

        Assert.Equal((204, ""), await civil.TellAsync(subscriber.UssBaseUrl!, "operational_intents", telling with { OperationalIntent = null }, Scope.Planning));
        Assert.Equal(["gone"], (await world["north"].ConflictsAsync()).Select(static c => c.State));
    }

    [Fact]
    public async Task A_civil_constraint_is_fetched_or_told_and_conflicts_until_it_is_deleted()
    {
        await using var world = await UssWorld.StartAsync(("north", UssWorld.Signs));
        await using var civil = await CivilUss.StartAsync(world.Exchange, "warden");
        var (fetched, told, plan) = (Guid.NewGuid(), Guid.NewGuid(), PostWorld.At(12.5, -38, 60, 90));
        await civil.ConstrainAsync(plan, fetched);
        (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);
        Assert.Single(await world["north"].ConflictsAsync());
        Assert.Equal(Scope.ConstraintReading, (string?)civil.Calls.First().Claims!["scope"]);

        var declared = await civil.ConstrainAsync(plan, told);
        var subscriber = Assert.Single(declared.Subscribers!);
        var telling = new PutConstraintDetailsParameters
        {
            ConstraintId = told.ToString(),
            Constraint = CivilUss.Shown(declared.ConstraintReference!, plan),
            Subscriptions = [.. subscriber.Subscriptions!],
        };
        Assert.Equal(403, (await civil.TellAsync(subscriber.UssBaseUrl!, "constraints", telling, Scope.Planning)).Status);
        Assert.Equal((204, ""), await civil.TellAsync(subscriber.UssBaseUrl!, "constraints", telling, Scope.Constraints));
        Assert.Equal(2, (await world["north"].ConflictsAsync()).Count(static c => c.State == "open"));
        Assert.Equal((204, ""), await civil.TellAsync(subscriber.UssBaseUrl!, "constraints", telling with { Constraint = null }, Scope.Constraints));
        Assert.Equal(1, (await world["north"].ConflictsAsync()).Count(static c => c.State == "open"));
    }

    private static IResult Json(OperationalIntent intent) =>
        Results.Json(new GetOperationalIntentDetailsResponse { OperationalIntent = intent }, WireJson.Default.GetOperationalIntentDetailsResponse);
}
