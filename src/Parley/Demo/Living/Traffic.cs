using Parley.Client.Post;

namespace Parley.Demo.Living;

/// <summary>One party's flights: each is filed, begins, lasts some minutes and ends as declared; now and then one is late, or turns back.</summary>
internal sealed class Traffic(DemoPost post, Random random)
{
    private const int AtOnce = 3;

    private static readonly string[] Flights = ["patrol", "survey", "supply flight", "search", "ferry"];

    private readonly List<Flight> _flights = [];
    private int _number;

    private sealed record Flight(string Id, DateTimeOffset Start, DateTimeOffset End, bool Turns)
    {
        public bool Active { get; set; }

        public bool Turned { get; set; }
    }

    public async Task StepAsync(CancellationToken cancel)
    {
        var now = DateTimeOffset.UtcNow;
        foreach (var flight in _flights.ToArray())
        {
            if (now >= flight.End - TimeSpan.FromSeconds(10))
            {
                await post.Client.EndIntentAsync(flight.Id, new OutcomeRequest { Outcome = flight.Turned ? "changed" : "done-as-declared" }, cancel);
                _flights.Remove(flight);
            }
            else if (now >= flight.Start && !flight.Active)
            {
                flight.Active = (await post.Client.ChangeIntentAsync(flight.Id, new IntentRequest { State = "Activated" }, cancel)).Ok;
            }
            else if (flight is { Active: true, Turns: true, Turned: false } && now > flight.Start + ((flight.End - flight.Start) / 2))
            {
                flight.Turned = (await post.Client.ChangeIntentAsync(flight.Id, new IntentRequest { UnderWay = "turned-back" }, cancel)).Ok;
            }
        }

        if (_flights.Count < AtOnce)
        {
            await FileAsync(now, cancel);
        }
    }

    private async Task FileAsync(DateTimeOffset now, CancellationToken cancel)
    {
        _number++;
        // The first one begins soon, so that something flies from the beginning; every seventh is late.
        var ahead = _number == 1 ? 125 : _number % 7 == 0 ? 60 : random.Next(150, 600);
        var (start, lasts) = (now.AddSeconds(ahead), TimeSpan.FromSeconds(random.Next(180, 480)));
        var floor = 300 + (100 * random.Next(0, 30));
        var (from, to) = (Somewhere(), Somewhere());
        var request = new IntentRequest
        {
            Id = Guid.NewGuid().ToString(),
            Activity = $"{Flights[random.Next(Flights.Length)]} {_number}",
            Volumes = [random.Next(3) == 0 ? Waters.Circle(from, random.Next(2, 8) * 1000, floor, floor + 300, start, lasts) : Waters.Corridor(from, to, 0.02, floor, floor + 300, start, lasts)],
        };
        // One that would meet somebody is not filed: the exercise has one conflict, not a heap of them.
        if ((await post.Client.CheckIntentAsync(request, cancel)).Value is { Conflicts.Count: 0 } && (await post.Client.FileIntentAsync(request, cancel)).Value is { } filed)
        {
            _flights.Add(new Flight(filed.Id, start, start + lasts, Turns: _number % 5 == 0));
        }
    }

    // Far enough from the area's edge that nothing of it is uncovered.
    private Client.F3548.LatLngPoint Somewhere() => Waters.At(0.12 + (0.76 * random.NextDouble()), 0.12 + (0.76 * random.NextDouble()));
}
