using System.Text.Json.Nodes;
using Parley.Client.Post;

namespace Parley.Scenarios.Running;

/// <summary>An exchange that can be killed and comes back at the same address, with the posts of parties that meet there. All of it goes when disposed.</summary>
public sealed class PostWorld : IAsyncDisposable
{
    private readonly int _port = Ports.Next();
    private readonly string _data = Scratch.NewPath();
    private readonly Dictionary<string, PostProcess> _posts = [];
    private ExchangeProcess? _exchange;

    /// <summary>Variables of every process started from now on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    public ExchangeProcess Exchange => _exchange!;

    public string Data => _data;

    public IReadOnlyCollection<PostProcess> Posts => _posts.Values;

    public PostProcess this[string name] => _posts[name];

    /// <summary>Starts an exchange and a post for each party, all connected and known to each other.</summary>
    public static async Task<PostWorld> StartAsync(params string[] parties)
    {
        var world = new PostWorld();
        await world.StartExchangeAsync();
        await Task.WhenAll(parties.Select(world.AddAsync));
        await Task.WhenAll(parties.Select(async p =>
        {
            await world[p].StartAsync();
            await world[p].ConnectedAsync();
        }));
        return world;
    }

    public async Task AddAsync(string party)
    {
        var post = await PostProcess.InitAsync(party, new Uri($"http://127.0.0.1:{_port}"), _data);
        lock (_posts)
        {
            _posts.Add(party, post);
        }
    }

    public async Task StartExchangeAsync()
    {
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }

        _exchange = await ExchangeProcess.StartAtAsync(_port, _data, Environment, "--allow-http-uss-urls");
    }

    /// <summary>kill -9 of posts by their names, and of the exchange by <c>exchange</c>, at once.</summary>
    public Task KillAsync(params string[] victims) => Task.WhenAll(victims.Select(v => v == "exchange" ? Exchange.KillAsync() : this[v].KillAsync()));

    /// <summary>Starts whoever is down, and waits until every post has reached the exchange again.</summary>
    public async Task ReviveAsync()
    {
        await Task.WhenAll([.. Posts.Where(static p => !p.Up).Select(p => p.StartAsync(Environment)), .. Exchange.Up ? Array.Empty<Task>() : [StartExchangeAsync()]]);
        foreach (var post in Posts)
        {
            await post.ConnectedAsync();
        }
    }

    /// <summary>Waits until nothing is on its way any more: every post is connected and has nothing left to send.</summary>
    public Task QuietAsync() => Eventually.TrueAsync(
        async () =>
        {
            foreach (var post in Posts)
            {
                if (await post.StatusAsync() is not { Exchange: "up", LettersWaiting: 0, Restoring.Count: 0 } || (await post.IntentsAsync()).Any(static i => i.Pending))
                {
                    return false;
                }
            }

            return true;
        },
        "every post is connected and has nothing left to send");

    /// <summary>An agreement in force between parties, which all have signed.</summary>
    public async Task<AgreementView> AgreeAsync(JsonObject document, params string[] signers)
    {
        var drafted = (await this[signers[0]].PostAsync<AgreementView>("/api/agreements", document.ToJsonString())).Is(201);
        foreach (var signer in signers)
        {
            await Eventually.TrueAsync(async () => await this[signer].AgreementAsync(drafted.Id) is not null, $"{signer} has the draft");
            (await this[signer].PostAsync<AgreementView>($"/api/agreements/{drafted.Id}/sign", new OfficerRequest { Officer = $"{signer}'s officer" })).Is(200);
        }

        foreach (var post in Posts)
        {
            await Eventually.TrueAsync(async () => await post.AgreementAsync(drafted.Id) is null or { State: "in-force" }, $"{post.Name} has all signatures");
        }

        return drafted;
    }

    /// <summary>An agreement's document over the sea around 12.5° N 38° W, with usual terms; change what a test is about.</summary>
    public static JsonObject Terms(params string[] parties)
    {
        var now = DateTimeOffset.UtcNow;
        return new JsonObject
        {
            ["title"] = $"Deconfliction of {string.Join(" and ", parties)}",
            ["parties"] = new JsonArray([.. parties.Select(static p => JsonValue.Create(p))]),
            ["area"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[[-39,12],[-37,12],[-37,13],[-39,13],[-39,12]]]}"""),
            ["altitude_lower_m"] = 0,
            ["altitude_upper_m"] = 5000,
            ["valid_from"] = now.AddHours(-1).ToString("O"),
            ["valid_to"] = now.AddDays(30).ToString("O"),
            ["minimum_notice_s"] = 900,
            ["separation"] = new JsonObject { ["horizontal_m"] = 1000, ["vertical_m"] = 150, ["time_s"] = 120 },
            ["acknowledge_within_s"] = new JsonObject { ["FLASH"] = 60, ["IMMEDIATE"] = 120, ["PRIORITY"] = 600, ["ROUTINE"] = 3600 },
            ["disclosure"] = "full",
            ["link_check_every_s"] = 3600,
            ["coordinate_by_s"] = 1200,
            ["contacts"] = new JsonObject([.. parties.Select(static p => KeyValuePair.Create(p, JsonNode.Parse("""[{"name":"Duty officer"}]""")))]),
        };
    }

    /// <summary>Where an intent is to be, in the area of <see cref="Terms"/>: minutes from now.</summary>
    public static Plan At(double lat, double lng, double fromMinutes, double toMinutes) => new(lat, lng)
    {
        Radius = 800,
        Lower = 100,
        Upper = 300,
        Start = Plan.Soon(fromMinutes),
        End = Plan.Soon(toMinutes),
    };

    public static IntentRequest Intent(Plan plan) => new() { Id = Guid.NewGuid().ToString(), Volumes = [plan.Volume] };

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Posts.Select(static p => p.DisposeAsync().AsTask()));
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }

        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }
}
