[assembly: AssemblyFixture(typeof(Parley.Scenarios.Running.SharedExchange))]

namespace Parley.Scenarios.Running;

/// <summary>The exchange that all tests use which neither stop it nor set it up in a way of their own; each works in a place of its own.</summary>
public sealed class SharedExchange : IAsyncLifetime
{
    private ExchangeProcess? _exchange;

    public ExchangeProcess Exchange => _exchange!;

    public Party As(string party, params string[] scopes) => Exchange.As(party, scopes);

    public async ValueTask InitializeAsync() => _exchange = await ExchangeProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }
    }
}
