namespace Parley.Bench.Load;

/// <summary>
/// One planner, which does one thing after another. With a <see cref="Board"/> it meets others: it sends the OVNs of all it knows,
/// learns from a 409 what it lacked, and tries again.
/// </summary>
internal sealed class Planner(DssClient dss, Board? board, Tally tally)
{
    private const int MostTries = 50;

    private const string NewSubscription = $$""","new_subscription":{"uss_base_url":"{{Place.Uss}}"}""";

    /// <summary>Declares, activates and deletes one flight. False when a step was refused for good.</summary>
    public async Task<bool> FlyAsync(Place place, CancellationToken cancel) =>
        await CreateAsync(place, subscribed: true, cancel) is { } created
        && await ActivateAsync(created, place, cancel) is { } active
        && await DeleteAsync(active, cancel);

    public Task<Flight?> CreateAsync(Place place, bool subscribed, CancellationToken cancel) => PutAsync(
        Operation.Create, $"{DssClient.Intents}/{Guid.NewGuid()}", place, "Accepted", subscribed ? NewSubscription : "", cancel);

    public Task<Flight?> ActivateAsync(Flight flight, Place place, CancellationToken cancel) => PutAsync(
        Operation.Activate, $"{DssClient.Intents}/{flight.Id}/{flight.Ovn}", place, "Activated", $",\"subscription_id\":\"{flight.Subscription}\"", cancel);

    public async Task<bool> DeleteAsync(Flight flight, CancellationToken cancel)
    {
        var reply = await dss.SendAsync(Operation.Delete, HttpMethod.Delete, $"{DssClient.Intents}/{flight.Id}/{flight.Ovn}", null, tally, cancel);
        board?.Forget(flight.Id);
        return reply.Status == 200;
    }

    /// <summary>Searches, and is content when something is there.</summary>
    public async Task<bool> FindAsync(byte[] search, CancellationToken cancel)
    {
        var reply = await dss.SendAsync(Operation.Query, HttpMethod.Post, $"{DssClient.Intents}/query", search, tally, cancel);
        return reply.Status == 200 && reply.Body.AsSpan().IndexOf("\"id\""u8) >= 0;
    }

    private async Task<Flight?> PutAsync(Operation operation, string path, Place place, string state, string subscription, CancellationToken cancel)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var body = place.Intent(state, board?.Key() ?? [], subscription);
            var reply = await dss.SendAsync(operation, HttpMethod.Put, path, body, tally, cancel);
            if (reply.Status is 200 or 201)
            {
                var flight = Flight.Read(reply.Body);
                if (flight is not null)
                {
                    board?.Learn(flight);
                }

                return flight;
            }

            if (reply.Status != 409 || board is null || Flight.ReadMissing(reply.Body) is not { Count: > 0 } missing)
            {
                return null;
            }

            foreach (var met in missing)
            {
                board.Learn(met);
            }
        }

        return null;
    }
}
