using Parley.Console.Accounts;
using Parley.Console.Consents;
using Parley.Post;
using Parley.Post.Api;

namespace Parley.Console;

/// <summary>Puts the console into a post: what it needs, and where it is served.</summary>
internal static class ConsoleHost
{
    public static void Add(WebApplicationBuilder builder, PostConfig config, PostFolder folder, TimeProvider clock)
    {
        builder.Services.AddSingleton(_ => ConsentBook.Open(Path.Combine(folder.Console, "consents"), clock));
    }

    public static void Map(WebApplication app, ApiRoutes routes)
    {
        if (app.Services.GetService<IPeople>() is { } people)
        {
            new ConsentEndpoints(app.Services.GetRequiredService<ConsentBook>(), people, routes).Map(routes);
        }
    }
}
