using Parley.Console.Mail;
using Parley.Console.Telling.Edition;
using Parley.Post;
using Parley.Post.Api;

namespace Parley.Console.Telling;

/// <param name="Console">The address that people's browsers use.</param>
/// <param name="Unsubscribe">An address that takes requests to stop the edition, where the operator has one.</param>
internal sealed record TellingConfig(Uri Console, string? Unsubscribe);

/// <summary>Puts into a console what tells its people: ways, books, loops, paths.</summary>
internal static class TellingHost
{
    public static void Add(IServiceCollection services, PostConfig config, PostFolder folder, TimeProvider clock)
    {
        var telling = new TellingConfig(new Uri(config.Console.Url ?? config.Api), config.Console.Unsubscribe);
        var place = Path.Combine(folder.Console, "telling");
        services.AddSingleton(telling);
        services.AddSingleton(_ => TellingBook.Open(place));
        services.AddSingleton(_ => new DeliveryLog(place));
        services.AddSingleton(_ => new OpenWindows(clock));
        services.AddSingleton(_ => VapidKeys.Open(Path.Combine(folder.Console, "vapid.json")));
        services.AddSingleton(s => new PushWay(
            s.GetRequiredService<TellingBook>(), s.GetRequiredService<VapidKeys>(), new Uri(config.Exchange), telling.Console.Scheme == "https" ? telling.Console.AbsoluteUri : $"mailto:{config.Console.MailFrom}", clock));
        services.AddSingleton(s => new Courier(
            [new ConsoleWay(s.GetRequiredService<OpenWindows>()), s.GetRequiredService<PushWay>(), new MailWay(s.GetRequiredService<IMailer>(), s.GetRequiredService<PostEngine>().Me.Value, telling.Console)],
            s.GetRequiredService<TellingBook>(), s.GetRequiredService<DeliveryLog>(), clock));
        services.AddSingleton<StopTokens>().AddSingleton<StopPages>().AddSingleton<EditionDesk>().AddSingleton<TellingEndpoints>();
        services.AddHostedService<Teller>();
        services.AddHostedService(static s => s.GetRequiredService<EditionDesk>());
    }

    public static void Map(WebApplication app, ApiRoutes routes)
    {
        app.Services.GetRequiredService<TellingEndpoints>().Map(routes);
        app.Services.GetRequiredService<StopPages>().Map(app);
    }
}
