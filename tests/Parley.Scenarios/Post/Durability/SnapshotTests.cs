using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.Client.Post;
using Parley.Journal;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Durability;

/// <summary>A post that starts from a snapshot shows what it showed; one that can't be used costs time and nothing else.</summary>
[Trait("rule", "issue-4 Speed")]
public sealed partial class SnapshotTests
{
    [Fact]
    public async Task Whatever_becomes_of_its_snapshots_a_post_starts_and_shows_the_same()
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        var (north, relief) = (world["north"], world["relief"]);
        await world.AgreeAsync(PostWorld.Terms("north", "relief"), "north", "relief");
        await FileAsync(north, relief, 60);

        // From here on a snapshot is written at every stop.
        var file = Path.Combine(north.Folder, "post.json");
        var config = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        config["snapshot_every"] = 1;
        await File.WriteAllTextAsync(file, config.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.Equal(0, await StopAndStartAsync(north));
        await north.StopAsync();
        var (first, _) = (await RestartedAsync(world), await FileAsync(north, relief, 90));
        await north.StopAsync();
        var second = await RestartedAsync(world);
        Assert.True(first > 0 && second > first, $"covered {first}, then {second}");

        // What comes after the newest is in the journal alone, and the end is kill -9.
        await FileAsync(north, relief, 120);
        await world.QuietAsync();
        var shown = await ShownAsync(north);
        await north.KillAsync();
        Assert.Equal(second, await RestartedAsync(world));
        Assert.Equal(shown, await ShownAsync(north));

        // The newest is damaged: the one before it does.
        await north.KillAsync();
        var (older, newest) = (Snapshots(north)[0], Snapshots(north)[1]);
        Damage(newest);
        Assert.Equal(first, await RestartedAsync(world));
        Assert.Contains("A snapshot is passed over", north.Output, StringComparison.Ordinal);
        Assert.Equal(shown, await ShownAsync(north));

        // One that a newer Parley wrote, after a step back to this one.
        await north.KillAsync();
        File.Delete(newest);
        await WriteNewerAsync(north, second);
        Assert.Equal(first, await RestartedAsync(world));
        Assert.Contains("The snapshot is of version 1000000", north.Output, StringComparison.Ordinal);
        Assert.Equal(shown, await ShownAsync(north));

        // None is left that can be used: the journal has everything.
        await north.KillAsync();
        Damage(older);
        Assert.Equal(0, await RestartedAsync(world));
        Assert.Equal(shown, await ShownAsync(north));
        await SharedView.SameAsync(world, "north", "relief");

        // And the next stop writes a good one.
        await north.StopAsync();
        Assert.True(await RestartedAsync(world) > second);
        Assert.Equal(shown, await ShownAsync(north));
        await FileAsync(relief, north, 150);
        await SharedView.SameAsync(world, "north", "relief");
    }

    /// <summary>An intent of each, which meet each other.</summary>
    private static async Task<int> FileAsync(PostProcess a, PostProcess b, int minutes)
    {
        var mine = (await a.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, minutes, minutes + 10)))).Is(201);
        await Eventually.TrueAsync(async () => await b.IntentAsync(mine.Id) is not null, $"{b.Name} is told of {mine.Id}");
        var theirs = (await b.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, minutes + 3, minutes + 13)))).Is(201);
        await Eventually.TrueAsync(async () => (await a.IntentAsync(theirs.Id))?.Conflicts.Count > 0, $"{a.Name} knows the conflict");
        return minutes;
    }

    private static async Task<long> StopAndStartAsync(PostProcess post)
    {
        await post.StopAsync();
        await post.StartAsync();
        await post.ConnectedAsync();
        return Covered(post);
    }

    private static async Task<long> RestartedAsync(PostWorld world)
    {
        await world.ReviveAsync();
        return Covered(world["north"]);
    }

    private static long Covered(PostProcess post) => long.Parse(CoveredIn().Matches(post.Output)[^1].Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("of which a snapshot covers ([0-9]+)")]
    private static partial Regex CoveredIn();

    private static string[] Snapshots(PostProcess post) => [.. Directory.GetFiles(Path.Combine(post.Folder, "data", "snapshots")).Order(StringComparer.Ordinal)];

    private static async Task<string> ShownAsync(PostProcess post)
    {
        var lists = new List<string>();
        foreach (var path in (string[])["/api/agreements", "/api/intents", "/api/conflicts", "/api/parties"])
        {
            lists.Add((await post.CallAsync<string>(HttpMethod.Get, path)).Text);
        }

        lists.AddRange((await post.StatusAsync()).Alarms.Select(static a => a.ToString()));
        return string.Join('\n', lists);
    }

    private static void Damage(string file)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = stream.Length / 2;
        var old = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(old ^ 1));
    }

    // Whole by its sum; only what is in it is of a form that this Parley does not know.
    private static async Task WriteNewerAsync(PostProcess post, long position)
    {
        var block = Encoding.UTF8.GetBytes("""H{"version": 1000000, "me": "north", "dialect": ["of tomorrow"]}""");
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
        await SnapshotStore.Open(Path.Combine(post.Folder, "data")).WriteAsync(position, async stream =>
        {
            await stream.WriteAsync(length);
            await stream.WriteAsync(block);
            await stream.WriteAsync(new byte[] { 0, 0, 0, 3, (byte)'Z', (byte)'[', (byte)']' });
        });
    }
}
