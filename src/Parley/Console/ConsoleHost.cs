using Microsoft.AspNetCore.HttpOverrides;
using Parley.Console.Accounts;
using Parley.Console.Consents;
using Parley.Console.Desk;
using Parley.Console.Layout;
using Parley.Console.Map;
using Parley.Console.Now;
using Parley.Console.Record;
using Parley.Post;
using Parley.Post.Api;
using Radzen;

namespace Parley.Console;

/// <summary>Puts the console into a post: what it needs, and where it is served.</summary>
internal static class ConsoleHost
{
    // Blazor's pages: no script but ours, nothing from elsewhere but the map tiles that the operator named. Style attributes are what its components set at run time.
    private static string PolicyWith(string tiles) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:{tiles}; font-src 'self'; connect-src 'self'{tiles}; worker-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void Add(WebApplicationBuilder builder, PostConfig config, PostFolder folder, string party, TimeProvider clock, IReadOnlyList<ExercisePerson>? exercise)
    {
        var services = builder.Services;
        builder.WebHost.UseStaticWebAssets();
        services.AddSingleton(_ => ConsentBook.Open(Path.Combine(folder.Console, "consents"), clock));
        AccountsHost.Add(builder, config, folder, party, clock, exercise);
        services.AddSingleton(MapTiles.From(config.Console, folder.FileAt).Value);
        services.AddSingleton<WebFiles>().AddSingleton<MapBook>().AddSingleton<NeedsBook>();
        services.AddSingleton<GlanceBook>();
        services.AddSingleton<Feed>().AddHostedService(static s => s.GetRequiredService<Feed>());
        Telling.TellingHost.Add(services, config, folder, clock);
        services.AddScoped<Officer>();
        services.AddCascadingAuthenticationState();
        services.AddRadzenComponents();
        services.AddRazorComponents().AddInteractiveServerComponents(static circuits =>
        {
            // A window that lost its connection finds its page as it was for so long.
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10);
            circuits.MaxBufferedUnacknowledgedRenderBatches = 50;
            // What is asked of a browser that is away is never answered; the window must not stand still for it once it is back.
            circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
        }).AddHubOptions(static hub =>
        {
            hub.KeepAliveInterval = TimeSpan.FromSeconds(1.5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(12);
            hub.MaximumReceiveMessageSize = 512 << 10;
        });
    }

    /// <summary>Whether browsers reach the console by https that ends before this process.</summary>
    public static bool BehindProxy(PostConfig config) =>
        config.Console.Url?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true && config.Api.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Takes from a proxy on this machine who the client is and that it came by https (without it, nobody could sign in: the cookies are for https only).
    /// Before all else. What any other machine claims of itself is passed over.
    /// </summary>
    public static void TrustProxy(WebApplication app, string url)
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.Use(async (context, next) =>
        {
            if (context.Request.IsHttps || !Pages.Any(page => context.Request.Path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase)))
            {
                await next(context);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            await context.Response.WriteAsync($"This console is at {url}. Whoever came from there: the proxy in front of it has to set X-Forwarded-Proto.", context.RequestAborted);
        });
    }

    // Where one signs in, and where one's account is; all other pages lead here who is not signed in.
    private static readonly string[] Pages = ["/sign-in", "/enter", "/invitation", "/account"];

    /// <summary>Between routing and the endpoints.</summary>
    public static void Use(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        var tiles = app.Services.GetRequiredService<MapTiles>().Origin;
        var policy = PolicyWith(tiles.Length == 0 ? "" : $" {tiles}");
        app.Use(async (context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                var response = context.Response;
                if (response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true && response.Headers.ContentSecurityPolicy.Count == 0)
                {
                    response.Headers.ContentSecurityPolicy = policy;
                    response.Headers.XContentTypeOptions = "nosniff";
                    response.Headers["Referrer-Policy"] = "no-referrer";
                    response.Headers.CacheControl = "no-store";
                }

                return Task.CompletedTask;
            });
            try
            {
                await next(context);
            }
            catch (RecordUnwritableException e) when (!context.Response.HasStarted)
            {
                await Hosting.Answer.Problem(StatusCodes.Status503ServiceUnavailable, e.Message, 30).WriteAsync(context);
            }
        });
    }

    public static void Map(WebApplication app, ApiRoutes routes)
    {
        var services = app.Services;
        new ConsentEndpoints(services.GetRequiredService<ConsentBook>(), services.GetRequiredService<IPeople>(), services.GetRequiredService<IConsoleRecord>(), routes).Map(routes);
        new NeedEndpoints(services.GetRequiredService<NeedsBook>()).Map(routes);
        new MapEndpoints(services.GetRequiredService<MapBook>()).Map(routes);
        AccountsHost.Map(app, routes);
        Telling.TellingHost.Map(app, routes);
        var files = services.GetRequiredService<WebFiles>();
        app.MapGet("/web/{**name}", (HttpContext context, string name) => files.WriteAsync(context, name)).ExcludeFromDescription();
        app.MapGet("/push-worker.js", context => files.WriteAsync(context, "push-worker.js")).ExcludeFromDescription();
        services.GetRequiredService<MapTiles>().Map(app);
        app.MapStaticAssets();
        // Its own policy would stand in the place of ours, which lets nobody frame a page either.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(static server => server.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization();
    }
}
