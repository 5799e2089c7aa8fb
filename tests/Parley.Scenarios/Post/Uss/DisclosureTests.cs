using System.Text.Json.Nodes;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Uss;

/// <summary>Who sees what of an intent through F3548-21, beside what agreements tell.</summary>
[Trait("rule", "issue-3 §3")]
public sealed class DisclosureTests
{
    [Fact]
    public async Task With_whom_the_footprint_alone_was_agreed_on_sees_the_agreements_whole_band_and_others_all()
    {
        await using var world = await PostWorld.StartAsync("north", "south");
        var terms = PostWorld.Terms("north", "south");
        terms["disclosure"] = "footprint";
        await world.AgreeAsync(terms, "north", "south");
        var own = (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38, 60, 90)))).Is(201);

        Assert.Equal((0, 5000), await BandAsync(world, own.Id, "south"));
        Assert.Equal((100, 300), await BandAsync(world, own.Id, "skyfreight"));

        // What south was told by letter, its own knowledge of it stays, whatever it tells itself over F3548.
        Assert.DoesNotContain(await world["south"].IntentsAsync(), static i => i.Civil);
    }

    [Fact]
    public async Task A_post_can_be_set_to_tell_details_to_parties_of_its_agreements_alone()
    {
        await using var world = await UssWorld.StartAsync(("north", static uss => uss["details"] = "agreements"));
        var own = (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38, 60, 90)))).Is(201);
        (await world.Exchange.As("skyfreight").CallAsync<GetOperationalIntentDetailsResponse>(HttpMethod.Get, $"/uss/north/uss/v1/operational_intents/{own.Id}")).Refused(403);
    }

    [Fact]
    public async Task A_posts_address_at_its_exchange_is_taken_where_http_addresses_are_not_allowed()
    {
        var data = Scratch.NewPath();
        await using var exchange = await ExchangeProcess.StartAtAsync(Ports.Next(), data);
        await using var post = await PostProcess.InitAsync("north", exchange.Url, data);
        await post.StartAsync();
        await post.ConnectedAsync();
        (await post.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38, 60, 90)))).Is(201);
        (await exchange.As("skyfreight").PutIntentAsync(Guid.NewGuid(), Plan.Somewhere().Intent() with { UssBaseUrl = "http://skyfreight.example" })).Refused(400);
    }

    [Theory]
    [InlineData("details", "some", "uss.details")]
    [InlineData("listen", "0.0.0.0:1", "uss.listen")]
    [InlineData("listen", "http://127.0.0.1:0", "uss.base_url")]
    [InlineData("base_url", "nowhere", "uss.base_url")]
    [InlineData("token_key", "none.pem", "none.pem")]
    public async Task A_setting_that_cannot_be_used_is_named_at_the_start(string name, string value, string named)
    {
        var folder = Scratch.NewPath();
        (await ParleyCommand.RunAsync("post", "init", folder, "--party", "north", "--exchange", "http://127.0.0.1:1", "--api", "http://127.0.0.1:0")).Is(0);
        var file = Path.Combine(folder, "post.json");
        var config = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        config["uss"] = new JsonObject { [name] = value };
        await File.WriteAllTextAsync(file, config.ToJsonString());
        var run = await ParleyCommand.RunAsync("post", "run", folder);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(named, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    private static async Task<(double Lower, double Upper)> BandAsync(PostWorld world, string id, string caller)
    {
        var volume = (await world.Exchange.As(caller).CallAsync<GetOperationalIntentDetailsResponse>(HttpMethod.Get, $"/uss/north/uss/v1/operational_intents/{id}"))
            .Is(200).OperationalIntent!.Details!.Volumes![0]!.Volume!;
        return (volume.AltitudeLower!.Value!.Value, volume.AltitudeUpper!.Value!.Value);
    }
}
