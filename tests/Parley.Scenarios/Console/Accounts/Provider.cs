using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Parley.Scenarios.Running;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>A real OpenID Connect server, OpenIddict, in the test's process. Whoever comes is whom the test says.</summary>
public sealed class Provider : IAsyncDisposable
{
    public const string ClientId = "parley";

    private readonly WebApplication _app;

    private Provider(WebApplication app, int port) => (_app, Url) = (app, $"http://localhost:{port}");

    public string Url { get; }

    /// <summary>Who is signed in at the provider.</summary>
    public (string Subject, string Email, bool Verified) Who { get; set; }

    /// <summary>How often it was asked who somebody is.</summary>
    public int Asked { get; private set; }

    public static async Task<Provider> StartAsync(string callback, string secret)
    {
        var port = Ports.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        builder.Logging.ClearProviders();
        builder.Services.AddDbContext<DbContext>(static o =>
        {
            o.UseInMemoryDatabase("provider");
            o.UseOpenIddict();
        });
        builder.Services.AddOpenIddict()
            .AddCore(static o => o.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(o =>
            {
                o.SetIssuer($"http://localhost:{port}/");
                o.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo");
                o.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                o.RegisterScopes(Scopes.Email);
                o.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                o.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableUserInfoEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        var app = builder.Build();
        var provider = new Provider(app, port);
        app.UseAuthentication();
        app.MapGet("/authorize", provider.Authorize);
        app.MapMethods("/userinfo", ["GET", "POST"], provider.UserInfo);
        await app.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = ClientId,
            ClientSecret = secret,
            RedirectUris = { new Uri(callback) },
            Permissions = { Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code, Permissions.Scopes.Email },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        });
        return provider;
    }

    private IResult Authorize(HttpContext context)
    {
        Asked++;
        var request = context.Features.Get<OpenIddictServerAspNetCoreFeature>()!.Transaction!.Request!;
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Who.Subject);
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(static _ => [Destinations.IdentityToken, Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private IResult UserInfo(HttpContext context) =>
        Results.Json(new Dictionary<string, object> { ["sub"] = Who.Subject, ["email"] = Who.Email, ["email_verified"] = Who.Verified });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
