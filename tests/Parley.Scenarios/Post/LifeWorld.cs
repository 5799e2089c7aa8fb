using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>North, relief and their mediator quill, shared by the tests of a class: each test agrees on an area of its own, where nothing else is.</summary>
public sealed class LifeWorld : IAsyncLifetime
{
    private PostWorld? _world;
    private int _areas;

    public PostWorld World => _world!;

    public PostProcess North => World["north"];

    public PostProcess Relief => World["relief"];

    public PostProcess Quill => World["quill"];

    public async ValueTask InitializeAsync() => _world = await PostWorld.StartAsync("north", "relief", "quill");

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>An agreement of north and relief in force over an area of its own.</summary>
    public async Task<Ground> AgreeAsync(Action<JsonObject>? change = null)
    {
        var south = -20 + (3 * Interlocked.Increment(ref _areas));
        var terms = PostWorld.Terms("north", "relief");
        terms["area"] = JsonNode.Parse($$"""{"type":"Polygon","coordinates":[[[-39,{{south}}],[-37,{{south}}],[-37,{{south + 1}}],[-39,{{south + 1}}],[-39,{{south}}]]]}""");
        change?.Invoke(terms);
        return new Ground((await World.AgreeAsync(terms, "north", "relief")).Id, south);
    }

    /// <summary>Files it and waits until the other side has been told.</summary>
    public async Task<IntentView> FileAsync(PostProcess owner, IntentRequest request)
    {
        var filed = (await owner.PostAsync<IntentView>("/api/intents", request)).Is(201);
        var other = owner == North ? Relief : North;
        await Eventually.TrueAsync(async () => await other.IntentAsync(filed.Id) is not null, $"{other.Name} is told of it");
        return filed;
    }

    /// <summary>North's intent, then relief's that comes too near to it, and their conflict as both have it.</summary>
    public async Task<(IntentView First, IntentView Second, string Conflict)> MeetAsync(Ground ground)
    {
        var first = await FileAsync(North, ground.Intent(60, 70));
        var second = await FileAsync(Relief, ground.Intent(63, 73));
        var id = Assert.Single(second.Conflicts);
        await Eventually.TrueAsync(async () => await North.ConflictAsync(id) is not null, "north has the conflict under the same id");
        return (first, second, id);
    }

    /// <summary>Waits until a thing holds at both sides.</summary>
    public async Task BothAsync(Func<PostProcess, Task<bool>> holds, string what)
    {
        foreach (var post in new[] { North, Relief })
        {
            await Eventually.TrueAsync(() => holds(post), $"{post.Name} {what}");
        }
    }

    public Task<string> SameAsync() => SharedView.SameAsync(World, "north", "relief");

    public static async Task<bool> AlarmAsync(PostProcess post, string kind, string about) => (await post.StatusAsync()).Alarms.Any(a => a.Kind == kind && a.About == about);

    /// <summary>An agreement and where it holds: one degree northward from a latitude, 39° W to 37° W.</summary>
    public sealed record Ground(string Agreement, double South)
    {
        /// <summary>Always at the one place, from and to minutes from now.</summary>
        public IntentRequest Intent(double from, double to, double lower = 100, double upper = 300) =>
            PostWorld.Intent(PostWorld.At(South + 0.34, -38.05, from, to) with { Lower = lower, Upper = upper });
    }
}
