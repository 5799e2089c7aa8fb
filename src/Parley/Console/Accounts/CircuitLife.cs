using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Parley.Console.Accounts;

/// <summary>An open window keeps its session from going idle for as long as it is connected, and what a person does in it is a sign of life.</summary>
internal sealed class CircuitLife(AuthenticationStateProvider signedIn, ISessions sessions) : CircuitHandler, IDisposable
{
    private IDisposable? _held;
    private string? _session;

    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _session = (await signedIn.GetAuthenticationStateAsync()).User.FindFirstValue("sid");
        if (_session is not null)
        {
            _held ??= sessions.Hold(_session);
        }
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        if (_session is not null)
        {
            sessions.Touch(_session);
        }

        return next(context);
    };

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
