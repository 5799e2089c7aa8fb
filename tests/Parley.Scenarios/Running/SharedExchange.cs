[assembly: AssemblyFixture(typeof(Parley.Scenarios.Running.SharedExchange))]

namespace Parley.Scenarios.Running;

/// <summary>An exchange that is up for as long as its fixture lives.</summary>
public abstract class ExchangeFixture : IAsyncLifetime
{
    private ExchangeProcess? _exchange;

    public ExchangeProcess Exchange => _exchange!;

    public Party As(string party, params string[] scopes) => Exchange.As(party, scopes);

    public async ValueTask InitializeAsync() => _exchange = await ExchangeProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }
    }
}

/// <summary>The exchange that all tests use which neither stop it nor set it up in a way of their own; each works in a place of its own.</summary>
public sealed class SharedExchange : ExchangeFixture;

/// <summary>An exchange for those who can't say where what they send will land.</summary>
public sealed class BadInputExchange : ExchangeFixture;

[CollectionDefinition(Name)]
public sealed class BadInputGroup : ICollectionFixture<BadInputExchange>
{
    public const string Name = "bad input";
}
