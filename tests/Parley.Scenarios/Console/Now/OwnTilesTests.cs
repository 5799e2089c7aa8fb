using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>A party's own map tiles over Natural Earth: from a file in the post's folder, or from a server of theirs.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class OwnTilesTests(Browser browser)
{
    // One pixel that nothing of the console's own has.
    private static readonly byte[] Magenta = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z/AfAAQAAf8iCjrwAAAAAElFTkSuQmCC");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tiles_of_a_file_in_the_posts_folder_are_drawn_and_only_what_is_seen_of_it_is_fetched()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        await File.WriteAllBytesAsync(Path.Combine(post.Folder, "own.pmtiles"), TileArchive.Of(Magenta), Cancel);
        post.SetConsole(static c => c["tiles"] = "own.pmtiles");
        await post.StartAsync();
        await using var seat = await post.SignInAsync(browser, "observer", path: "/");
        await DrawnAsync(seat);
        var part = await seat.Page.EvaluateAsync<int>("fetch('/tiles.pmtiles', { headers: { range: 'bytes=0-126' } }).then((r) => r.status)");
        Assert.Equal(206, part);
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        Assert.Equal(HttpStatusCode.Found, (await stranger.GetAsync(new Uri(post.Url, "/tiles.pmtiles"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Tiles_of_a_configured_server_are_drawn_and_no_other_server_is_asked()
    {
        var asked = new ConcurrentBag<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var tiles = builder.Build();
        tiles.MapGet("/own/{z:int}/{x:int}/{y:int}.png", (HttpContext context) =>
        {
            asked.Add(context.Request.Path);
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return Results.Bytes(Magenta, "image/png");
        });
        await tiles.StartAsync(Cancel);

        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        post.SetConsole(c => c["tiles"] = $"{tiles.Urls.First()}/own/{{z}}/{{x}}/{{y}}.png");
        await post.StartAsync();
        await using var seat = await post.SignInAsync(browser, "observer", path: "/");
        var elsewhere = new ConcurrentBag<string>();
        seat.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(post.Url.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith(tiles.Urls.First(), StringComparison.Ordinal) && request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };
        await seat.GoAsync("/");
        await DrawnAsync(seat);
        Assert.NotEmpty(asked);
        Assert.Empty(elsewhere);
    }

    [Theory]
    [InlineData("world.pmtiles")]
    [InlineData("post.json")]
    [InlineData("https://tiles.example.org/world.png")]
    [InlineData("ftp://tiles.example.org/{z}/{x}/{y}.png")]
    public async Task A_setting_that_names_no_tiles_is_refused_at_the_start_in_one_sentence(string tiles)
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        post.SetConsole(c => c["tiles"] = tiles);
        Assert.Contains("console.tiles", (await ParleyCommand.RunAsync("post", "run", post.Folder)).Is(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_coast_or_border_of_the_base_map_runs_back_across_it_at_180_degrees()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        await post.StartAsync();
        using var visitor = await post.VisitorAsync("observer");
        foreach (var name in new[] { "land", "land-coarse", "borders", "borders-coarse" })
        {
            using var map = JsonDocument.Parse((await visitor.Visitor.GetAsync($"/web/base/{name}.json")).Text);
            var lines = Lines(map.RootElement).ToList();
            Assert.True(lines.Count > 100, $"{name} has {lines.Count} lines");
            Assert.All(lines, line => Assert.All(line.Zip(line.Skip(1)), pair => Assert.True(
                Math.Abs(pair.First.Lng - pair.Second.Lng) < 180 || (pair.First.Lat == -90 && pair.Second.Lat == -90), $"{name}: {pair.First} to {pair.Second}")));
        }
    }

    // Each ring and line, wherever it stands in the GeoJSON.
    private static IEnumerable<(double Lng, double Lat)[]> Lines(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(static m => Lines(m.Value)),
        JsonValueKind.Array when at.GetArrayLength() > 0 && at[0].ValueKind == JsonValueKind.Array && at[0].GetArrayLength() == 2 && at[0][0].ValueKind == JsonValueKind.Number =>
            [[.. at.EnumerateArray().Select(static p => (p[0].GetDouble(), p[1].GetDouble()))]],
        JsonValueKind.Array => at.EnumerateArray().SelectMany(Lines),
        _ => [],
    };

    // Read off the map's own picture: a colour that only the tile has.
    private static async Task DrawnAsync(Seat seat)
    {
        await seat.Page.MapReadyAsync();
        await seat.Page.HoldsAsync("""
            () => new Promise((done) => {
                const map = document.querySelector('.map').view.map;
                map.once('render', () => {
                    const gl = map.painter.context.gl;
                    const pixel = new Uint8Array(4);
                    gl.readPixels(gl.drawingBufferWidth / 2, gl.drawingBufferHeight / 2, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
                    done(pixel[0] > 200 && pixel[1] < 60 && pixel[2] > 200);
                });
                map.triggerRepaint();
            })
            """);
        Assert.Empty(seat.Errors);
    }
}
