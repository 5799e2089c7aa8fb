using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Parley.Console.Mail;
using Parley.Console.Map;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Post;
using Parley.Post.Api;

namespace Parley.Console.Accounts;

/// <summary>Who may sit at the console: what that needs of a post's services, and its pages.</summary>
internal static class AccountsHost
{
    /// <summary>What is wrong with the settings that accounts need; null when nothing is.</summary>
    public static Problem? Check(PostConfig config, PostFolder folder, IReadOnlyList<ExercisePerson>? exercise, TimeProvider clock)
    {
        var console = config.Console;
        return console.IdleMinutes is < 5 or > 1440 ? new Problem("console.idle_minutes", "is no number from 5 to 1440")
            : console.SessionHours is < 1 or > 168 ? new Problem("console.session_hours", "is no number from 1 to 168")
            : console.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/") ? new Problem("console.url", "is no address; write it like https://post.example.org")
            : exercise is { Count: > 0 } && !new Uri(config.Api).IsLoopback ? new Problem("api", "is reached from other machines; an exercise is open on this machine only")
            : Providers.Check(console.Oidc, folder.FileAt) ?? (MapTiles.From(console, folder.FileAt).Try(out _, out var tiles) ? null : tiles) ?? (Mailers.From(console, MailFolder(folder), folder.FileAt, clock).Try(out _, out var problem) ? null : problem);
    }

    public static void Add(WebApplicationBuilder builder, PostConfig config, PostFolder folder, string party, TimeProvider clock, IReadOnlyList<ExercisePerson>? exercise)
    {
        var (services, console) = (builder.Services, config.Console);
        var address = (console.Url ?? config.Api).TrimEnd('/');
        var cookies = new Cookies(party, address.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        services.AddSingleton(cookies).AddSingleton(new ConsoleAddress(address, party)).AddSingleton(new ExerciseDoor(exercise ?? []));
        services.AddSingleton(_ => AccountsFile.Open(folder.Console)).AddSingleton<AccountChanges>().AddSingleton<Limits>().AddSingleton<Door>();
        services.AddSingleton<PeopleBook>().AddSingleton<IPeople>(static s => s.GetRequiredService<PeopleBook>());
        services.AddSingleton(s => new TicketBook(s.GetRequiredService<AccountsFile>(), clock));
        services.AddSingleton(s => new SessionBook(
            s.GetRequiredService<AccountsFile>(), s.GetRequiredService<AccountChanges>(), clock, TimeSpan.FromMinutes(console.IdleMinutes), TimeSpan.FromHours(console.SessionHours)));
        services.AddSingleton<ISessions>(static s => s.GetRequiredService<SessionBook>());
        services.AddSingleton<ICallers, Callers>();
        services.AddSingleton(s => ConsoleRecord.Open(Path.Combine(folder.Console, "record"), clock, s.GetRequiredService<ILogger<ConsoleRecord>>()));
        services.AddSingleton<IConsoleRecord>(static s => s.GetRequiredService<ConsoleRecord>());
        services.AddSingleton(_ => Mailers.From(console, MailFolder(folder), folder.FileAt, clock).Value);
        services.AddSingleton<LinkSender>().AddHostedService(static s => s.GetRequiredService<LinkSender>());
        services.AddHttpContextAccessor();
        services.AddScoped<Visit>();
        services.AddScoped<CircuitHandler, CircuitLife>();

        services.AddDbContext<AccountsDb>(static (s, db) => db.UseSqlite(s.GetRequiredService<AccountsFile>().ConnectionString));
        services.AddIdentityCore<Account>(static identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            // Names are people's; what may stand in them is checked before (PlainText).
            identity.User.AllowedUserNameCharacters = "";
            identity.User.RequireUniqueEmail = true;
            identity.Lockout.MaxFailedAccessAttempts = 5;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        }).AddUserStore<AccountStore>().AddSignInManager().AddDefaultTokenProviders();
        services.Configure<IdentityPasskeyOptions>(static passkeys =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });

        // The keys lie in the post's own folder, for its owner's eyes only, not encrypted: what could decrypt them at a start without a person would have to lie
        // beside them, as the post's own signing keys do.
        Folders.MakeOwn(folder.Console);
        Folders.MakeOwn(Path.Combine(folder.Console, "keys"));
        services.AddDataProtection().SetApplicationName($"parley {party}").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder.Console, "keys")));

        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);

        var schemes = services.AddAuthentication(Door.Scheme)
            .AddCookie(Door.Scheme, options =>
            {
                options.Cookie.Name = cookies.Session;
                options.Cookie.HttpOnly = true;
                options.Cookie.Path = "/";
                // Lax, so that a link in an e-mail leads to the page it names; whatever changes something asks for more than the cookie.
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = cookies.Secure;
                options.ExpireTimeSpan = TimeSpan.FromHours(console.SessionHours);
                options.SlidingExpiration = false;
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "onward";
                options.Events.OnValidatePrincipal = static async context =>
                {
                    var services = context.HttpContext.RequestServices;
                    var (sessions, people) = (services.GetRequiredService<SessionBook>(), services.GetRequiredService<IPeople>());
                    if (context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } person && context.Principal.FindFirstValue("sid") is { } sid
                        && context.Principal.FindFirstValue("stamp") is { } stamp && sessions.Find(sid, person, stamp) is not null && people.Find(person) is { Open: true })
                    {
                        sessions.Touch(sid);
                        return;
                    }

                    context.RejectPrincipal();
                    await Task.CompletedTask;
                };
            })
            // Identity keeps what it asked an authenticator in it for as long as that takes.
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options =>
            {
                options.Cookie.Name = cookies.Passkey;
                options.Cookie.HttpOnly = true;
                options.Cookie.Path = "/";
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = cookies.Secure;
                options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            });
        Providers.Add(schemes, console, folder.FileAt, cookies);
        services.AddAuthorization();
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = cookies.Form;
            options.Cookie.HttpOnly = true;
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = cookies.Secure;
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    public static void Map(WebApplication app, ApiRoutes routes)
    {
        var services = app.Services;
        // Read and checked before anything listens: a start that can't read who may come in is no start.
        services.GetRequiredService<ConsoleRecord>();
        new SignInPages(services).Map(app);
        new AccountPages(services).Map(app);
        new PeopleEndpoints(services).Map(routes);
        new RecordEndpoints(services.GetRequiredService<ConsoleRecord>()).Map(routes);
    }

    private static string MailFolder(PostFolder folder) => Path.Combine(folder.Console, "mail");
}
