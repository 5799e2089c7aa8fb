using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Parley.Core;

namespace Parley.Console.Accounts;

/// <summary>"Continue with": OpenID Connect providers, by the code flow with PKCE. A provider never makes an account here; it shows who somebody is that has one.</summary>
internal static class Providers
{
    /// <summary>What is wrong with the settings; null when nothing is.</summary>
    public static Problem? Check(IReadOnlyList<OidcConfig> providers, Func<string, string> fileAt)
    {
        for (var i = 0; i < providers.Count; i++)
        {
            var at = $"console.oidc[{i}]";
            var provider = providers[i];
            if (!IsName(provider.Name) || providers.Take(i).Any(p => string.Equals(p.Name, provider.Name, StringComparison.OrdinalIgnoreCase)))
            {
                return new Problem($"{at}.name", "is no name of its own of 1 to 40 letters, digits and hyphens");
            }

            if (!Uri.TryCreate(provider.Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
            {
                return new Problem($"{at}.authority", "is no https address (http is for this machine only)");
            }

            if (string.IsNullOrWhiteSpace(provider.ClientId))
            {
                return new Problem($"{at}.client_id", "is missing; the provider gives it when this console is registered there");
            }

            if (provider.SecretFile is { } file && !File.Exists(fileAt(file)))
            {
                return new Problem($"{at}.secret_file", "is not there; put the client's secret into it");
            }
        }

        return null;
    }

    public static string SchemeOf(string name) => $"with-{name}";

    public static void Add(AuthenticationBuilder builder, ConsoleConfig config, Func<string, string> fileAt, Cookies cookies)
    {
        foreach (var provider in config.Oidc)
        {
            builder.AddOpenIdConnect(SchemeOf(provider.Name!), options =>
            {
                options.Authority = provider.Authority;
                options.ClientId = provider.ClientId;
                options.ClientSecret = provider.SecretFile is { } file ? File.ReadAllText(fileAt(file)).Trim() : null;
                options.RequireHttpsMetadata = provider.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
                options.ResponseType = OpenIdConnectResponseType.Code;
                // By the query and not by a posted form: then the cookies that tie the answer to this browser need not be sent from other sites. The code in it
                // serves once, and only together with this post's own secret of the exchange (PKCE).
                options.ResponseMode = OpenIdConnectResponseMode.Query;
                options.UsePkce = true;
                options.Scope.Clear();
                options.Scope.Add("openid");
                options.Scope.Add("email");
                options.CallbackPath = $"/sign-in/from/{provider.Name}";
                options.MapInboundClaims = false;
                options.GetClaimsFromUserInfoEndpoint = true;
                options.ClaimActions.MapUniqueJsonKey("email", "email");
                options.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
                options.SaveTokens = false;
                options.SignInScheme = Door.Scheme;
                options.DisableTelemetry = true;
                foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
                {
                    cookie.SameSite = SameSiteMode.Lax;
                    cookie.SecurePolicy = cookies.Secure;
                }

                options.Events.OnTicketReceived = context => ArriveAsync(context, provider);
                options.Events.OnRemoteFailure = async context =>
                {
                    // Anybody can come here without having been at the provider, as often as they like: that fills neither the log nor the record.
                    var (services, limits) = (context.HttpContext.RequestServices, context.HttpContext.RequestServices.GetRequiredService<Limits>());
                    if (limits.MayTry(context.HttpContext))
                    {
                        limits.Failed(context.HttpContext);
                        ConsoleLog.ProviderFailed(services.GetRequiredService<ILogger<Door>>(), provider.Name!, context.Failure?.Message.ReplaceLineEndings(" ") ?? "");
                        await services.GetRequiredService<Door>().TurnedAwayAsync(provider.Name!, provider.Name!, "failed at the provider");
                    }

                    context.Response.Redirect("/sign-in?why=provider");
                    context.HandleResponse();
                };
            });
        }
    }

    // Known by issuer and subject; the first time by an address that the provider has verified.
    private static async Task ArriveAsync(TicketReceivedContext context, OidcConfig provider)
    {
        var services = context.HttpContext.RequestServices;
        var (people, door) = (services.GetRequiredService<PeopleBook>(), services.GetRequiredService<Door>());
        var sub = context.Principal?.FindFirst("sub");
        var subject = sub?.Value;
        var email = context.Principal?.FindFirst("email")?.Value;
        var verified = string.Equals(context.Principal?.FindFirst("email_verified")?.Value, "true", StringComparison.OrdinalIgnoreCase);
        context.HandleResponse();
        // A claim of a token carries who issued it.
        var known = sub?.Issuer is { } issuer && issuer != ClaimsIdentity.DefaultIssuer ? issuer : provider.Authority!;
        var person = subject is null ? null : await people.WithAccountsAsync(async users =>
        {
            if (await users.FindByLoginAsync(known, subject) is { } linked)
            {
                return people.Find(linked.Id);
            }

            if (email is null || !verified || people.ByEmail(email) is not { Open: true } match || await users.FindByIdAsync(match.Id) is not { } account)
            {
                return null;
            }

            return (await users.AddLoginAsync(account, new UserLoginInfo(known, subject, provider.Name))).Succeeded ? match : null;
        });
        if (person is not { Open: true })
        {
            await door.TurnedAwayAsync(provider.Name!, email ?? provider.Name!, person is null ? "no account" : "account closed");
            context.Response.Redirect("/sign-in?why=unknown");
            return;
        }

        await door.LetInAsync(context.HttpContext, person, provider.Name!);
        context.Response.Redirect(Visit.LocalPath(context.ReturnUri) ?? "/");
    }

    private static bool IsName(string? name) => name is { Length: > 0 and <= 40 } && name[0] != '-' && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
