using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Uss;

/// <summary>What tests of the USS side change in a post's settings before it starts.</summary>
internal static class UssWorld
{
    /// <summary>An exchange and posts whose <c>uss</c> settings a test gives.</summary>
    public static async Task<PostWorld> StartAsync(params (string Party, Action<JsonObject> Set)[] posts)
    {
        var world = new PostWorld();
        await world.StartExchangeAsync();
        foreach (var (party, set) in posts)
        {
            await world.AddAsync(party);
            Set(world[party], set);
            await world[party].StartAsync();
            await world[party].ConnectedAsync();
        }

        return world;
    }

    public static void Set(PostProcess post, Action<JsonObject> set)
    {
        var file = Path.Combine(post.Folder, "post.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!;
        var uss = config["uss"]?.AsObject() ?? [];
        set(uss);
        config["uss"] = uss.DeepClone();
        File.WriteAllText(file, config.ToJsonString());
        // The key that signs its tokens for civil systems, beside the settings that name it.
        using var key = RSA.Create(2048);
        File.WriteAllText(Path.Combine(post.Folder, "uss-key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    public static void Signs(JsonObject uss) => uss["token_key"] = "uss-key.pem";

    public static void AsItIs(JsonObject uss)
    {
    }

    /// <summary>A listener of its own, for tokens of the tests' issuer.</summary>
    public static Action<JsonObject> Listens(int port) => uss =>
    {
        uss["listen"] = $"http://127.0.0.1:{port}";
        uss["base_url"] = $"http://127.0.0.1:{port}";
        uss["jwt_public_keys"] = new JsonArray(Issuer.PublicKeyFile);
        uss["jwt_audiences"] = new JsonArray(Issuer.Audience);
    };
}
